"""Editions in the index: found by what they say, in passages by section."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from portal.core.models import Tag
from portal.expo.countries import country_choices, country_code, country_name
from portal.expo.models import JuryStep, PrizeCriterion
from portal.expo.searchable import ExpoSearchable, PrizeSearchable
from search.drain import drain_once
from search.models import SearchDocument
from tests.factories.editions import award, make_expo, make_prize
from tests.factories.site import make_case, restrict

pytestmark = pytest.mark.django_db


def record(searchable, page):
    with override("en"):
        return searchable(type(page)).build([page.pk])[page.pk]


def passages(found) -> dict[str, str]:
    return {passage.locator: passage.text for passage in found.passages}


def document(kind: str, page) -> SearchDocument | None:
    while drain_once():
        pass
    return SearchDocument.objects.filter(kind=kind, object_id=page.pk, deleted=False).first()


def test_an_expo_is_found_by_its_parts_and_by_its_first_name():
    expo = make_expo(
        seed_name="서울스마트시티엑스포",
        start_date="2024-10-10",
        programme=({"title": "메이어스 포럼"},),
        zones=({"name": "쇼룸", "hall": "B2홀", "summary": "스마트홈"},),
        participants=({"name": "런던", "name_en": "London", "country": "GB"},),
        figures=({"metric": "참가 도시", "value": "109", "unit": "개", "note": "사후 집계"},),
        tags=("로봇",),
    )
    found = record(ExpoSearchable, expo)
    texts = passages(found)
    assert "서울스마트시티엑스포" in texts[""]
    assert texts["section=programme"] == "메이어스 포럼"
    assert texts["section=zones"] == "쇼룸 B2홀 스마트홈"
    assert texts["section=participants"] == "런던 영국 United Kingdom"
    assert texts["section=figures"] == "참가 도시 109개 (사후 집계)"
    assert "London" in found.body
    assert (found.kind, found.year, found.tags, found.url) == ("expo", 2024, ("로봇",), expo.get_url())


def test_a_prize_is_found_by_its_winners():
    prize = make_prize(
        ceremony_date="2025-09-30",
        awards=(award("오덴세", city_en="Odense", country="DK", project="시민참여 플랫폼"),),
    )
    found = record(PrizeSearchable, prize)
    assert passages(found)["section=winners"] == "사람 중심 금상 오덴세 덴마크 Denmark 시민참여 플랫폼"
    assert "Odense" in found.body
    assert str(found.date) == "2025-09-30"
    assert str(record(PrizeSearchable, make_prize(call_end="2026-05-29")).date) == "2026-05-29"


def test_every_passage_leads_to_a_section_of_the_page(client):
    expo = make_expo(
        background="<p>가</p>",
        assessment="<p>나</p>",
        programme=({"title": "다"},),
        zones=({"name": "라"},),
        participants=({"name": "마"},),
        figures=({"metric": "바", "value": "1"},),
        sources=[("source", {"outlet": "사"})],
    )
    prize = make_prize(
        awards=(award("가"),),
        figures=({"metric": "나", "value": "1"},),
        eligible="도시",
        sources=[("source", {"outlet": "다"})],
        ceremony_venue="바",
    )
    PrizeCriterion.objects.create(edition=prize, name="라")
    JuryStep.objects.create(edition=prize, text="마")
    for searchable, page, least in ((ExpoSearchable, expo, 7), (PrizeSearchable, prize, 7)):
        places = [p.locator.partition("=")[2] for p in record(searchable, page).passages if p.locator]
        html = client.get(page.get_url()).content.decode()
        assert len(places) >= least
        assert [place for place in places if f'id="{place}"' not in html] == []


def test_changes_reach_the_index():
    case = make_case("비밀 사례")
    prize = make_prize(title="처음 이름", awards=(award("오덴세", case=case),), tags=("로봇",))
    assert document("prize", prize).tags == ["로봇"]
    Tag.objects.filter(name="로봇").first().delete()
    assert document("prize", prize).tags == []
    prize.title = "바뀐 이름"
    prize.awards.all()[0].city = "웰링턴"
    prize.save()
    assert document("prize", prize).title == "바뀐 이름"
    # A linked case may be hidden while the edition is public, so its title is never part of the text.
    assert "비밀 사례" not in document("prize", prize).body
    restrict(prize)
    assert document("prize", prize).audience == "login"
    prize.unpublish()
    assert document("prize", prize) is None


def test_countries_have_a_name_in_both_languages():
    assert (country_code("덴마크"), country_code("UAE"), country_code("kr")) == ("DK", "AE", "KR")
    assert country_code("South Korea") is None or country_code("대한민국") == "KR"
    assert country_code("아틀란티스") is None
    assert country_name("KR") == "대한민국"
    with override("en"):
        assert country_name("KR") == "Republic of Korea"
    assert len(dict(country_choices())) > 240
    assert country_name("") == ""
