"""What the editions of the expo and of the prize give to the search index.

Only what the edition itself says: the titles of linked cases and sessions stay out, because those may be hidden
while the edition is public.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.core.searchable import PageSearchable, plain, sources_text
from portal.core.tagging import tags_by_item
from portal.core.templatetags.portal_format import with_unit
from portal.expo.countries import country_names
from portal.expo.enums import Category, Rank
from search import registry
from search.records import DocumentRecord, PassageRecord

if TYPE_CHECKING:
    from django.db.models import Model
    from django_stubs_ext import StrOrPromise

Rows = dict[int, list[Any]]


def _line(*parts: object) -> str:
    return " ".join(str(part) for part in parts if part)


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text.strip())


def _passages(parts: Iterable[tuple[str, str, str]]) -> list[PassageRecord]:
    return [
        PassageRecord(ordinal, f"section={locator}" if locator else "", heading, text)
        for ordinal, (locator, heading, text) in enumerate(parts)
        if text.strip()
    ]


def _korean(label: object) -> str:
    """The Korean name of a choice, whatever language is active."""
    with override("ko"):
        return str(label)


def _rows(model: type[Model], ids: Sequence[int]) -> Rows:
    """Child rows by the id of their edition, in their order. One query."""
    found: Rows = {}
    for row in model._default_manager.filter(edition_id__in=list(ids)).order_by("sort_order", "pk"):
        found.setdefault(row.edition_id, []).append(row)  # type: ignore[attr-defined]
    return found


def _figure_lines(figures: Iterable[Any]) -> str:
    """ "참가 도시 109개 (사후 집계, 서울디지털재단)", one a line."""
    lines = []
    for row in figures:
        details = ", ".join(filter(None, [row.note, row.source_outlet]))
        lines.append(_line(row.metric, with_unit(row.value, row.unit), f"({details})" if details else ""))
    return "\n".join(lines)


class ExpoSearchable(PageSearchable):
    """Editions of the expo: programme, zones, participants, figures."""

    kind = "expo"
    label: StrOrPromise = _("엑스포")

    def records(self, pages: Sequence[Any], audiences: dict[int, str]) -> dict[int, DocumentRecord]:
        from portal.expo.models import ExpoFigure, ExpoParticipant, ExpoProgrammeItem, ExpoTag, ExpoZone

        ids = [page.pk for page in pages]
        tags = tags_by_item(ExpoTag, ids)
        programme, zones = _rows(ExpoProgrammeItem, ids), _rows(ExpoZone, ids)
        participants, figures = _rows(ExpoParticipant, ids), _rows(ExpoFigure, ids)
        result = {}
        for page in pages:
            rows = participants.get(page.pk, [])
            place = _line(page.venue, page.hosts, page.organisers, page.theme, page.slogan)
            zone_lines = [_line(row.name, row.hall, row.summary) for row in zones.get(page.pk, [])]
            people = [_line(row.name, country_names(row.country), row.role) for row in rows]
            passages = _passages(
                [
                    ("", "", _lines(page.summary, page.seed_name, place)),
                    ("background", "배경과 목적", plain(page.background)),
                    (
                        "programme",
                        "주요 행사",
                        "\n".join(_line(row.title, row.summary) for row in programme.get(page.pk, [])),
                    ),
                    ("zones", "전시관·구역", "\n".join(zone_lines)),
                    ("participants", "참가 도시·기업", "\n".join(people)),
                    ("figures", "수치로 보기", _figure_lines(figures.get(page.pk, []))),
                    ("assessment", "평가", plain(page.assessment)),
                    ("sources", "출처", sources_text(page.sources)),
                ]
            )
            tag_names = tuple(tag.name for tag in tags.get(page.pk, []))
            english = [page.seed_name_en, page.venue_en, page.theme_en, page.slogan_en]
            result[page.pk] = self.record(
                page,
                audience=audiences[page.pk],
                passages=passages,
                extra=[*tag_names, *english, *(row.name_en for row in rows)],
                date=page.start_date,
                date_precision=page.date_precision,
                licence=page.licence,
                tags=tag_names,
            )
        return result


class PrizeSearchable(PageSearchable):
    """Editions of the prize: call, criteria, jury, winners."""

    kind = "prize"
    label: StrOrPromise = _("스마트도시 상")

    def records(self, pages: Sequence[Any], audiences: dict[int, str]) -> dict[int, DocumentRecord]:
        from portal.expo.models import Award, JuryStep, PrizeCategory, PrizeCriterion, PrizeFigure, PrizeTag

        ids = [page.pk for page in pages]
        tags = tags_by_item(PrizeTag, ids)
        categories, criteria, jury = (
            _rows(PrizeCategory, ids),
            _rows(PrizeCriterion, ids),
            _rows(JuryStep, ids),
        )
        awards, figures = _rows(Award, ids), _rows(PrizeFigure, ids)
        result = {}
        for page in pages:
            won = awards.get(page.pk, [])
            call = [
                _line(_korean(Category(row.category).label), row.description)
                for row in categories.get(page.pk, [])
            ]
            apply = _lines(plain(page.how_to_apply), page.eligible, page.benefits, plain(page.focus))
            ceremony = _line(page.ceremony_venue, page.ceremony_event, page.attendance)
            passages = _passages(
                [
                    ("", "", page.summary),
                    ("call", "공모", _lines(*call, apply)),
                    ("criteria", "심사 기준", _named(criteria.get(page.pk, []))),
                    ("jury", "심사 단계", "\n".join(row.text for row in jury.get(page.pk, []))),
                    ("ceremony", "시상식", ceremony),
                    ("winners", "수상", _lines(*map(award_line, won), plain(page.winners_note))),
                    ("figures", "수치로 보기", _figure_lines(figures.get(page.pk, []))),
                    ("sources", "출처", sources_text(page.sources)),
                ]
            )
            tag_names = tuple(tag.name for tag in tags.get(page.pk, []))
            english = [
                _line(row.city_en, row.institution_en, row.project_en, row.recipient_en) for row in won
            ]
            date, precision = date_of_prize(page)
            result[page.pk] = self.record(
                page,
                audience=audiences[page.pk],
                passages=passages,
                extra=[*tag_names, *english],
                date=date,
                date_precision=precision,
                licence=page.licence,
                tags=tag_names,
            )
        return result


def _named(rows: Iterable[Any]) -> str:
    return "\n".join(_line(row.name, row.description) for row in rows)


def award_line(row: Any) -> str:
    """An award as a line of text: "사람 중심 금상 오덴세 덴마크 Denmark 시민참여 디지털 플랫폼 LEAP …"."""
    return _line(
        _korean(Category(row.category).label),
        _korean(Rank(row.rank).label),
        row.city,
        row.institution,
        country_names(row.country),
        row.project,
        row.recipient,
        " ".join(row.points.splitlines()),
    )


def date_of_prize(page: Any) -> tuple[Any, str]:
    """The day of the ceremony, otherwise of the deadline, otherwise of the call, and how far it is known."""
    known = (
        (page.ceremony_date, page.ceremony_precision),
        (page.call_end, page.call_end_precision),
        (page.call_start, page.call_start_precision),
    )
    return next(((date, precision) for date, precision in known if date), (None, ""))


def _of_tags(ids: Iterable[int]) -> list[tuple[str, int]]:
    from portal.expo.models import ExpoTag, PrizeTag

    wanted = list(ids)
    expos = ExpoTag.objects.filter(tag_id__in=wanted).values_list("content_object_id", flat=True)
    prizes = PrizeTag.objects.filter(tag_id__in=wanted).values_list("content_object_id", flat=True)
    return [("expo", pk) for pk in expos] + [("prize", pk) for pk in prizes]


def connect() -> None:
    """Register searchables and what else must be re-indexed."""
    from portal.core.models import Tag
    from portal.expo.models import ExpoEdition, ExpoIndexPage, PrizeEdition, PrizeIndexPage

    registry.register(ExpoSearchable(ExpoEdition))
    registry.register(PrizeSearchable(PrizeEdition))
    registry.exclude(ExpoIndexPage, "a list")
    registry.exclude(PrizeIndexPage, "a list")
    registry.register_dependant(Tag, _of_tags)
