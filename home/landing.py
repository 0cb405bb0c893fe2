"""What the landing page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from districts.domain.cases import visible_cases, with_tags
from districts.domain.pages import district_rows
from districts.enums import Field
from lectures.domain.lectures import for_display, visible_lectures
from lectures.domain.sessions import next_or_latest
from portal.core.templatetags.portal_text import lines, localized
from portal.guidance.domain.guides import shown_guides

if TYPE_CHECKING:
    from home.models import HomePage

NEW_CASES = 6
GUIDES = 3
SESSION_LECTURES = 4


def landing_context(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    """Context of the landing page, in the order of the page.

    example_queries (list of str), totals {cases, lectures}, guides, session with session_lectures, cases (by date),
    district_rows, fields (list of {value, label, count}).
    """
    cases = visible_cases(request.user)
    lectures = visible_lectures(request.user)
    session = next_or_latest(request.user)
    talks = lectures.child_of(session).order_by("path")[:SESSION_LECTURES] if session else []
    return {
        "example_queries": lines(localized(page, "example_queries")),
        "totals": {"cases": cases.count(), "lectures": lectures.count()},
        "guides": shown_guides(request.user, GUIDES),
        "session": session,
        "session_lectures": for_display(talks, request.user),
        "cases": with_tags(cases[:NEW_CASES]),
        "district_rows": district_rows(request),
        "fields": field_counts(cases),
    }


def field_counts(cases: Any) -> list[dict[str, Any]]:
    """The ten fields with the number of visible cases, in their fixed order."""
    counts: dict[str, int] = {}
    for field in cases.order_by().values_list("field", flat=True):
        counts[field] = counts.get(field, 0) + 1
    return [
        {"value": field.value, "label": field.label, "count": counts.get(field.value, 0)} for field in Field
    ]
