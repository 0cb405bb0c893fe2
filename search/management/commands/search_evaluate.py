"""Measure how well an engine finds what judged queries ask for."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from search.engines.base import EngineUnavailable
from search.evaluate import (
    ENGINES,
    BadRelevanceData,
    Evaluation,
    evaluate,
    read_judged,
    read_relevance,
    read_synonyms,
)
from search.judged import JudgedRun, is_judged_set, judge, read_floors, too_low


class Command(BaseCommand):
    help = (
        "Index relevance data apart from the site and print recall, MRR, nDCG and latency per kind of query; "
        "a folder without documents judges pages of the site, and the site's own index is asked."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "directory",
            type=Path,
            nargs="?",
            default=settings.SEARCH_JUDGED_SET or None,
            help="holds queries.jsonl, qrels.tsv and, to be indexed apart, corpus.jsonl; else our judged set",
        )
        parser.add_argument("--engine", choices=sorted(ENGINES), default="embedded")
        parser.add_argument("--json", action="store_true", help="print one JSON object instead of the table")
        parser.add_argument(
            "--kinds", nargs="+", default=[], metavar="KIND", help="only queries of these kinds"
        )

        parser.add_argument(
            "--synonyms", type=Path, metavar="FILE", help="JSON list of lists of words, beside our own list"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["directory"] is None:
            raise CommandError("name a folder, or set SEARCH_JUDGED_SET")
        if is_judged_set(options["directory"]):
            self._judge(options)
            return
        try:
            data = read_relevance(options["directory"])
            synonyms = read_synonyms(options["synonyms"]) if options["synonyms"] else None
        except BadRelevanceData as error:
            raise CommandError(str(error)) from error
        unknown = set(options["kinds"]) - {query.kind for query in data.queries}
        if unknown:
            raise CommandError(f"no queries of kind {', '.join(sorted(unknown))}")
        if options["engine"] == "elasticsearch" and not settings.ELASTICSEARCH_URL:
            raise CommandError("ELASTICSEARCH_URL is empty: there is no Elasticsearch to measure")
        try:
            result = evaluate(data, options["engine"], options["kinds"], synonyms)
        except EngineUnavailable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(result.as_json()) if options["json"] else _table(result))

    def _judge(self, options: dict[str, Any]) -> None:
        """The site's own index on a set that judges its pages; fails when a kind is under its floor."""
        folder = Path(options["directory"])
        try:
            (queries, judgements), floors = read_judged(folder), read_floors(folder)
        except BadRelevanceData as error:
            raise CommandError(str(error)) from error
        chosen = [query for query in queries if not options["kinds"] or query.kind in options["kinds"]]
        if not chosen:
            raise CommandError(f"no queries of kind {', '.join(sorted(options['kinds']))}")
        run = judge(chosen, judgements)
        self.stdout.write(json.dumps(run.as_json()) if options["json"] else _judged_table(run))
        low = too_low(run, floors)
        if low:
            lines = (
                f"{kind}: {name} is {value:.3f}, at least {least:.3f}" for kind, name, value, least in low
            )
            raise CommandError("worse than before\n" + "\n".join(lines))


def _table(result: Evaluation) -> str:
    lines = [
        f"engine: {result.engine}",
        f"{'kind':<14}{'n':>6}{'R@1':>8}{'R@10':>8}{'MRR@10':>8}{'nDCG@10':>9}",
    ]
    lines[1] += f"{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}"
    for kind, scores in result.kinds.items():
        lines.append(
            f"{kind:<14}{scores.n:>6}{scores.r1:>8.3f}{scores.r10:>8.3f}{scores.mrr10:>8.3f}{scores.ndcg10:>9.3f}"
            f"{scores.p50_ms:>9.1f}{scores.p95_ms:>9.1f}{scores.p99_ms:>9.1f}"
        )
    return "\n".join(lines)


def _judged_table(run: JudgedRun) -> str:
    lines = [
        f"engine: {run.engine}, the site's own index",
        f"{'kind':<14}{'n':>6}{'S@1':>8}{'S@3':>8}{'nDCG@10':>9}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}",
    ]
    for kind, scores in run.kinds.items():
        lines.append(
            f"{kind:<14}{scores.n:>6}{scores.success1:>8.3f}{scores.success3:>8.3f}{scores.ndcg10:>9.3f}"
            f"{scores.p50_ms:>9.1f}{scores.p95_ms:>9.1f}{scores.p99_ms:>9.1f}"
        )
    lines += [f"no expected page among the first three: {query.id} {query.text}" for query in run.missed]
    if run.left_out:
        lines.append(f"left out, because this site has none of their pages: {run.left_out}")
    return "\n".join(lines)
