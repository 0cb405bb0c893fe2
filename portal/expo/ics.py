"""The calendar as iCalendar (RFC 5545), for the calendars that people have on their desks and phones."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language, gettext
from icalendar import Calendar, Event, Timezone

from portal.core.enums import DatePrecision
from portal.expo.domain.calendar import Entry

CONTENT_TYPE = "text/calendar; charset=utf-8"
_ZONE = ZoneInfo(settings.TIME_ZONE)
# Programs that subscribe ask again after this long.
_REFRESH = datetime.timedelta(hours=12)
# Korea has kept this offset since 1988, so one observance says everything.
_KOREA = b"""BEGIN:VTIMEZONE
TZID:Asia/Seoul
BEGIN:STANDARD
DTSTART:19881009T030000
TZOFFSETFROM:+1000
TZOFFSETTO:+0900
TZNAME:KST
END:STANDARD
END:VTIMEZONE
"""


def calendar_file(name: str, entries: Iterable[Entry], absolute: Callable[[str], str]) -> bytes:
    """The entries whose day is known as an iCalendar file; `absolute` makes an address out of a path."""
    file = Calendar()
    file.add("prodid", f"-//Smart City Seoul CDO Forum//Knowledge Portal//{(get_language() or 'ko').upper()}")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", "PUBLISH")
    file.add("name", name)
    file.add("x-wr-calname", name)
    file.add("x-wr-timezone", settings.TIME_ZONE)
    file.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    file.add("x-published-ttl", "PT12H")
    file.add_component(Timezone.from_ical(_KOREA))
    for entry in entries:
        if entry.precision == DatePrecision.DAY:
            file.add_component(_event(entry, absolute(entry.url)))
    return file.to_ical()


def _event(entry: Entry, address: str) -> Event:
    event = Event()
    changed = entry.page.last_published_at or datetime.datetime.combine(entry.start, datetime.time(), _ZONE)
    event.add("uid", f"{entry.uid}@cdo-forum-portal")
    event.add("dtstamp", changed.astimezone(datetime.UTC))
    event.add("last-modified", changed.astimezone(datetime.UTC))
    event.add("summary", entry.title)
    _add_span(event, entry)
    if entry.place:
        event.add("location", entry.place)
    event.add("description", _description(entry, address))
    event.add("url", address)
    event.add("categories", [str(entry.label)])
    event.add("status", "TENTATIVE" if entry.is_unconfirmed else "CONFIRMED")
    return event


def _add_span(event: Event, entry: Entry) -> None:
    """A timed event where the page states when it begins, otherwise whole days; the end is exclusive."""
    if entry.start_time:
        event.add("dtstart", datetime.datetime.combine(entry.start, entry.start_time, _ZONE))
        if entry.end_time and entry.end_time > entry.start_time:
            event.add("dtend", datetime.datetime.combine(entry.start, entry.end_time, _ZONE))
        return
    event.add("dtstart", entry.start)
    event.add("dtend", entry.last + datetime.timedelta(days=1))
    event.add("transp", "TRANSPARENT")


def _description(entry: Entry, address: str) -> str:
    doubt = gettext("예고된 날짜입니다. 열렸는지는 공개 자료에서 확인되지 않았습니다.")
    parts = [entry.page.local_summary, doubt if entry.is_unconfirmed else "", address]
    return "\n\n".join(part for part in parts if part)
