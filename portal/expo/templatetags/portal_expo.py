"""The expo and the prize on the pages of cases, sessions and lectures, and words of theirs."""

from __future__ import annotations

from typing import Any

from django import template

from portal.expo.countries import country_name
from portal.expo.domain.links import awards_of, expos_of_lecture, expos_of_session

register = template.Library()
register.filter("country", country_name)


def _viewer(context: dict[str, Any]) -> Any:
    request = context.get("request")
    return getattr(request, "user", None)


def _shared(context: dict[str, Any]) -> dict[str, Any]:
    return {"language": context.get("language"), "request": context.get("request")}


@register.inclusion_tag("expo/case_awards.html", takes_context=True)
def case_awards(context: dict[str, Any], case: Any) -> dict[str, Any]:
    """The prizes that a case has won; nothing where there are none."""
    return {**_shared(context), "awards": awards_of([case.pk], _viewer(context)).get(case.pk, [])}


@register.inclusion_tag("expo/edition_links.html", takes_context=True)
def session_expos(context: dict[str, Any], session: Any) -> dict[str, Any]:
    """The edition of the expo that held a session, and those announced in it."""
    return {**_shared(context), **expos_of_session(session, _viewer(context))}


@register.inclusion_tag("expo/edition_links.html", takes_context=True)
def lecture_expos(context: dict[str, Any], lecture: Any) -> dict[str, Any]:
    """The edition of the expo that a lecture belongs to."""
    return {**_shared(context), "held": expos_of_lecture(lecture, _viewer(context))}
