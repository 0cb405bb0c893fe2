"""A larger corpus made of the sample content: its documents again and again, with passages drawn from all of them."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from contextlib import contextmanager

from search import rows
from search.models import IndexState, SearchDocument, SearchPassage, SearchSequence

BATCH = 500
#: Numbers far above those of real objects.
FIRST_ID = 10_000_000


@contextmanager
def grown(passages: int) -> Iterator[int]:
    """Rows of documents that hold about so many passages in all; gives how many there are, and removes them again.

    Every passage is one of the sample content, so each word becomes more frequent with the size: harder than text
    that brings words of its own.
    """
    before = rows.last_seq()
    total = SearchPassage.objects.count() + _add(passages - SearchPassage.objects.count(), before)
    try:
        yield total
    finally:
        SearchPassage.objects.filter(document__object_id__gte=FIRST_ID).delete()
        SearchDocument.objects.filter(object_id__gte=FIRST_ID).delete()
        SearchSequence.objects.update(value=before)
        # Indexes that have seen them are not those of this database any more.
        IndexState.objects.filter(cursor__gt=before).delete()


def _add(passages: int, seq: int) -> int:
    """Write documents until they hold ``passages``; returns how many passages there are."""
    draw = random.Random(20261123)
    models = list(SearchDocument.objects.filter(deleted=False).prefetch_related("passages"))
    pool = [passage for model in models for passage in model.passages.all()]
    made = 0
    numbers = itertools.count(1)
    while made < passages:
        documents, parts = [], []
        for number in itertools.islice(numbers, BATCH):
            model = draw.choice(models)
            drawn = draw.choices(pool, k=max(1, len(model.passages.all())))
            documents.append(_document(model, number, seq + number, [one.text for one in drawn]))
            parts.append(drawn)
            made += len(drawn)
            if made >= passages:
                break
        stored = SearchDocument.objects.bulk_create(documents)
        SearchPassage.objects.bulk_create(
            SearchPassage(
                document=document, ordinal=place, locator=one.locator, heading=one.heading, text=one.text
            )
            for document, drawn in zip(stored, parts, strict=True)
            for place, one in enumerate(drawn)
        )
    SearchSequence.objects.update(value=seq + next(numbers) - 1)
    return made


def _document(model: SearchDocument, number: int, seq: int, texts: list[str]) -> SearchDocument:
    return SearchDocument(
        kind=model.kind,
        object_id=FIRST_ID + number,
        title=f"{model.title} {number}",
        title_en=model.title_en,
        url=f"{model.url}{number}/",
        body="\n".join(texts),
        date=model.date,
        year=model.year,
        licence=model.licence,
        districts=model.districts,
        tags=model.tags,
        field=model.field,
        audience=model.audience,
        seq=seq,
    )
