"""Weeks by the clock of Seoul: from Monday to Monday; a letter goes out on Monday morning, or later that week."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")
#: The hour on Monday from which the letter of the week before goes out.
HOUR = 7


def due_week(now: datetime) -> date:
    """The Monday whose letter is due at `now`."""
    local = now.astimezone(SEOUL) - timedelta(hours=HOUR)
    return local.date() - timedelta(days=local.weekday())


def begin_of(week: date) -> datetime:
    """Where the week begins, which is where its letter ends."""
    return datetime.combine(week, time(), SEOUL)
