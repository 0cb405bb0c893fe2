"""Which editions of the expo a viewer may see, and what their pages and their list show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.query import PageQuerySet

from lectures.models import ForumSession
from portal.core.listing import ListFilter, Option, Text, build_listing
from portal.expo.countries import country_name
from portal.expo.domain.figures import by_metric
from portal.expo.domain.narrowing import Facet, narrow
from portal.expo.enums import EditionStatus, FigureKind, ParticipantKind
from portal.expo.models import ExpoEdition, ExpoFigure, ExpoParticipant, ExpoZone, PrizeEdition
from search.audience import visible_pages

UNKNOWN_COUNTRY = "unknown"


def visible_expos(viewer: Any) -> PageQuerySet[ExpoEdition]:
    """Live editions that `viewer` may see, latest first."""
    expos: PageQuerySet[ExpoEdition] = visible_pages(ExpoEdition.objects.all(), viewer)
    return expos.order_by(F("start_date").desc(nulls_last=True), F("announced").desc(), "-pk")


def with_headlines(expos: Iterable[ExpoEdition]) -> list[ExpoEdition]:
    """Attach `headlines`, the measures that lists show, and `date_has_passed`; one query for all."""
    rows = list(expos)
    figures: dict[int, list[ExpoFigure]] = {}
    found = ExpoFigure.objects.filter(edition_id__in=[row.pk for row in rows], headline=True)
    for figure in found.order_by("sort_order", "pk"):
        figures.setdefault(figure.edition_id, []).append(figure)
    for expo in rows:
        expo.headlines = by_metric(figures.get(expo.pk, []))
        expo.date_has_passed = is_unconfirmed(expo)
    return rows


def is_unconfirmed(expo: ExpoEdition) -> bool:
    """Whether the announced day lies behind us and no source says that it was kept."""
    last = expo.end_date or expo.start_date
    return expo.status == EditionStatus.ANNOUNCED and last is not None and last < timezone.localdate()


def expo_list_context(request: HttpRequest) -> dict[str, Any]:
    """Context of the list of editions: listing, whose items carry `headlines`."""
    expos = visible_expos(request.user)
    years = expos.order_by("-start_date__year").values_list("start_date__year", flat=True).distinct()
    filters = [
        ListFilter(
            "status",
            _("상태"),
            [Option(value, label) for value, label in EditionStatus.choices],
            lambda v: Q(status__in=v),
        ),
        ListFilter(
            "year",
            _("연도"),
            [Option(str(year), str(year)) for year in years if year],
            lambda v: Q(start_date__year__in=v),
        ),
    ]
    listing = build_listing(request, expos, filters)
    with_headlines(listing.page.object_list)
    return {"listing": listing}


def expo_context(expo: ExpoEdition, request: HttpRequest) -> dict[str, Any]:
    """Context of an edition: sections as lists, links only to what the viewer may see."""
    from lectures.domain.lectures import for_display, visible_lectures

    viewer = request.user
    programme, announced_session = _with_sessions(expo, viewer)
    figures = list(expo.figures.all())
    zones = list(expo.zones.all())
    participants = narrow(request, expo.participants.all(), [KINDS, COUNTRIES], "participants")
    linked = [lecture.pk for lecture in expo.related_lectures.all()]
    return {
        "date_has_passed": is_unconfirmed(expo),
        "announced_session": announced_session,
        "earlier": visible_expos(viewer).filter(pk=expo.continues_id or 0).first(),
        "later": visible_expos(viewer).filter(continues=expo.pk or 0).first(),
        "prizes": list(
            visible_pages(PrizeEdition.objects.filter(expo=expo.pk or 0), viewer).order_by("year")
        ),
        "programme": programme,
        "zones": narrow(request, zones, [_halls(zones)], "zones"),
        "participants": participants,
        "countries": by_country(participants.rows),
        "results": by_metric(row for row in figures if row.kind == FigureKind.RESULT),
        "targets": by_metric(row for row in figures if row.kind == FigureKind.TARGET),
        "lectures": for_display(
            visible_lectures(viewer).filter(pk__in=linked).order_by("date", "pk"), viewer
        ),
        "tag_list": [item.tag for item in expo.tagged_items.select_related("tag").order_by("tag__name")],
    }


def _with_sessions(expo: ExpoEdition, viewer: Any) -> tuple[list[Any], ForumSession | None]:
    """The programme, each row with `visible_session` or None, and the session where the edition was announced."""
    rows = list(expo.programme.all())
    wanted = {row.session_id for row in rows} | {expo.announced_session_id}
    sessions = visible_pages(ForumSession.objects.filter(pk__in=wanted - {None}), viewer)
    by_id = {session.pk: session for session in sessions}
    for row in rows:
        row.visible_session = by_id.get(row.session_id)
    return rows, by_id.get(expo.announced_session_id)


def _halls(zones: Iterable[ExpoZone]) -> Facet:
    """The halls that these zones name, in the reader's language."""
    english = get_language() == "en"
    names = {zone.hall: (english and zone.hall_en) or zone.hall for zone in zones}
    return Facet("hall", _("전시장"), lambda row: row.hall, lambda hall: names[hall])


def by_country(participants: Iterable[ExpoParticipant]) -> list[tuple[Text, list[ExpoParticipant]]]:
    """Country names with their participants, those with most first, the unknown last."""
    groups: dict[str, list[ExpoParticipant]] = {}
    for row in participants:
        groups.setdefault(_country(row), []).append(row)
    ranked = sorted(
        groups.items(),
        key=lambda item: (item[0] == UNKNOWN_COUNTRY, -len(item[1]), str(_country_label(item[0]))),
    )
    return [(_country_label(code), rows) for code, rows in ranked]


def _country(row: ExpoParticipant) -> str:
    return row.country or UNKNOWN_COUNTRY


def _country_label(code: str) -> Text:
    return _("나라 미상") if code == UNKNOWN_COUNTRY else country_name(code)


KINDS = Facet(
    "kind",
    _("갈래"),
    lambda row: row.kind,
    lambda value: ParticipantKind(value).label,
    ParticipantKind.values.index,
)
COUNTRIES = Facet("country", _("나라"), _country, _country_label)
