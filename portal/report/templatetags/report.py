"""Buttons and links of "보고서에 넣기". Each is a link to a plain page that a script turns into one click."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import template
from django.urls import reverse

from lectures.times import clock
from portal.report.documents import DOWNLOADS
from portal.report.domain import quotes
from portal.report.domain.codes import Place, encode
from portal.report.domain.materials import Material, of_page, of_results
from portal.report.domain.wording import has_code, short_url, text_url

register = template.Library()


@register.inclusion_tag("report/bar.html", takes_context=True)
def report_bar(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """What can be taken away from a lecture or a case: summary, citation, key points, downloads, print."""
    if not page.pk:
        return {}  # the preview of a page that was never saved: it has no address yet
    request, material = context.get("request"), of_page(page)
    address = text_url(material.place())
    points = quotes.key_points(page) if material.kind == "lecture" else []
    return {
        "language": context.get("language"),
        "address": short_url(material.place(), request),
        "summary": {"text": quotes.quote(material, page.local_summary, request), "url": address},
        "citation": {"text": quotes.citation(page, request), "url": f"{address}?form=citation"},
        "points": [
            {
                "label": point,
                "text": quotes.point_quote(material, point, request),
                "url": f"{address}?point={index}",
            }
            for index, point in enumerate(points, 1)
        ],
        "downloads": _downloads(material),
    }


def _downloads(material: Material) -> list[dict[str, Any]]:
    if material.kind != "case":
        return []
    code = encode(material.place())
    return [
        {"label": kind.label, "url": reverse("report:download", args=[code, kind.name])} for kind in DOWNLOADS
    ]


@register.simple_tag(takes_context=True)
def report_moment(context: dict[str, Any], page: Any) -> dict[str, str] | None:
    """The citation of a moment of a lecture at its start, and the signs that stand for another moment in it."""
    if not page.pk:
        return None
    text = quotes.citation(page, context.get("request"), "t=0")
    return {
        "text": text,
        "pattern": f"{text.removesuffix('0')}@s".replace(f", {clock(0)},", ", @c,", 1),
        "url": f"{text_url(of_page(page).place('t=0'))}?form=citation",
    }


@register.inclusion_tag("report/print_foot.html", takes_context=True)
def report_print_foot(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """The short address at the end of a printed page."""
    if not page.pk:
        return {}
    return {"address": short_url(of_page(page).place(), context.get("request"))}


@register.inclusion_tag("report/copy.html", takes_context=True)
def report_outcome(context: dict[str, Any], case: Any, number: int) -> dict[str, Any]:
    """The button of an outcome; `number` counts from 1 in the order of the page."""
    if not case.pk:
        return {}
    return {
        "text": quotes.outcome_quote(case, number - 1, context.get("request")),
        "url": f"{text_url(of_page(case).place(quotes.OUTCOMES))}?figure={number}",
        "about": case.outcomes[number - 1].value["metric"],
    }


@register.inclusion_tag("report/copy.html", takes_context=True)
def report_figure(context: dict[str, Any], page: Any, figure: Any) -> dict[str, Any]:
    """The button of a profile figure on a district's page."""
    if not page.pk:
        return {}
    return {
        "text": quotes.profile_quote(page, figure, context.get("request")),
        "url": f"{text_url(of_page(page).place(quotes.PROFILE))}?{urlencode({'figure': figure.key})}",
        "about": figure.local_label,
    }


@register.simple_tag
def report_materials(results: Any) -> dict[str, Material]:
    """What stands behind the results of a page, for `report_hit`; one query for each kind with sources."""
    return of_results(results or [])


@register.inclusion_tag("report/copy.html", takes_context=True)
def report_hit(
    context: dict[str, Any], materials: Mapping[str, Material], result: Any, passage: Any = None
) -> dict[str, Any]:
    """The button of a search hit: the matched sentence with its place. Nothing for a kind without a code."""
    material = materials.get(result.key) if materials else None
    if material is None or not has_code(material.kind):
        return {}
    locator = passage.locator if passage else ""
    query = context.get("query") or ""
    address = text_url(Place(material.kind, material.object_id, locator))
    # Without a question nothing was matched: the summary says more than how the text begins.
    asked = passage is not None and (query or locator or not material.summary)
    return {
        "text": quotes.quote(
            material,
            passage.text if asked else material.summary,
            context.get("request"),
            locator=locator,
            place=passage.heading if passage else "",
        ),
        "url": f"{address}?{urlencode({'q': query})}" if query else address,
        "about": ", ".join(filter(None, [result.title, passage.heading if passage else ""])),
    }
