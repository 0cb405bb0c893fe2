"""From a code to what it leads to, for readers who may see it, and to the text that was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language, gettext

from portal.core.templatetags.portal_links import local_url
from portal.report.domain import materials, quotes
from portal.report.domain.codes import Place, decode
from search import registry
from search.korean.question import question_tokens
from search.records import DocumentRecord, PassageRecord
from search.results import located_url
from search.snippets import snippet

# What is shown of a passage when nothing was searched for.
PASSAGE_LENGTH = 400
MAX_QUERY = 200


@dataclass(frozen=True)
class Target:
    """A thing that the reader may see, as it is now."""

    place: Place
    record: DocumentRecord

    @property
    def url(self) -> str:
        """Path in the reader's language, with the place inside the page."""
        return located_url(local_url(self.record.url), self.place.locator)

    @property
    def title(self) -> str:
        english = get_language() == "en" and self.record.title_en
        return str(english or self.record.title or self.record.title_en)


def find(code: str, viewer: Any) -> Target | None:
    """What a code leads to; None when there is no such thing, or none that `viewer` may see now."""
    place = decode(code)
    searchable = registry.current().kinds().get(place.kind) if place else None
    if (
        place is None
        or searchable is None
        or place.object_id not in searchable.visible([place.object_id], viewer)
    ):
        return None
    record = searchable.build([place.object_id]).get(place.object_id)
    return Target(place, record) if record else None


def page_of(target: Target) -> Any:
    """The object itself, as its detail page shows it."""
    return registry.current().kinds()[target.place.kind].model._default_manager.get(pk=target.place.object_id)


def text_for(target: Target, request: HttpRequest) -> str:
    """The text to copy: the chosen figure, key point or citation, else the matched sentence, else the summary.

    Raises LookupError when something is chosen that is not there.
    """
    chosen = request.GET
    if chosen.get("form") == "citation":
        return citation_for(target, request)
    if "figure" in chosen:
        return _figure(target, chosen["figure"], request)
    if "point" in chosen:
        return _point(target, chosen["point"], request)
    return _sentence(target, chosen.get("q", "")[:MAX_QUERY], request)


def citation_for(target: Target, request: HttpRequest) -> str:
    """The citation of a case or a lecture. Raises LookupError for other kinds."""
    page = page_of(target)
    if target.place.kind == "lecture":
        from lectures.domain.lectures import for_display

        for_display([page], request.user)
    elif target.place.kind != "case":
        raise LookupError(target.place.kind)
    return quotes.citation(page, request, target.place.locator)


def _figure(target: Target, name: str, request: HttpRequest) -> str:
    page = page_of(target)
    if target.place.kind == "case":
        return quotes.outcome_quote(page, _index(name, len(page.outcomes)), request)
    if target.place.kind == "district":
        figure = page.district.figures.filter(key=name).first()
        if figure:
            return quotes.profile_quote(page, figure, request)
    raise LookupError(name)


def _point(target: Target, name: str, request: HttpRequest) -> str:
    points = quotes.key_points(page_of(target)) if target.place.kind == "lecture" else []
    point = points[_index(name, len(points))]
    return quotes.point_quote(materials.of_record(target.record), point, request)


def _index(name: str, count: int) -> int:
    """The index of what counts from 1 on the page. Raises LookupError when it is no such number."""
    if not (name.isascii() and name.isdigit() and len(name) < 6 and 0 < int(name) <= count):
        raise LookupError(name)
    return int(name) - 1


def _sentence(target: Target, query: str, request: HttpRequest) -> str:
    material = materials.of_record(target.record)
    passage = _passage(target)
    if not query and not target.place.locator:
        found = material.summary or (passage.text if passage else target.record.body)
        return quotes.quote(material, _shortened(found), request)
    if passage is None:
        # A whole document without passages, or a place that is no longer there.
        found = snippet(target.record.body, question_tokens(query)).text
        return quotes.quote(material, found, request)
    text = snippet(passage.text, question_tokens(query)).text if query else _shortened(passage.text)
    heading = gettext(passage.heading) if passage.heading else ""
    return quotes.quote(material, text, request, locator=passage.locator, place=heading)


def _passage(target: Target) -> PassageRecord | None:
    passages = target.record.passages
    return next((one for one in passages if one.locator == target.place.locator), None)


def _shortened(text: str) -> str:
    """The text up to the last word before the limit."""
    if len(text) <= PASSAGE_LENGTH:
        return text
    return text[:PASSAGE_LENGTH].rpartition(" ")[0] + " …"
