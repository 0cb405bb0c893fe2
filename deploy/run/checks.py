"""`make test`: lint, types, settings, migrations, then the tests on SQLite, on PostgreSQL and in a browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from deploy.run import elasticsearch, postgres
from deploy.run.layout import BUILD_DIR, PYTHON, ROOT, child_environment
from deploy.run.processes import stop
from deploy.run.progress import Progress
from deploy.run.start import build_checkout

LIMIT_SECONDS = 15 * 60
LOGS = BUILD_DIR / "log" / "test"
AT_ONCE = 2
TWO_WORKERS = ("-n", "2", "--dist", "loadgroup")
# What needs a service of its own, or finds the same whatever the database.
POSTGRESQL = (*TWO_WORKERS, "-m", "not e2e and not facts and not elasticsearch and not faults and not once")


@dataclass
class Check:
    """A quick check without output of its own unless it fails."""

    name: str
    commands: Sequence[Sequence[str]]
    env: dict[str, str] = field(default_factory=dict)


@dataclass
class Results:
    """What happened, for the summary."""

    failed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)  # name -> passed, failed


def quick_checks(scratch: Path) -> list[Check]:
    """Everything that reads the code without running the portal."""
    python = str(PYTHON)
    manage = [python, "manage.py"]
    templates = [str(path) for path in (ROOT / "templates", *ROOT.glob("*/templates")) if path.is_dir()]
    production = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "SECRET_KEY": "for-this-check-only-" + os.urandom(40).hex(),
        "ALLOWED_HOSTS": "portal.example.go.kr",
        "DATABASE_URL": "postgres://portal@127.0.0.1/portal",
        "DATA_DIR": str(scratch / "production"),
        "ELASTICSEARCH_URL": "",
    }
    local = {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "DATABASE_URL": ""}
    return [
        Check("types", [[python, "-m", "mypy", "."]], local),
        Check(
            "lint", [[python, "-m", "ruff", "check", "."], [python, "-m", "ruff", "format", "--check", "."]]
        ),
        Check(
            "templates",
            [[python, "-m", "djlint", *templates, "--check"], [python, "-m", "djlint", *templates, "--lint"]],
        ),
        Check("deploy", [[*manage, "check", "--deploy", "--fail-level", "WARNING"]], production),
        Check("migrations", [[*manage, "makemigrations", "--check", "--dry-run"]], local),
    ]


NAMES = (
    "types",
    "lint",
    "templates",
    "deploy",
    "migrations",
    "sqlite",
    "elasticsearch",
    "facts",
    "postgresql",
    "e2e",
)


def run(only: Sequence[str] = ()) -> int:
    """Run the checks named in `only` (all by default); returns the exit code."""
    unknown = sorted(set(only) - set(NAMES))
    if unknown:
        print(f"No such check: {', '.join(unknown)}. There are: {', '.join(NAMES)}.")
        return 2
    wanted = set(only or NAMES)
    start = time.monotonic()
    build_checkout(Progress(total=4), development=True)
    shutil.rmtree(LOGS, ignore_errors=True)
    LOGS.mkdir(parents=True)
    results = Results()
    with tempfile.TemporaryDirectory(prefix="portal-check-") as scratch:
        run_quick([check for check in quick_checks(Path(scratch)) if check.name in wanted], results)
        if "sqlite" in wanted:
            # With one database alone everything is tried on it.
            beside = ("--beside-postgresql",) if "postgresql" in wanted else ()
            pytest("sqlite", (*TWO_WORKERS, *beside), {"DATABASE_URL": ""}, results)
        if "elasticsearch" in wanted:
            run_elasticsearch(results)
        if "facts" in wanted:
            run_facts(results)
        if "postgresql" in wanted:
            run_postgresql(results)
        if "e2e" in wanted:
            run_browser(results)
    return summary(results, time.monotonic() - start)


# --- the quick ones -----------------------------------------------------------------------------------


def run_quick(checks: Sequence[Check], results: Results) -> None:
    """Run `checks`, AT_ONCE of them side by side; each says how it went when it ends."""
    waiting = list(checks)
    running: list[tuple[Check, subprocess.Popen[bytes], float]] = []
    try:
        while waiting or running:
            while waiting and len(running) < AT_ONCE:
                check = waiting.pop(0)
                running.append((check, _start(check), time.monotonic()))
            for one in [one for one in running if one[1].poll() is not None]:
                running.remove(one)
                _say(one[0].name, one[1].returncode, time.monotonic() - one[2], results)
            time.sleep(0.05)
    finally:
        for _, process, _ in running:
            stop(process)


def _start(check: Check) -> subprocess.Popen[bytes]:
    """Start the commands of `check` one after the other, whatever the code of the first; output in its log."""
    script = (
        "code=0; " + " ".join(f"{_quoted(command)} || code=1;" for command in check.commands) + " exit $code"
    )
    with (LOGS / f"{check.name}.log").open("wb") as output:
        return subprocess.Popen(
            ["/bin/sh", "-c", script],
            cwd=ROOT,
            env=child_environment(**check.env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def _quoted(command: Sequence[str]) -> str:
    return " ".join("'" + word.replace("'", "'\\''") + "'" for word in command)


def _say(name: str, code: int, seconds: float, results: Results) -> None:
    print(f"{name:<12} {'failed' if code else 'passed'} in {seconds:.1f} s", flush=True)
    if code:
        results.failed.append(name)
        text = (LOGS / f"{name}.log").read_text(encoding="utf-8", errors="replace")
        print("\n".join(f"    {line}" for line in text.splitlines()[-80:]), flush=True)


# --- the tests ----------------------------------------------------------------------------------------


def pytest(name: str, arguments: Sequence[str], env: dict[str, str], results: Results) -> None:
    """One run of pytest, shown as it goes; its counts go into `results`."""
    print(f"\n--- tests: {name}", flush=True)
    start = time.monotonic()
    report = LOGS / f"{name}.xml"
    with tempfile.TemporaryDirectory(prefix="portal-test-") as scratch:
        fixed = {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "DATA_DIR": "", "TMPDIR": scratch}
        command = [str(PYTHON), "-m", "pytest", "-q", f"--junit-xml={report}", "--durations=5", *arguments]
        child = subprocess.Popen(
            command, cwd=ROOT, env=child_environment(**{**fixed, **env}), stdin=subprocess.DEVNULL
        )
        try:
            code = child.wait()
        except BaseException:
            stop(child, patience=20)
            raise
    results.counts[name] = _counts(report)
    _note(name, code, time.monotonic() - start, results)


def _note(name: str, code: int, seconds: float, results: Results) -> None:
    print(f"{name:<12} {'failed' if code else 'passed'} in {seconds:.1f} s", flush=True)
    if code:
        results.failed.append(name)


def _counts(report: Path) -> tuple[int, int]:
    """Passed and failed of a JUnit report; nothing was run when there is none."""
    if not report.exists():
        return 0, 0
    passed = failed = 0
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):
        bad = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        failed += bad
        passed += int(suite.get("tests", 0)) - bad - int(suite.get("skipped", 0))
    return passed, failed


def run_facts(results: Results) -> None:
    """Compare the sample content with the published facts, which lie beside the checkout or in FACTS_DIR."""
    folder = Path(os.environ.get("FACTS_DIR") or ROOT.parent / "shared" / "facts")
    if not folder.is_dir():
        results.missing.append(f"the published facts ({folder}; another folder: FACTS_DIR=...)")
        return
    pytest("facts", ["-m", "facts", "tests/imports"], {"DATABASE_URL": "", "FACTS_DIR": str(folder)}, results)


def run_elasticsearch(results: Results) -> None:
    """What holds for every engine, on a real server of each major version."""
    with ExitStack() as servers:
        urls = {}
        for major in elasticsearch.RELEASES:
            try:
                urls[f"TEST_ELASTICSEARCH_{major}"] = servers.enter_context(elasticsearch.node(major)).url
            except elasticsearch.NoServer as problem:
                results.missing.append(f"Elasticsearch {major} ({problem})")
        if len(urls) == len(elasticsearch.RELEASES):
            # Tests start servers of their own from what is unpacked there, as a user who reads no scratch of root's.
            env = {"DATABASE_URL": "", "TMPDIR": tempfile.gettempdir(), **urls}
            pytest("elasticsearch", [*TWO_WORKERS, "-m", "elasticsearch"], env, results)


def run_postgresql(results: Results) -> None:
    """The same tests on a PostgreSQL: the one that TEST_DATABASE_URL names, else one of our own."""
    given = os.environ.get("TEST_DATABASE_URL", "").strip()
    try:
        if given:
            pytest("postgresql", POSTGRESQL, {"DATABASE_URL": given}, results)
        else:
            with postgres.server() as url:
                pytest("postgresql", POSTGRESQL, {"DATABASE_URL": url}, results)
    except postgres.NoServer as problem:
        results.missing.append(f"PostgreSQL ({problem})")


def run_browser(results: Results) -> None:
    """The tests that drive the running portal with a browser."""
    if _chromium() is None:
        results.missing.append("Chromium (install the package chromium, or name the program: CHROMIUM=...)")
        return
    arguments = ["-n", "2", "--dist", "loadfile", "-m", "e2e", "tests/e2e"]
    pytest("e2e", arguments, {"DATABASE_URL": "", "ELASTICSEARCH_URL": ""}, results)


def _chromium() -> str | None:
    code = "from tests.e2e.browser import executable; print(executable() or '')"
    found = subprocess.run(
        [PYTHON, "-c", code], cwd=ROOT, env=child_environment(), capture_output=True, text=True
    )
    return found.stdout.strip() or None


# --- the end ------------------------------------------------------------------------------------------


def summary(
    results: Results, seconds: float, limit: float = LIMIT_SECONDS, good: str = "All checks passed"
) -> int:
    """Say what is missing and what failed; the last line counts the tests. Returns the exit code."""
    strict = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
    report: Callable[[str], None] = lambda text: print(text, flush=True)  # noqa: E731
    report("")
    for service in results.missing:
        report(f"missing: {service}" + ("" if strict else "; its tests did not run"))
    if results.failed:
        report(f"failed: {', '.join(results.failed)}")
    if seconds > limit:
        report(f"slow: {seconds / 60:.1f} minutes; {limit / 60:.0f} are the limit on two cores")
    # A run of pytest that tried nothing is no proof.
    empty = [name for name, count in results.counts.items() if not sum(count)]
    bad = bool(results.failed or empty or (strict and results.missing))
    report(f"{'FAILED' if bad else good} after {seconds / 60:.1f} minutes")
    passed = sum(count[0] for count in results.counts.values())
    failed = sum(count[1] for count in results.counts.values())
    if results.counts:
        report(f"{passed} passed, {failed} failed")
    return 1 if bad else 0
