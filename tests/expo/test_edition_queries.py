"""Editions cost the same number of queries with one row of everything and with twenty."""

from __future__ import annotations

import pytest

from portal.expo.models import Award, ExpoEdition, PrizeEdition
from tests.factories.editions import award, make_expo, make_prize
from tests.factories.site import make_case, make_lecture, make_session
from tests.test_query_counts import MOST, count_queries

pytestmark = pytest.mark.django_db

PATHS = (
    "/expo/",
    "/expo/?status=held",
    "/expo/first/",
    "/expo/first/?country=KR",
    "/en/expo/first/",
    "/prize/",
    "/prize/?category=human",
    "/prize/first/",
    "/calendar/",
    "/calendar.ics",
    "/sessions/session-1/",
)
COUNTRIES = ("KR", "DK", "NZ", "AE")


def add(number: int) -> None:
    """An edition each of the expo and of the prize, and another row of everything in the first ones."""
    case, lecture, session = make_case(), make_lecture(), make_session(number, date=f"2024-01-{number:02}")
    country = COUNTRIES[number % len(COUNTRIES)]
    rows = {
        "programme": ({"title": f"행사 {number}", "session": session},),
        "zones": ({"name": f"관 {number}", "hall": f"홀 {number}"},),
        "participants": ({"name": f"기업 {number}", "country": country},),
        "figures": ({"metric": f"지표 {number}", "value": "1", "headline": True},),
    }
    won = award("도시", country=country, case=case)
    slug = "first" if number == 1 else f"more-{number}"
    expo = make_expo(slug=slug, start_date=f"{2000 + number}-01-01", tags=("돌봄",), **rows)
    make_prize(slug=slug, year=2000 + number, expo=expo, awards=(won,), tags=("돌봄",))
    first = ExpoEdition.objects.get(slug="first")
    ExpoEdition.related_lectures.through.objects.create(expoedition=first, lecture=lecture)
    if number > 1:
        for relation, (row,) in rows.items():
            getattr(first, relation).model.objects.create(edition=first, **row)
        Award.objects.create(edition=PrizeEdition.objects.get(slug="first"), **won)


def test_editions_and_the_calendar_cost_the_same_for_one_row_and_for_twenty():
    add(1)
    few = {path: count_queries(path) for path in PATHS}
    for number in range(2, 21):
        add(number)
    many = {path: count_queries(path) for path in PATHS}
    assert {path: (few[path], many[path]) for path in PATHS if many[path] > few[path] + 1} == {}
    assert max(many.values()) <= MOST
