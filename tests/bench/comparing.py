"""How long `search_index check` takes on a big installation: every object, every row and every index compared."""

from __future__ import annotations

import contextlib
import os
import time

from django.db import transaction

from deploy.run import elasticsearch as servers
from search import consistency, registry, rows
from search.engines import all_engines
from search.feed import changes_after
from search.fingerprints import DIGITS, fingerprints
from search.models import SearchDocument
from search.registry import Searchable
from search.sync import feed_all
from tests.bench.engines import using
from tests.factories.many import copy_cases

#: Documents in all; others: BENCH_DOCUMENTS=6000.
DOCUMENTS = 60_000
AT_ONCE = 2_000
PATIENCE = 3600.0


def run() -> None:
    """Print the seconds of a check of each engine, and that it finds nothing else than what was changed."""
    wanted = int(os.environ.get("BENCH_DOCUMENTS", "") or DOCUMENTS)
    with contextlib.ExitStack() as stack:
        try:
            node = stack.enter_context(servers.node(8))
            stack.enter_context(using(node.url))
        except servers.NoServer as missing:
            print(f"check: Elasticsearch was not measured: {missing}")
        _fill(max(0, wanted - SearchDocument.objects.filter(deleted=False).count()))
        for engine in all_engines():
            feed_all(engine, time.monotonic() + PATIENCE)
        changed = _change_one()
        for place, engine in enumerate(all_engines()):
            objects = place == 0
            started, worked = time.perf_counter(), time.process_time()
            found = consistency.check(engine, objects=objects, patience=0)
            spent, cpu = time.perf_counter() - started, time.process_time() - worked
            what = "objects, rows and index" if objects else "rows and index"
            print(
                f"check: {engine.name}, {engine.count():,} documents ({what}):"
                f" {spent:.1f} s, of which {cpu:.1f} s of work in Python",
                flush=True,
            )
            if {name: refs for name, refs in found.items() if refs} != {"stale": {changed}}:
                raise RuntimeError(f"check found something else than what was changed: {found}")


def _fill(count: int) -> None:
    """``count`` more cases with a short row each, as if the drain had read them."""
    searchable = registry.current().kinds()["case"]
    first = copy_cases(count)
    sequence = rows.last_seq()
    for start in range(first, first + count, AT_ONCE):
        ids = range(start, min(start + AT_ONCE, first + count))
        made = _rows(searchable, ids, sequence)
        sequence += len(made)
        SearchDocument.objects.bulk_create(made)
    with transaction.atomic():
        counter = rows.lock_sequence()
        counter.value = sequence
        counter.save()


def _rows(searchable: Searchable, ids: range, seq: int) -> list[SearchDocument]:
    sums = fingerprints(searchable, ids)
    return [
        SearchDocument(
            kind=searchable.kind,
            object_id=object_id,
            seq=seq + number,
            title=f"사례 {object_id}",
            url=f"/cases/copy-{object_id}/",
            audience="public",
            content_hash="0" * DIGITS + sums[object_id],
        )
        for number, object_id in enumerate(ids, 1)
    ]


def _change_one() -> registry.DocumentRef:
    """Write a row anew behind the back of every index."""
    (last,) = changes_after(rows.last_seq() - 1)
    assert last.record is not None
    with transaction.atomic():
        sequence = rows.lock_sequence()
        (document,) = rows.documents_of([(last.record.kind, last.record.object_id)]).values()
        rows.stamp(document, sequence)
        sequence.save()
    return last.record.kind, last.record.object_id
