"""A few of a district's published figures, to place a case or a talk of which little else is known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from districts.enums import Field
from districts.models import District, DistrictFigure, DistrictPage
from search.audience import visible_pages

if TYPE_CHECKING:
    from lectures.models import Lecture

MOST_FIGURES = 3
GENERAL = ("population", "share_65plus", "one_person_households")
# Keys of figures that say something about the people and places a field is about.
FIGURES_OF_FIELD: dict[str, tuple[str, ...]] = {
    Field.TRANSPORT: ("population", "area_km2", "share_65plus"),
    Field.SAFETY: ("cctv", "one_person_households", "population"),
    Field.WELFARE: ("share_65plus", "elderly_alone", "one_person_households"),
    Field.ENVIRONMENT: ("area_km2", "population", "households"),
    Field.ADMINISTRATION: ("population", "households", "fiscal_independence_settled"),
    Field.EDUCATION: ("share_0_14", "share_20_39", "digital_plaza"),
    Field.CULTURE: ("population", "share_20_39", "foreign_resident_ratio"),
    Field.ECONOMY: ("workers", "fiscal_independence_settled", "share_20_39"),
    Field.HEALTH: ("share_65plus", "elderly_alone", "population"),
    Field.PARTICIPATION: ("population", "dong_count", "one_person_households"),
}


@dataclass(frozen=True)
class Profile:
    """Figures of a district with the page that holds all of them."""

    district: District
    page: DistrictPage
    figures: list[DistrictFigure]


def profile_of(district: District | None, field: str, viewer: Any) -> Profile | None:
    """Up to three figures that fit the field ("" = general ones).

    None without a district, without figures, or where `viewer` may not see the district's page.
    """
    if district is None:
        return None
    page = visible_pages(DistrictPage.objects.filter(district=district), viewer).first()
    if page is None:
        return None
    by_key = {figure.key: figure for figure in district.figures.all()}
    wanted = dict.fromkeys((*FIGURES_OF_FIELD.get(field, ()), *GENERAL))
    figures = [by_key[key] for key in wanted if key in by_key][:MOST_FIGURES]
    return Profile(district, page, figures) if figures else None


def profile_of_lecture(lecture: Lecture, viewer: Any) -> Profile | None:
    """General figures of the district that spoke, by people known or not; None where none did."""
    district = (
        lecture.district
        or District.objects.filter(talks__lecture=lecture.pk).order_by("talks__sort_order", "pk").first()
    )
    return profile_of(district, "", viewer)
