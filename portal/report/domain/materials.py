"""What stands behind a text to copy: title, date, licence and the sources that support it."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import get_language, gettext

from portal.core.section_names import SECTION_NAMES
from portal.core.templatetags.portal_text import localized
from portal.report.domain.codes import Place
from portal.report.domain.wording import clean, quoted, report_date
from search import registry
from search.records import DocumentRecord
from search.results import Result

_KEPT_BY_PAGES = ("sources", "basis", "summary", "summary_en")


@dataclass(frozen=True)
class Source:
    """Where something was found. date: "" when it is unknown, None when it is not asked for.

    supports: sections it supports, as locators name them; none means not said.
    """

    outlet: str
    title: str = ""
    date: str | None = ""
    url: str = ""
    supports: frozenset[str] = frozenset()

    def text(self) -> str:
        """Outlet, title, date, address."""
        day = report_date(self.date) if self.date else gettext("날짜 미상")
        parts = [clean(self.outlet), quoted(clean(self.title)) if clean(self.title) else ""]
        parts += ["" if self.date is None else day, clean(self.url)]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True)
class Material:
    """A thing that texts are taken from. kind_label, title, summary: in the reader's language where there is one."""

    kind: str
    object_id: int
    kind_label: str
    title: str
    licence: str
    date: datetime.date | None = None
    date_precision: str = ""
    announced: bool = False
    sources: tuple[Source, ...] = ()
    summary: str = ""

    def place(self, locator: str = "") -> Place:
        return Place(self.kind, self.object_id, locator)

    def supporting(self, locator: str) -> list[Source]:
        """The sources that say they support this place; all of them where none says so."""
        section = locator.removeprefix("section=")
        return [one for one in self.sources if section in one.supports] or list(self.sources)


def kind_of(page: Any) -> str:
    """The kind under which search knows a page; "" when it does not."""
    found = registry.current().of_model(type(page))
    return found[0].kind if found else ""


def of_page(page: Any) -> Material:
    """The material of a page that search knows. No query."""
    kind = kind_of(page)
    return Material(
        kind=kind,
        object_id=page.pk,
        kind_label=kind_label(kind),
        title=clean(page.local_title),
        licence=getattr(page, "licence", "none"),
        date=getattr(page, "date", None),
        date_precision=getattr(page, "date_precision", ""),
        announced=getattr(page, "basis", "") == "announcement",
        sources=read_sources(getattr(page, "sources", ())),
        summary=getattr(page, "local_summary", ""),
    )


def of_record(record: DocumentRecord) -> Material:
    """The material of a document as search would index it now. One query for its sources."""
    english = get_language() == "en"
    title = (record.title_en or record.title) if english else (record.title or record.title_en)
    bare = Material(
        kind=record.kind,
        object_id=record.object_id,
        kind_label=kind_label(record.kind),
        title=clean(title),
        licence=record.licence,
        date=record.date,
        date_precision=record.date_precision,
    )
    return replace(bare, **_extras(record.kind, [record.object_id]).get(record.object_id, {}))


def of_results(results: Iterable[Result]) -> dict[str, Material]:
    """Result key -> material. One query for each kind of page that names sources."""
    rows = list(results)
    ids: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        ids[row.kind].append(int(row.key.rpartition(":")[2]))
    extras = {kind: _extras(kind, found) for kind, found in ids.items()}
    return {row.key: _of_result(row, extras[row.kind]) for row in rows}


def _of_result(row: Result, extras: Mapping[int, dict[str, Any]]) -> Material:
    object_id = int(row.key.rpartition(":")[2])
    bare = Material(
        kind=row.kind,
        object_id=object_id,
        kind_label=row.kind_label,
        title=clean(row.title),
        licence=row.licence,
        date=row.date,
        date_precision=row.date_precision,
    )
    return replace(bare, **extras.get(object_id, {}))


def with_source(material: Material, source: Source) -> Material:
    """The same material resting on one source, such as that of a single figure."""
    return replace(material, sources=(source,))


def kind_label(kind: str) -> str:
    searchable = registry.current().kinds().get(kind)
    return str(searchable.label) if searchable else kind


def read_sources(stream: Any) -> tuple[Source, ...]:
    """Sources out of a stream of source blocks."""
    return tuple(
        Source(
            outlet=block.value["outlet"],
            title=block.value.get("title") or "",
            date=block.value.get("date") or "",
            url=block.value.get("url") or "",
            supports=_sections(block.value.get("supports") or ""),
        )
        for block in stream
    )


def _sections(supports: str) -> frozenset[str]:
    """ "problem, 성과" -> {"problem", "outcomes"}: imports name sections by locator, editors as on the screen."""
    words = {word.strip() for word in supports.split(",")}
    return frozenset(locator for locator, name in SECTION_NAMES.items() if {locator, name} & words)


def _extras(kind: str, ids: list[int]) -> dict[int, dict[str, Any]]:
    """Object id -> what search does not keep: sources, summary, whether it is known from an announcement only."""
    searchable = registry.current().kinds().get(kind)
    names = [name for name in _KEPT_BY_PAGES if searchable and _has(searchable.model, name)]
    if searchable is None or not names:
        return {}
    rows = searchable.model._default_manager.filter(pk__in=ids).values("pk", *names)
    return {row["pk"]: _extra(row) for row in rows}


def _extra(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "sources": read_sources(row.get("sources") or ()),
        "summary": str(localized(row, "summary")),
        "announced": row.get("basis") == "announcement",
    }


def _has(model: type[Any], name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True
