"""The texts that one click copies: a matched sentence, a summary, a key point, a figure; and citations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext

from districts.enums import OutcomeType
from lectures.times import clock
from portal.core.searchable import plain
from portal.core.templatetags.portal_format import number, with_unit
from portal.report.domain.materials import Material, Source, of_page, with_source
from portal.report.domain.wording import (
    clean,
    licence_text,
    portal_name,
    quoted,
    report_date,
    short_url,
)

OUTCOMES = "section=outcomes"
PROFILE = "section=profile"


def quote(
    material: Material, text: str, request: HttpRequest | None, *, locator: str = "", place: str = ""
) -> str:
    """The text to paste: title, what is quoted with its place, date, sources, licence, short address."""
    body = clean(text)
    lines = [_title(material), f"{body} ({clean(place)})" if body and place else body]
    if material.date:
        label = gettext("자료 기준일") if material.kind == "case" else gettext("날짜")
        lines.append(f"{label}: {report_date(material.date, material.date_precision)}")
    return "\n".join(filter(None, [*lines, *_foot(material, request, locator)]))


def figure_quote(material: Material, figure: str, request: HttpRequest | None, locator: str) -> str:
    """The text to paste of a figure that carries its own as-of date."""
    return "\n".join([_title(material), clean(figure), *_foot(material, request, locator)])


def _title(material: Material) -> str:
    notes = [material.kind_label, gettext("행사 예고 기준") if material.announced else ""]
    return f"{quoted(material.title)} ({', '.join(filter(None, notes))})"


def _foot(material: Material, request: HttpRequest | None, locator: str) -> list[str]:
    named = [source.text() for source in material.supporting(locator)] or [portal_name()]
    lines = [gettext("출처: %(source)s") % {"source": source} for source in dict.fromkeys(named)]
    lines.append(gettext("이용 조건: %(licence)s") % {"licence": licence_text(material.licence)})
    address = short_url(material.place(locator), request)
    lines.append(gettext("주소: %(address)s") % {"address": f"{portal_name()}, {address}"})
    return lines


# --- figures ----------------------------------------------------------------------------------------------


def outcome_text(outcome: Mapping[str, Any]) -> str:
    """One outcome with type, baseline, as-of date and method: "[효과] 사고: 9건 (이전 값 19, 기준 시점 2024년, …)"."""
    kind = str(OutcomeType(outcome["type"]).label) if outcome.get("type") in OutcomeType.values else ""
    value = with_unit(outcome.get("result"), outcome.get("unit"))
    baseline, as_of, method = (clean(outcome.get(name)) for name in ("baseline", "as_of", "method"))
    details = [
        gettext("이전 값 %(value)s") % {"value": number(baseline)} if baseline else "",
        gettext("기준 시점 %(date)s") % {"date": report_date(as_of)} if as_of else gettext("기준 시점 미상"),
        gettext("확인 방법 %(method)s") % {"method": method} if method else "",
    ]
    head = f"[{kind}] " if kind else ""
    return clean(f"{head}{outcome.get('metric', '')}: {value} ({', '.join(filter(None, details))})")


def outcome_quote(case: Any, index: int, request: HttpRequest | None) -> str:
    """The text of one outcome of a case, `index` from 0. Raises IndexError when there is none."""
    outcomes = [block.value for block in case.outcomes]
    return figure_quote(of_page(case), outcome_text(outcomes[index]), request, OUTCOMES)


def profile_quote(page: Any, figure: Any, request: HttpRequest | None) -> str:
    """The text of one profile figure of a district's page, with the figure's own source."""
    as_of = gettext("기준 시점 %(date)s") % {"date": report_date(figure.as_of)}
    note = f", {clean(figure.note)}" if figure.note else ""
    text = f"{page.district.label} {figure.local_label}: {with_unit(figure.value, figure.local_unit)} ({as_of}{note})"
    outlet = figure.source_outlet or figure.source_title
    # The profile table knows no day of publication: the as-of date stands in the line above.
    source = Source(outlet, figure.source_title if figure.source_outlet else "", None, figure.source_url)
    material = of_page(page)
    return figure_quote(with_source(material, source) if outlet else material, text, request, PROFILE)


# --- lectures ---------------------------------------------------------------------------------------------


def key_points(lecture: Any) -> list[str]:
    """The key points of a lecture as plain text, one for each list item or paragraph."""
    return [point for point in map(clean, plain(lecture.key_points).splitlines()) if point]


def point_quote(material: Material, point: str, request: HttpRequest | None) -> str:
    """The text of one key point."""
    return quote(material, point, request, locator="section=key-points", place=gettext("핵심 내용"))


# --- citations --------------------------------------------------------------------------------------------


def citation(page: Any, request: HttpRequest | None, locator: str = "") -> str:
    """How a bibliography names a case or a lecture: who, title, occasion, date, portal, licence, address.

    With `locator` "t=754" it names that moment of the recording, and the address leads there.
    """
    material = of_page(page)
    date = report_date(page.date, material.date_precision) if page.date else gettext("날짜 미상")
    announced = gettext("행사 예고 기준") if material.announced else ""
    name, _, seconds = locator.partition("=")
    moment = clock(int(seconds) * 1000) if name == "t" and seconds.isdecimal() else ""
    parts = [*_who_and_what(page, material), date, moment, announced, portal_name()]
    parts += [licence_text(material.licence), short_url(material.place(locator if moment else ""), request)]
    return clean(", ".join(part for part in parts if part))


def _who_and_what(page: Any, material: Material) -> list[str]:
    title = quoted(material.title)
    if material.kind == "case":
        owner = page.district.label if page.district else gettext("서울시 전체")
        return [f"{owner}({page.department})" if page.department else owner, title]
    session = getattr(page, "session", None)
    return [
        ", ".join(map(_speaker, page.speaker_rows)),
        title,
        session.local_title if session else page.event,
    ]


def _speaker(row: Any) -> str:
    post = " ".join(filter(None, [row.affiliation, row.role]))
    return f"{row.speaker.label}({post})" if post else row.speaker.label
