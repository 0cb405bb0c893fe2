"""What the landing page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from districts.domain.cases import visible_cases, with_tags
from districts.domain.pages import district_rows
from districts.enums import Field
from lectures.domain.lectures import for_display, visible_lectures
from lectures.domain.sessions import next_or_latest

if TYPE_CHECKING:
    from home.models import HomePage

NEW_CASES = 6
NEW_LECTURES = 3


def landing_context(page: HomePage, request: HttpRequest) -> dict[str, Any]:
    """Context of the landing page.

    example_queries (list of str), session, session_lectures, cases, lectures, district_rows,
    fields (list of {value, label, count}), totals {cases, lectures, districts}.
    """
    cases = visible_cases(request.user)
    lectures = visible_lectures(request.user)
    session = next_or_latest(request.user)
    return {
        "example_queries": [line.strip() for line in page.example_queries.splitlines() if line.strip()],
        "session": session,
        "session_lectures": for_display(lectures.child_of(session).order_by("path")[:3], request.user)
        if session
        else [],
        "cases": with_tags(cases[:NEW_CASES]),
        "lectures": for_display(lectures[:NEW_LECTURES], request.user),
        "district_rows": district_rows(request),
        "fields": field_counts(cases),
        "totals": {"cases": cases.count(), "lectures": lectures.count()},
    }


def field_counts(cases: Any) -> list[dict[str, Any]]:
    """The ten fields with the number of visible cases, in their fixed order."""
    counts: dict[str, int] = {}
    for field in cases.order_by().values_list("field", flat=True):
        counts[field] = counts.get(field, 0) + 1
    return [
        {"value": field.value, "label": field.label, "count": counts.get(field.value, 0)} for field in Field
    ]
