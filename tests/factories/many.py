"""As many cases as a big installation has: copies of those that are there, written by plain statements."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.db import connection, transaction
from django.db.models import Max, Model
from wagtail.models import Page

from districts.models import CaseStudy, CaseTag
from portal.core.site_tree import case_parent

_AT_ONCE = 2_000


def copy_cases(count: int) -> int:
    """Make ``count`` live copies of the live cases, in turn, below the folder of city-wide cases; no signal is sent.

    Each keeps text, district and tags of its source and has a title and an address of its own. Returns the id of
    the first; the others follow without a gap.
    """
    sources = list(CaseStudy.objects.filter(live=True).order_by("pk"))
    first = (Page.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    with transaction.atomic():
        folder = Page.objects.get(pk=case_parent(None).pk)
        copies = _pages(folder, sources, first, count)
        while batch := list(islice(copies, _AT_ONCE)):
            Page.objects.bulk_create(batch)
        Page.objects.filter(pk=folder.pk).update(numchild=folder.numchild + count)
        for place, source in enumerate(sources):
            own = range(first + place, first + count, len(sources))
            _copy_row(CaseStudy, "page_ptr_id", source.pk, own, {"external_id": "NULL"})
            for tag_id in CaseTag.objects.filter(content_object=source).values_list("tag_id", flat=True):
                CaseTag.objects.bulk_create(
                    (CaseTag(tag_id=tag_id, content_object_id=pk) for pk in own), batch_size=_AT_ONCE
                )
    _reset_sequences()
    return first


def _pages(folder: Page, sources: list[CaseStudy], first: int, count: int) -> Iterator[Page]:
    last = folder.get_last_child()
    step = Page._str2int(last.path[-Page.steplen :]) if last else 0
    for number in range(count):
        page = Page.objects.model(pk=first + number)
        for field in Page._meta.concrete_fields:
            if not field.primary_key:
                setattr(page, field.attname, getattr(sources[number % len(sources)], field.attname))
        page.path = Page._get_path(folder.path, folder.depth + 1, step + 1 + number)
        page.depth, page.numchild = folder.depth + 1, 0
        page.slug = f"copy-{first + number}"
        page.url_path = f"{folder.url_path}{page.slug}/"
        page.title = page.draft_title = f"{page.title} {number}"
        page.translation_key = page._meta.get_field("translation_key").get_default()
        page.latest_revision_id = page.live_revision_id = page.alias_of_id = None
        yield page


def _copy_row(model: type[Model], key: str, source: int, copies: range, other: dict[str, str]) -> None:
    """One row of ``model`` for every id of ``copies``, with the columns of the row ``source``."""
    quote = connection.ops.quote_name
    columns = [field.column for field in model._meta.local_concrete_fields if field.column != key]
    chosen = ", ".join(other.get(column, f"source.{quote(column)}") for column in columns)
    names = ", ".join(map(quote, [key, *columns]))
    table, pages = quote(model._meta.db_table), quote(Page._meta.db_table)
    statement = (
        f"INSERT INTO {table} ({names}) SELECT copy.id, {chosen} FROM {pages} copy, {table} source"
        f" WHERE source.{quote(key)} = %s AND copy.id >= %s AND copy.id < %s AND (copy.id - %s) %% %s = 0"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [source, copies.start, copies.stop, copies.start, copies.step])


def _reset_sequences() -> None:
    """PostgreSQL does not notice ids that were given."""
    from django.core.management.color import no_style

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Page, CaseTag]):
            cursor.execute(statement)
