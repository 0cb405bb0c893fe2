"""Guides from rows."""

from __future__ import annotations

from portal.guidance.addresses import view_of
from portal.guidance.models import GuidePage, GuideStep
from portal.guidance.validators import address_problem, step_problems
from portal.imports.content.pages import common_values, stated_lines, wished_slug
from portal.imports.content.places import DistrictNames
from portal.imports.content.reading import Reading
from portal.imports.content.types import GuideContent, Link, StepContent

#: What a step may lead to by external id, and the page type of each kind; a term is no page.
STEP_KINDS = {
    "case": "districts.casestudy",
    "lecture": "lectures.lecture",
    "session": "lectures.forumsession",
    "district": "districts.districtpage",
    "guide": "guidance.guidepage",
    "expo": "expo.expoedition",
    "prize": "expo.prizeedition",
    "term": "",
}
_TEXTS = ("section", "moment", "title", "title_en", "note", "note_en")
# How the problems of a step are called in a row.
_COLUMNS = {"page": "external_id"}


def guide_content(reading: Reading, districts: DistrictNames) -> GuideContent:
    title = reading.line("title", GuidePage, required=True)
    values = {
        **common_values(reading, GuidePage),
        **stated_lines(reading, GuidePage, "occasion", "occasion_en"),
    }
    if reading.has("newcomers"):
        values["newcomers"] = reading.flag("newcomers")
    steps = tuple(_step(item) for item in reading.objects("steps")) if reading.has("steps") else None
    return GuideContent(
        title=title,
        slug=wished_slug(reading),
        values=values,
        steps=steps,
        links=tuple(
            Link("steps", step.kind, step.target, {"position": position, **step.values})
            for position, step in enumerate(steps or ())
            if step.target
        ),
    )


def _step(item: Reading) -> StepContent:
    kind, target = item.text("kind", 20), item.text("external_id", 80)
    address = item.text("address", GuideStep._meta.get_field("address").max_length)
    values = {column: item.line(column, GuideStep) for column in _TEXTS}
    if target and kind not in STEP_KINDS:
        item.error("kind", f"쓸 수 있는 종류: {', '.join(STEP_KINDS)}")
    problems = step_problems(
        targets=[bool(target), False, bool(address)],
        page_type=STEP_KINDS.get(kind, ""),
        section=values["section"],
        moment=values["moment"],
    )
    if address:
        problem = address_problem(address)
        if not problem and not view_of(address).can_be_checked:
            problem = "이 주소는 쓸 수 없습니다."
        if problem or not values["title"]:
            problems["address" if problem else "title"] = problem or "주소에는 보이는 이름이 있어야 합니다."
    for column, text in problems.items():
        item.error(_COLUMNS.get(column, column), text)
    unknown = sorted(set(item.data) - {*_TEXTS, "kind", "external_id", "address"})
    if unknown:
        item.warn(unknown[0], f"모르는 항목은 쓰지 않습니다: {', '.join(unknown)}")
    return StepContent(kind, target, address, values)
