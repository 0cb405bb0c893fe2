"""What a load did, in plain Korean, row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from portal.imports.plan import Action, Verb
from portal.imports.rows import Level, Problem, SourceFile

_VERBS = {
    Verb.CREATE: "새로 만듦",
    Verb.UPDATE: "바꿈",
    Verb.PUBLISH: "게시함",
    Verb.UNCHANGED: "그대로",
    Verb.ERROR: "오류",
}
_LEVELS = {Level.ERROR: "오류", Level.WARNING: "알림"}
_TITLE_ROOM = 40


def report_lines(
    sources: Sequence[SourceFile], actions: Sequence[Action], *, every_row: bool = False
) -> Iterator[str]:
    """Lines per file: rows in their order with what happened to them; unchanged ones only when asked for."""
    for source in sources:
        entries: list[tuple[int, list[str]]] = [
            (number, [_problem_line(number, problem)]) for number, problem in source.failures
        ]
        for action in actions:
            if action.row.file == source.name and (
                every_row or action.problems or action.verb is not Verb.UNCHANGED
            ):
                entries.append((action.row.number, _row_lines(action)))
        yield source.name
        for _number, lines in sorted(entries, key=lambda entry: entry[0]):
            yield from lines


def _row_lines(action: Action) -> list[str]:
    row = action.row
    title = " ".join(str(row.data.get("title") or "").split())
    name = f" · {title[:_TITLE_ROOM]}" if title else ""
    head = f"  {row.number}행 {row.external_id or '(식별자 없음)'}: {_VERBS[action.verb]}{name}"
    return [head, *(f"    {_text(problem)}" for problem in action.problems)]


def _problem_line(number: int, problem: Problem) -> str:
    return f"  {number}행: {_text(problem)}" if number else f"  {_text(problem)}"


def _text(problem: Problem) -> str:
    column = f" [{problem.column}]" if problem.column else ""
    return f"{_LEVELS[problem.level]}{column} {problem.text}"


def summary_line(sources: Iterable[SourceFile], actions: Sequence[Action]) -> str:
    """Rows by outcome and the number of notices: 새로 만듦 N · 바꿈 N · 그대로 N · 오류 N · 알림 N."""
    verbs = Counter(action.verb for action in actions)
    outside = [problem for source in sources for _number, problem in source.failures]
    inside = [problem for action in actions for problem in action.problems]
    notices = sum(problem.level is Level.WARNING for problem in [*outside, *inside])
    return (
        f"새로 만듦 {verbs[Verb.CREATE]} · 바꿈 {verbs[Verb.UPDATE] + verbs[Verb.PUBLISH]}"
        f" · 그대로 {verbs[Verb.UNCHANGED]} · 오류 {error_count(sources, actions)} · 알림 {notices}"
    )


def error_count(sources: Iterable[SourceFile], actions: Iterable[Action]) -> int:
    """Rows and files that failed."""
    outside = sum(problem.level is Level.ERROR for source in sources for _number, problem in source.failures)
    return outside + sum(action.verb is Verb.ERROR for action in actions)
