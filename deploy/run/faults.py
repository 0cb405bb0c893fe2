"""`python -m deploy.run faults`: crashes, outages and clusters on real servers, for each major of Elasticsearch."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from deploy.run import elasticsearch, postgres
from deploy.run.checks import LOGS, Results, pytest, summary
from deploy.run.progress import Progress
from deploy.run.start import build_checkout

LIMIT_SECONDS = 45 * 60
#: Figures of which the highest counts; the others are summed up.
HIGHEST = ("slowest_publish", "slowest_search", "recovery")


def run(majors: Iterable[int] = ()) -> int:
    """Try the given major versions (every one by default); returns the exit code."""
    chosen = list(majors) or list(elasticsearch.RELEASES)
    if unknown := sorted(set(chosen) - elasticsearch.RELEASES.keys()):
        known = ", ".join(map(str, elasticsearch.RELEASES))
        print(f"No such version: {', '.join(map(str, unknown))}. There are: {known}.")
        return 2
    start = time.monotonic()
    build_checkout(Progress(total=4), development=True)
    LOGS.mkdir(parents=True, exist_ok=True)
    results = Results()
    with tempfile.TemporaryDirectory(prefix="portal-faults-") as scratch:
        figures = Path(scratch) / "figures.jsonl"
        for major in chosen:
            _try(major, figures, results)
        tell(read_figures(figures))
    return summary(results, time.monotonic() - start, LIMIT_SECONDS, "Nothing was lost")


def _try(major: int, figures: Path, results: Results) -> None:
    """The tests on one major version, with a database of their own."""
    try:
        elasticsearch.ready(major)
        with postgres.server() as url:
            env = {
                "DATABASE_URL": url,
                "ELASTICSEARCH_URL": "",
                "FAULTS_ELASTICSEARCH": str(major),
                "FAULTS_FIGURES": str(figures),
                # The servers run as a user who reads no scratch of root's.
                "TMPDIR": tempfile.gettempdir(),
            }
            pytest(f"faults{major}", ["-m", "faults", "tests/faults"], env, results)
    except (elasticsearch.NoServer, postgres.NoServer) as problem:
        results.missing.append(f"Elasticsearch {major} and PostgreSQL ({problem})")


def read_figures(path: Path) -> dict[str, float]:
    """The figures that the tests left, one JSON object per line, put together."""
    found: dict[str, float] = {}
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    for line in lines:
        for name, value in json.loads(line).items():
            before = found.get(name, 0)
            found[name] = max(before, value) if name in HIGHEST else before + value
    return found


def tell(figures: dict[str, float]) -> None:
    """Print what was tried and what it cost."""
    if not figures:
        return
    counted = ", ".join(
        f"{name.replace('_', ' ')} {figures.get(name, 0):.0f}"
        for name in ("publishes_tried", "refused", "lost", "stale", "leaked", "kills")
    )
    print(f"\n{counted}", flush=True)
    print(
        f"searches {figures.get('searches', 0):.0f}, unanswered {figures.get('unanswered', 0):.0f},"
        f" by the embedded engine {figures.get('stood_in', 0):.0f}"
    )
    print(
        f"slowest publish {figures.get('slowest_publish', 0):.2f} s,"
        f" slowest search in an outage {figures.get('slowest_search', 0):.2f} s,"
        f" recovery {figures.get('recovery', 0):.1f} s",
        flush=True,
    )
