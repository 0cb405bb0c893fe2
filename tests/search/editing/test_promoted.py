"""Promoted results: above the results of their queries, only for who may see them, never counted twice."""

from __future__ import annotations

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import Client

from search.facets import FacetVocabulary
from search.models import PromotedResult
from search.params import SearchRequest
from search.query import SearchResponse, run_search
from tests.factories.site import make_user
from tests.search.fakes import record

pytestmark = pytest.mark.django_db


def search(text: str, viewer=None, **values) -> SearchResponse:
    request = SearchRequest(query=text, asked=text, **values)
    return run_search(request, viewer or AnonymousUser(), FacetVocabulary())


def above(text: str, viewer=None, **values) -> list[str]:
    return [result.key for result in search(text, viewer, **values).promoted]


def promote(queries: str, object_id: int = 3, **values) -> PromotedResult:
    item = PromotedResult(queries=queries, address=f"/case/{object_id}/", **values)
    item.full_clean(exclude=["kind", "object_id"])
    item.save()
    return item


@pytest.fixture(autouse=True)
def documents(shelve):
    shelve(
        record("case", 1, "경로당 키오스크 교육", districts=("노원구",)),
        record("case", 2, "경로당 냉방비 지원", districts=("중구",)),
        record("case", 3, "자전거 거치대 설치", districts=("노원구",), body="자전거 거치대 설치 기록"),
        record("case", 4, "직원만 보는 경로당 계획", audience="login"),
    )


def test_it_stands_above_the_results_and_is_not_counted_among_them():
    promote("경로당\n어르신 쉼터")
    response = search("경로당")
    assert [result.key for result in response.promoted] == ["case:3"]
    assert response.total == 2
    assert len(response.results) == 2
    assert sum(item.count for item in response.facets["district"]) == 2
    # Also where nothing else is found; spaces and case do not matter.
    assert above("어르신쉼터") == ["case:3"]
    assert above("경로당 키오스크") == []


def test_a_result_that_is_found_as_well_is_shown_once_and_counted_once():
    promote("경로당", 2)
    response = search("경로당")
    assert [result.key for result in response.promoted] == ["case:2"]
    assert [result.key for result in response.results] == ["case:1"]
    assert response.total == 2


def test_it_is_found_by_a_query_typed_in_the_other_input_mode():
    promote("자전거", 1)
    assert above("wkwjsrj") == ["case:1"]


def test_filters_pages_sorting_and_excluded_words_are_respected():
    promote("경로당")
    assert above("경로당", filters={"district": ("노원구",)}) == ["case:3"]
    assert above("경로당", filters={"district": ("중구",)}) == []
    assert above("경로당", page=2) == []
    assert above("경로당", sort="date") == []
    promote("자전거", 1)
    assert above("-자전거") == []


def test_it_is_shown_only_to_who_may_see_it(shelves):
    promote("경로당", 4)
    assert above("경로당") == []
    assert above("경로당", make_user()) == ["case:4"]
    shelves["case"].hidden.add(4)
    assert above("경로당", make_user(email="second@portal.test")) == []


def test_it_holds_from_the_first_day_to_the_last(time_machine):
    promote("경로당", starts_on=datetime.date(2026, 11, 24), ends_on=datetime.date(2026, 11, 25))
    # The day is that of Seoul, nine hours ahead.
    for moment, shown in (
        ("2026-11-23T14:59:00Z", []),
        ("2026-11-23T15:01:00Z", ["case:3"]),
        ("2026-11-25T14:59:00Z", ["case:3"]),
        ("2026-11-25T15:01:00Z", []),
    ):
        time_machine.move_to(moment, tick=False)
        assert above("경로당") == shown, moment


def test_three_are_shown_in_their_order(shelve):
    shelve(*(record("case", number, f"다른 자료 {number}") for number in range(10, 15)))
    for number in range(10, 15):
        promote("경로당", number, sort_order=20 - number)
    assert above("경로당") == ["case:14", "case:13", "case:12"]


def test_searches_without_a_recommendation_cost_no_query_more(django_assert_num_queries):
    promote("다른 말")
    search("경로당")
    with django_assert_num_queries(3):
        search("경로당")


def said(**values) -> str:
    defaults = {"queries": "경로당", "address": "/case/1/"}
    item = PromotedResult(**{**defaults, **values})
    try:
        item.full_clean(exclude=["kind", "object_id"])
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, ""),
        ({"address": "https://forum.example/en/case/1/?q=1"}, ""),
        ({"address": "/case/1"}, ""),
        ({"address": "/case/99/"}, "검색되는 자료가 없습니다"),
        ({"address": "//[/"}, "검색되는 자료가 없습니다"),
        ({"address": ""}, "쪽을 고르거나"),
        ({"queries": "\n \n"}, "하나는"),
        ({"queries": "!!!"}, "찾을 말이 없습니다"),
        ({"queries": "가" * 101}, "100자까지"),
        ({"queries": "\n".join(f"경로당 {number}" for number in range(21))}, "20개까지"),
        ({"queries": "가" * 10_000}, "100자까지"),
        (
            {"starts_on": datetime.date(2026, 12, 2), "ends_on": datetime.date(2026, 12, 1)},
            "시작하는 날보다 빠릅니다",
        ),
    ],
)
def test_what_may_be_recommended(values, expected):
    found = said(**values)
    assert expected in found if expected else not found


def test_the_same_is_not_recommended_twice_at_one_time():
    promote("경로당\n쉼터", 1, ends_on=datetime.date(2026, 11, 30))
    assert "이미 추천한" in said(queries="경 로 당")
    assert not said(queries="키오스크")
    assert not said(starts_on=datetime.date(2026, 12, 1))


def test_the_page_labels_it_and_the_api_names_it_apart():
    promote("경로당", 2)
    client = Client()
    shown = client.get("/search/", {"q": "경로당"}).content.decode()
    assert shown.count('class="card-title"') == 2
    assert shown.index("추천</span>") < shown.index("냉방비") < shown.index("키오스크")
    answer = client.get("/api/search/", {"q": "경로당"}).json()
    assert [result["id"] for result in answer["promoted"]] == ["case:2"]
    assert [result["id"] for result in answer["results"]] == ["case:1"]
    assert answer["total"] == 2


def test_a_recommendation_alone_is_no_empty_page():
    promote("어르신 쉼터", 2)
    shown = Client().get("/search/", {"q": "어르신 쉼터"}).content.decode()
    assert "냉방비" in shown


def test_kept_pages_are_made_anew_when_one_is_added_or_deleted(settings):
    client = Client()
    address = "/search/?q=%EA%B2%BD%EB%A1%9C%EB%8B%B9"
    assert "거치대" not in client.get(address).content.decode()
    item = promote("경로당")
    assert "거치대" in client.get(address).content.decode()
    item.delete()
    assert "거치대" not in client.get(address).content.decode()
