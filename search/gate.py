"""What a build has to prove before it may serve: that it is whole, and that it finds as well as the one before."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from search import outbox
from search.engines.base import Engine
from search.evaluate import read_judged
from search.judged import engine_ndcg, of_this_site
from search.models import SearchDocument
from search.records import document_key

#: nDCG@10 over the judged set may fall by this much from one build to the next.
ALLOWED_FALL = 0.02


def objections(build: Engine, serving: Engine) -> list[str]:
    """Why ``build`` may not take the place of ``serving``; an empty list when it may.

    Rows that change meanwhile lie above the build's cursor and are not asked for.
    """
    found = list(incomplete(build))
    folder = settings.SEARCH_JUDGED_SET
    if folder and not found and serving.count():
        found += _worse(build, serving, Path(folder))
    return found


def incomplete(build: Engine) -> Iterator[str]:
    """What a build lacks, holds in an older state, or holds and should not."""
    cursor, indexed = build.cursor(), build.entries()
    rows = {
        document_key(kind, object_id): (seq, deleted)
        for kind, object_id, seq, deleted in SearchDocument.objects.values_list(
            "kind", "object_id", "seq", "deleted"
        )
    }
    settled = {key: row for key, row in rows.items() if row[0] <= cursor}
    live = {key: seq for key, (seq, deleted) in settled.items() if not deleted}
    missing = live.keys() - indexed.keys() - outbox.refused_by(build.name)
    stale = {key for key, seq in live.items() if key in indexed and indexed[key] != seq}
    unexpected = {key for key in indexed if key not in rows or (key in settled and settled[key][1])}
    for name, keys in (("missing", missing), ("stale", stale), ("unexpected", unexpected)):
        if keys:
            examples = ", ".join(sorted(keys)[:5])
            yield f"{len(keys)} documents are {name}: {examples}"


def _worse(build: Engine, serving: Engine, folder: Path) -> Iterator[str]:
    queries, judgements = read_judged(folder)
    asked = of_this_site(queries, judgements)
    before, after = (engine_ndcg(engine, asked, judgements) for engine in (serving, build))
    if after < before - ALLOWED_FALL:
        yield f"nDCG@10 over {len(asked)} judged queries falls from {before:.3f} to {after:.3f}"
