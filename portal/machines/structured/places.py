"""Districts as administrative areas."""

from __future__ import annotations

from django.utils.translation import get_language

from districts.models import District, DistrictPage
from portal.machines.nodes import Node, node
from portal.machines.structured import Surroundings, describe
from portal.machines.structured.parts import text_of


def seoul() -> Node:
    """The city that all districts belong to."""
    return node("City", name="Seoul" if get_language() == "en" else "서울특별시")


def area(district: District, where: Surroundings) -> Node:
    """A district by name, code and address."""
    return node(
        "AdministrativeArea",
        name=district.label,
        identifier=district.code,
        url=where.local_url(f"/districts/{district.slug}/"),
        containedInPlace=seoul(),
    )


@describe.register(DistrictPage)
def _district(page: DistrictPage, where: Surroundings) -> list[Node]:
    district = page.district
    other = district.name if district.label == district.name_en else district.name_en
    return [
        {
            **area(district, where),
            **node(
                "AdministrativeArea",
                id=where.canonical,
                alternateName=other,
                description=text_of(page, "summary"),
                image=where.picture,
                url=where.canonical,
            ),
        }
    ]
