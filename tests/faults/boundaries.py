"""Every boundary between two steps of the worker, read out of its code: before and after each effect on the outside.

An effect is a call that writes to the database, to the disk or to the cluster (EFFECTS), or the end of a transaction. A
statement is a step when an effect lies in it or in a function of ours that it calls, followed from the worker's chores
(ENTRIES) through the package ``search``. Whoever adds a step gets its boundary, and a test, without writing it down.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from deploy.run.layout import ROOT

#: What the worker does to rows and indexes, as module and function.
ENTRIES = (
    ("search.drain", "drain_once"),
    ("search.feed", "feed_once"),
    ("search.feed", "build"),
    ("search.feed", "promote"),
    ("search.feed", "prune"),
    ("search.consistency", "repair"),
    ("search.consistency", "tidy"),
    ("search.editing.rebuild", "step"),
)

#: Methods of libraries that leave something behind: rows, files, entries of the cluster.
EFFECTS = frozenset(
    {"save", "bulk_create", "delete", "get_or_create"}
    | {"mkdir", "touch", "unlink", "rmtree", "link", "write_text"}
    | {"commit", "wait_merging_threads"}
    | {"streaming_bulk", "refresh", "update_aliases"}
)
#: Names that harmless methods have too -> what is said of the object they are called on when something is left behind.
AMBIGUOUS = {"update": (".filter(", ".objects"), "create": (".indices", ".objects")}

#: What no worker does on its way from a job to an index, and why.
ASIDE = {
    ("search.engines.breaker", ""): "a note of the readers that the cluster is away",
    ("search.hosts", "_host_id"): "once in the life of a data directory",
    ("search.locks", "data_path"): "an empty folder for locks",
    ("search.engines.versions", "IndexVersion.mark_broken"): "only a reader that meets broken files does so",
    ("search.engines.elastic", "ElasticEngine._ensure_index"): "for filling an index without the feed",
    ("search.engines.elastic", "ElasticEngine.drop"): "for tests and measurements apart from the site",
    ("search.models_editing", ""): "editors in the admin",
    ("search.case_requests", ""): "readers who ask for a case",
    ("search.case_requests_admin", ""): "the office in the admin",
}


#: Single steps of the same sort: module, function, beginning.
STEPS_ASIDE = {
    (
        "search.engines.embedded",
        "EmbeddedEngine.apply",
        "version = versions.create",
    ): "for filling without the feed",
    (
        "search.engines.versions",
        "IndexVersion.promote",
        "(version.path / _ASIDE)",
    ): "only when an operator goes back to the build before",
}


@dataclass(frozen=True)
class Boundary:
    """The lines of one step in the function that holds it."""

    module: str
    function: str
    first: int
    last: int
    text: str

    def __str__(self) -> str:
        return f"{self.module.removeprefix('search.')}.{self.function}: {self.text}"


@dataclass
class _Function:
    module: str
    name: str
    node: ast.FunctionDef
    calls: set[tuple[str, str]] = field(default_factory=set)


def boundaries() -> list[Boundary]:
    """The steps of everything that can be reached from ENTRIES, in order of the files."""
    functions = _functions()
    effectful = _effectful(functions)
    reached = _reached(functions, effectful)
    found: dict[tuple[str, int], Boundary] = {}
    for key in reached:
        function = functions[key]
        for statement in _statements(function.node):
            if _acts(statement, function.module, functions, effectful):
                text = " ".join(ast.unparse(_head(statement)).split())[:70]
                boundary = Boundary(function.module, function.name, statement.lineno, _end(statement), text)
                found[function.module, statement.lineno] = boundary
    return [found[place] for place in sorted(found) if not _is_aside(found[place])]


def _is_aside(step: Boundary) -> bool:
    return any(
        (step.module, step.function) == place[:2] and step.text.startswith(place[2]) for place in STEPS_ASIDE
    )


# --- reading the code ---------------------------------------------------------------------------------


@cache
def _trees() -> dict[str, ast.Module]:
    left_out = ("migrations", "management", "korean")
    paths = [p for p in (ROOT / "search").rglob("*.py") if not set(p.parts) & set(left_out)]
    return {_name(path): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _functions() -> dict[tuple[str, str], _Function]:
    """(module, qualified name) -> every function and method."""
    found = {}
    for module, tree in _trees().items():
        for name, node in _definitions(tree):
            found[module, name] = _Function(module, name, node)
    for function in found.values():
        for call in _calls(function.node):
            function.calls |= _targets(call, function.module, found)
    return found


def _definitions(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    yield f"{node.name}.{inner.name}", inner


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (inner for inner in ast.walk(node) if isinstance(inner, ast.Call))


@cache
def _imported(module: str) -> dict[str, tuple[str, str]]:
    """Local name -> (module, name in it); the name is "" for a module."""
    found = {}
    for node in ast.walk(_trees()[module]):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("search"):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                local = alias.asname or alias.name
                found[local] = (whole, "") if whole in _trees() else (node.module or "", alias.name)
    return found


def _targets(
    call: ast.Call, module: str, functions: dict[tuple[str, str], _Function]
) -> set[tuple[str, str]]:
    """The functions of ours that this call may mean; a method by its name alone."""
    called, known = call.func, _imported(module)
    if isinstance(called, ast.Name):
        target = known.get(called.id, (module, called.id))
        return {target} & functions.keys()
    if not isinstance(called, ast.Attribute):
        return set()
    if isinstance(called.value, ast.Name) and known.get(called.value.id, ("", "-"))[1] == "":
        return {(known[called.value.id][0], called.attr)} & functions.keys()
    return {key for key in functions if key[1].endswith(f".{called.attr}")}


# --- what acts ----------------------------------------------------------------------------------------


def _leaves_something(node: ast.AST) -> bool:
    return any(_is_effect(call.func) for call in _calls(node) if isinstance(call.func, ast.Attribute))


def _is_effect(called: ast.Attribute) -> bool:
    said = ast.unparse(called.value)
    return called.attr in EFFECTS or any(part in said for part in AMBIGUOUS.get(called.attr, ()))


def _effectful(functions: dict[tuple[str, str], _Function]) -> set[tuple[str, str]]:
    """The functions from which an effect can be reached."""
    ours = {key: function for key, function in functions.items() if not {key, (key[0], "")} & ASIDE.keys()}
    acting = {key for key, function in ours.items() if _leaves_something(function.node)}
    while True:
        more = {key for key, function in ours.items() if key not in acting and function.calls & acting}
        if not more:
            return acting
        acting |= more


def _reached(
    functions: dict[tuple[str, str], _Function], effectful: set[tuple[str, str]]
) -> set[tuple[str, str]]:
    reached: set[tuple[str, str]] = set()
    waiting = list(ENTRIES)
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting += functions[key].calls & effectful
    return reached


def _statements(function: ast.FunctionDef) -> Iterator[ast.stmt]:
    """Every statement inside, outer ones too: the end of a ``with`` is the end of a transaction."""
    for node in ast.walk(function):
        if isinstance(node, ast.stmt) and node is not function and not isinstance(node, ast.FunctionDef):
            yield node


def _head(statement: ast.stmt) -> ast.AST:
    """What of a statement runs as one step: all of a plain one, the transaction of a ``with``, else its condition."""
    if isinstance(statement, ast.With):
        return ast.Tuple([item.context_expr for item in statement.items], ast.Load())
    if isinstance(statement, (ast.If, ast.While)):
        return statement.test
    if isinstance(statement, ast.For):
        return statement.iter
    if isinstance(statement, ast.Try):
        return ast.Constant(None)
    return statement


def _end(statement: ast.stmt) -> int:
    """The last line of the step; that of a ``with`` ends with the transaction."""
    whole = statement if isinstance(statement, ast.With) else _head(statement)
    return getattr(whole, "end_lineno", None) or statement.lineno


def _acts(
    statement: ast.stmt,
    module: str,
    functions: dict[tuple[str, str], _Function],
    effectful: set[tuple[str, str]],
) -> bool:
    head = _head(statement)
    if isinstance(statement, ast.With) and "atomic" in ast.unparse(head):
        return True
    targets = {target for call in _calls(head) for target in _targets(call, module, functions)}
    return bool(targets & effectful) or _leaves_something(head)
