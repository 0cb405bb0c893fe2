"""What stands in the calendar: sessions, editions of the expo, calls, deadlines and ceremonies of the prize."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from districts.models import District
from lectures.domain.sessions import visible_sessions
from lectures.models import ForumSession, Lecture
from portal.core.enums import Basis, DatePrecision
from portal.core.listing import Text
from portal.core.models import PortalPage
from portal.core.searchable import korean_url
from portal.expo.domain.expos import is_unconfirmed, visible_expos
from portal.expo.domain.narrowing import Facet, narrow
from portal.expo.domain.prizes import last_day, state_of, visible_prizes
from portal.expo.enums import EditionStatus, EntryKind, PrizeState
from portal.expo.models import ExpoEdition, PrizeEdition


@dataclass(frozen=True)
class Entry:
    """A day or span in the calendar. `title` and `place` are in the reader's language, `url` is the Korean path.

    `end` is the last day itself. Times are there only where the page states them, in the portal's time zone.
    `part` tells the entries of one page apart.
    """

    page: PortalPage
    kind: EntryKind
    title: str
    start: datetime.date
    precision: str = DatePrecision.DAY
    end: datetime.date | None = None
    start_time: datetime.time | None = None
    end_time: datetime.time | None = None
    place: str = ""
    is_unconfirmed: bool = False
    part: str = ""

    @property
    def uid(self) -> str:
        """The same for the same entry as long as its page exists, also after another import."""
        parts = [self.page.external_id or str(self.page.translation_key), self.part]
        return "-".join(filter(None, parts))

    @property
    def url(self) -> str:
        return korean_url(self.page)

    @property
    def last(self) -> datetime.date:
        return self.end or last_day(self.start, self.precision)

    @property
    def year(self) -> int:
        return self.start.year

    @property
    def is_ahead(self) -> bool:
        """Whether it is still to come or going on."""
        return self.last >= timezone.localdate()

    @property
    def label(self) -> Text:
        return self.kind.label


def entries(viewer: Any, district: District | None = None) -> list[Entry]:
    """Everything dated that `viewer` may see, the earliest first; with a district what its people speak at.

    Three queries, four with a district, beside those for restrictions.
    """
    sessions, expos = visible_sessions(viewer), visible_expos(viewer)
    if district is not None:
        sessions, expos = _of_district(district, viewer, sessions, expos)
    found = [*_of_sessions(sessions), *_of_expos(expos)]
    if district is None:
        found += _of_prizes(visible_prizes(viewer).annotate(known=Count("awards")))
    return sorted(found, key=lambda entry: (entry.start, entry.title))


def session_entry(session: ForumSession) -> Entry | None:
    """The entry of one session; None where its day is not known."""
    return next(iter(_of_sessions([session])), None)


def _of_district(district: District, viewer: Any, sessions: Any, expos: Any) -> tuple[Any, Any]:
    """The sessions and editions with a visible lecture by people of the district."""
    from lectures.domain.lectures import visible_lectures

    talks = visible_lectures(viewer).filter(speakers__district=district).order_by()
    paths = set(talks.values_list("path", flat=True))
    parents = {path[: -Lecture.steplen] for path in paths}
    return sessions.filter(path__in=parents), expos.filter(related_lectures__in=talks.values("pk")).distinct()


def _of_sessions(sessions: Iterable[ForumSession]) -> Iterator[Entry]:
    for session in sessions:
        if session.date:
            ahead = session.date >= timezone.localdate()
            yield Entry(
                session,
                EntryKind.SESSION,
                session.local_title,
                session.date,
                start_time=session.start_time,
                end_time=session.end_time,
                place=session.venue,
                is_unconfirmed=session.basis == Basis.ANNOUNCEMENT and not ahead,
            )


def _of_expos(expos: Iterable[ExpoEdition]) -> Iterator[Entry]:
    for expo in expos:
        if expo.start_date is None:
            continue
        entry = Entry(
            expo,
            EntryKind.EXPO,
            expo.local_title,
            expo.start_date,
            expo.date_precision,
            end=expo.end_date,
            place=expo.local("venue"),
            is_unconfirmed=is_unconfirmed(expo),
        )
        # A plan whose day has gone by was overtaken by what came of it.
        if entry.is_ahead or expo.status != EditionStatus.PLAN:
            yield entry


def _of_prizes(prizes: Iterable[PrizeEdition]) -> Iterator[Entry]:
    for prize in prizes:
        names = {"title": prize.local_title}
        parts = (
            (EntryKind.CALL, gettext("%(title)s 공모 시작"), prize.call_start, prize.call_start_precision),
            (EntryKind.DEADLINE, gettext("%(title)s 공모 마감"), prize.call_end, prize.call_end_precision),
            (EntryKind.CEREMONY, gettext("%(title)s 시상식"), prize.ceremony_date, prize.ceremony_precision),
        )
        for kind, title, date, precision in parts:
            if date:
                is_ceremony = kind == EntryKind.CEREMONY
                yield Entry(
                    prize,
                    kind,
                    title % names,
                    date,
                    precision,
                    place=prize.local("ceremony_venue") if is_ceremony else "",
                    is_unconfirmed=is_ceremony and state_of(prize, prize.known) == PrizeState.UNCONFIRMED,
                    part=kind.value,
                )


KINDS = Facet(
    "kind", _("갈래"), lambda entry: entry.kind.value, lambda v: EntryKind(v).label, EntryKind.values.index
)
YEARS = Facet("year", _("연도"), lambda entry: str(entry.year), str, lambda year: -int(year))


def calendar_context(request: HttpRequest) -> dict[str, Any]:
    """Context of the calendar: narrowed entries as `upcoming` (nearest first) and `past` by year, latest first."""
    narrowed = narrow(request, entries(request.user), [KINDS, YEARS], "calendar")
    upcoming = [entry for entry in narrowed.rows if entry.is_ahead]
    years: dict[int, list[Entry]] = {}
    for entry in reversed(narrowed.rows):
        if not entry.is_ahead:
            years.setdefault(entry.year, []).append(entry)
    return {"narrowed": narrowed, "upcoming": upcoming, "past": list(years.items())}
