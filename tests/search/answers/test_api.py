from __future__ import annotations

import datetime
import json
import unicodedata

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from search.engines.base import FACETS
from search.records import PassageRecord
from search.understanding import synonyms
from tests.search.fakes import record


@pytest.fixture
def ask(client):
    def ask(status: int = 200, language: str = "", **parameters) -> dict:
        headers = {"Accept-Language": language} if language else {}
        answer = client.get("/api/search/", parameters, headers=headers)
        assert answer.status_code == status, answer.content.decode()
        assert answer["Content-Type"] == "application/json"
        return json.loads(answer.content)

    return ask


@pytest.fixture
def cases(shelve):
    passages = (
        PassageRecord(0, "", "", "노원구의 어르신 배움터입니다."),
        PassageRecord(1, "section=outcomes", "성과", "스마트경로당 <이용자> 만족도가 91.5%였습니다."),
        PassageRecord(2, "t=754", "강연 12:34", "스마트경로당은 어디에 있습니까"),
    )
    shelve(
        record(
            "case",
            1,
            "노원구 스마트경로당",
            title_en="Smart senior centres of Nowon",
            external_id="case-001",
            url="/districts/nowon-gu/cases/senior/",
            body="\n".join(passage.text for passage in passages),
            date=datetime.date(2024, 10, 1),
            year=2023,
            districts=("노원구", "중구"),
            tags=("사물인터넷",),
            field="복지",
            passages=passages,
        ),
        record("case", 2, "강남구 주차 안내", districts=("강남구",), field="교통", year=2025, licence="ai"),
        record("lecture", 3, "경로당과 디지털", year=2023, licence="none", tags=("돌봄",)),
    )


def test_the_answer_has_the_fields_of_the_contract(ask, cases):
    body = ask(q="스마트경로당")
    assert list(body) == [
        "query",
        "interpreted",
        "total",
        "engine",
        "took_ms",
        "facets",
        "promoted",
        "results",
    ]
    assert body["query"] == "스마트경로당"
    assert body["interpreted"] == {"text": "스마트경로당", "changes": []}
    assert body["engine"] == "embedded"
    assert body["took_ms"] > 0
    assert list(body["facets"]) == list(FACETS)
    result = body["results"][0]
    passages = result.pop("passages")
    assert result.pop("score") > 0
    expected = {
        "id": "case:1",
        "external_id": "case-001",
        "kind": "case",
        "title": "노원구 스마트경로당",
        "url": "/districts/nowon-gu/cases/senior/",
        "districts": ["노원구", "중구"],
        "tags": ["사물인터넷"],
        "date": "2024-10-01",
        "licence": "1",
    }
    assert {name: result[name] for name in expected} == expected
    assert {
        "html": "<mark>스마트경로당</mark> &lt;이용자&gt; 만족도가 91.5%였습니다.",
        "text": "스마트경로당 <이용자> 만족도가 91.5%였습니다.",
        "locator": "section=outcomes",
        "place": "",
        "url": "/districts/nowon-gu/cases/senior/#outcomes",
    } in passages
    assert "/districts/nowon-gu/cases/senior/?t=754#t754" in [passage["url"] for passage in passages]


def test_facets_show_every_registered_value_with_zeros(ask, cases):
    facets = ask(q="주차")["facets"]
    assert facets["district"] == [
        {"value": "노원구", "label": "노원구", "count": 0, "selected": False},
        {"value": "중구", "label": "중구", "count": 0, "selected": False},
        {"value": "강남구", "label": "강남구", "count": 1, "selected": False},
    ]
    assert [item["value"] for item in facets["field"]] == ["교통", "복지"]
    assert [item["value"] for item in facets["licence"]] == ["0", "1", "2", "3", "4", "ai", "none"]
    assert facets["year"] == [{"value": "2025", "label": "2025", "count": 1, "selected": False}]


@pytest.mark.parametrize(
    "written", ["노원구", "11350", "nowon-gu", "Nowon-gu", unicodedata.normalize("NFD", "노원구")]
)
def test_a_district_is_known_by_name_code_and_address(ask, cases, written):
    body = ask(district=written)
    assert [result["id"] for result in body["results"]] == ["case:1"]
    assert [item["value"] for item in body["facets"]["district"] if item["selected"]] == ["노원구"]


@pytest.mark.parametrize("written", ["사물인터넷", "IoT", "iot 센서"])
def test_a_tag_is_known_by_its_aliases(ask, cases, written):
    assert ask(tag=written)["total"] == 1


def test_repeated_parameters_widen_and_different_ones_narrow(ask, cases):
    assert ask(district=["노원구", "강남구"])["total"] == 2
    assert ask(district=["노원구", "강남구"], field="교통")["total"] == 1
    assert ask(district="노원구", field="교통")["total"] == 0
    assert ask(kind=["case", "lecture"])["total"] == 3
    counts = {item["value"]: item["count"] for item in ask(district="노원구")["facets"]["district"]}
    assert counts == {"노원구": 1, "중구": 1, "강남구": 1}


def test_nothing_asked_lists_everything_newest_first(ask, cases):
    body = ask()
    assert [result["id"] for result in body["results"]] == ["case:1", "case:2", "lecture:3"]
    assert body["total"] == 3
    assert all(result["passages"] for result in body["results"])


def test_pages_and_size(ask, cases):
    assert [len(ask(size=2, page=number)["results"]) for number in (1, 2, 3, 9999)] == [2, 1, 0, 0]
    assert ask(size=2, page=9999)["total"] == 3
    assert ask(q="주차", page=1_000_000)["results"] == []


def test_sorting_by_date(ask, cases):
    assert [result["id"] for result in ask(q="경로당", sort="date")["results"]] == ["case:1", "lecture:3"]
    assert ask(q="경로당", sort="relevance")["results"] == ask(q="경로당")["results"]


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("page", "0"),
        ("page", "-1"),
        ("page", "eins"),
        ("page", "9" * 5000),
        ("page", "１"),
        ("size", "101"),
        ("size", "0"),
        ("year", "20x5"),
        ("year", "12345"),
        ("kind", "nonsense"),
        ("district", "부산"),
        ("field", "우주"),
        ("licence", "9"),
        ("sort", "random"),
    ],
)
def test_a_wrong_value_is_400_with_a_message(ask, cases, parameter, value):
    error = ask(400, **{parameter: value})["error"]
    assert error["parameter"] == parameter
    assert any("가" <= char <= "힣" for char in error["message"])


def test_an_unknown_tag_finds_nothing(ask, cases):
    assert ask(tag="없는 태그")["total"] == 0


def test_empty_parameters_are_no_parameters(ask, cases):
    assert ask(q="", district="", page="", size="", sort="", year=" ")["total"] == 3


@pytest.mark.parametrize(
    "query",
    [
        "a" * 10_000,
        "가" * 10_000,
        "스마트 " * 3_000,
        "\x00\x01\x02",
        "노원\x00구",
        "🙂👨‍👩‍👧",
        "((((",
        '"스마트',
        "AND OR NOT *:*",
        "title_m:[a TO b]",
        "'; DROP TABLE search_searchdocument; --",
        "<script>alert(1)</script>",
        "%EC%8A%A4",
        "\u202e\u2066",
        "ᄀ" * 500,
        "ㅅㅁㅌ",
        "&amp;",
        "{{ 7 * 7 }}",
    ],
)
def test_any_query_is_answered(ask, cases, query):
    body = ask(q=query)
    assert len(body["interpreted"]["text"]) <= 400
    assert "<script" not in json.dumps(body["results"])


def test_a_cut_query_says_so(ask, cases):
    body = ask(q="가" * 500)
    (change,) = body["interpreted"]["changes"]
    assert change == {"type": "cut", "from": "가" * 500, "to": "가" * 400}


def test_bytes_that_are_no_text_are_answered(client, cases):
    for raw in ("%ff%fe", "%ed%a0%80", "%00", "%EC%8A"):
        assert client.get(f"/api/search/?q={raw}").status_code == 200


def test_decomposed_hangul_finds_the_same(ask, cases):
    composed, decomposed = ask(q="스마트경로당"), ask(q=unicodedata.normalize("NFD", "스마트경로당"))
    assert decomposed["results"] == composed["results"]
    assert decomposed["query"] == "스마트경로당"


def test_only_reading_is_allowed(client, cases):
    assert client.post("/api/search/", {"q": "가"}).status_code == 405


def test_titles_and_labels_are_korean_for_every_caller(ask, cases):
    labels = [item["label"] for item in ask(language="en")["facets"]["district"]]
    assert labels == ["노원구", "중구", "강남구"]


# --- rights


@pytest.fixture
def guarded(shelve):
    group = Group.objects.create(name="운영자")
    shelve(
        record("case", 1, "경로당 공개", tags=("공개",)),
        record("case", 2, "경로당 회원", tags=("회원",), audience="login"),
        record("case", 3, "경로당 모임", tags=("모임",), audience=f"g{group.pk}"),
    )
    return group


def member(group: Group | None = None):
    user = get_user_model().objects.create_user(email="someone@example.org", password="x" * 12)
    if group:
        user.groups.add(group)
    return user


def test_restricted_documents_reach_only_those_who_may_see_them(ask, guarded, client):
    def seen() -> list[str]:
        body = ask(q="경로당")
        tags = {item["value"] for item in body["facets"]["tag"]}
        assert body["total"] == len(body["results"]) == len(tags)
        return sorted(tags)

    assert seen() == ["공개"]
    user = member()
    client.force_login(user)
    assert seen() == ["공개", "회원"]
    user.groups.add(guarded)
    assert seen() == ["공개", "모임", "회원"]


def test_an_existing_hidden_tag_answers_like_an_unknown_one(ask, guarded):
    hidden, unknown = ask(tag="모임"), ask(tag="아무것도")
    assert hidden["total"] == unknown["total"] == 0
    assert hidden["facets"]["kind"] == unknown["facets"]["kind"]


def test_what_became_private_is_not_shown_before_the_index_knows(ask, shelve, shelves):
    shelve(record("case", 1, "경로당"), record("case", 2, "경로당 둘"), record("case", 3, "경로당 셋"))
    shelve(record("case", 1, "경로당", audience="login"), feed=False)
    shelves["case"].hidden = {2}
    body = ask(q="경로당")
    assert [result["id"] for result in body["results"]] == ["case:3"]
    assert body["total"] == 1


def test_answers_are_not_shared_between_readers(client, cases):
    answer = client.get("/api/search/")
    assert "private" in answer["Cache-Control"]
    assert "Cookie" in answer["Vary"]


# --- state of the index and cost


def test_without_an_index_the_answer_is_empty(ask, shelves):
    body = ask(q="경로당")
    assert (body["total"], body["results"]) == (0, [])


def test_a_broken_index_is_no_error(ask, cases, data_dir):
    for path in (data_dir / "search").glob("*/documents/meta.json"):
        path.write_bytes(b"garbage")
    assert ask(q="경로당")["total"] == 0


def test_the_number_of_queries_does_not_grow_with_the_results(ask, shelve, django_assert_max_num_queries):
    shelve(*(record("case", number, f"경로당 {number}") for number in range(1, 60)))
    synonyms.table()
    for size in (1, 50):
        with django_assert_max_num_queries(3):
            assert len(ask(q="경로당", size=size)["results"]) == size


def test_sources_are_shown_only_where_nothing_else_answers(ask, shelve):
    def passages(*texts: str) -> tuple[PassageRecord, ...]:
        locators = ("", "section=problem", "section=approach", "section=outcomes", "section=sources")
        found = zip(locators, texts, strict=True)
        return tuple(PassageRecord(place, locator, "", text) for place, (locator, text) in enumerate(found))

    said, unsaid = "경로당에서 배우는 이야기", "다른 이야기"
    shelve(
        record(
            "case", 1, "하나", body="경로당", passages=passages(said, said, said, unsaid, "경로당 경로당")
        ),
        record(
            "case", 2, "둘", body="경로당", passages=passages(unsaid, said, unsaid, unsaid, "경로당 경로당")
        ),
        record("case", 3, "셋", body="경로당", passages=passages(unsaid, unsaid, unsaid, unsaid, "경로당")),
    )
    locators = {
        result["id"]: [passage["locator"] for passage in result["passages"]]
        for result in ask(q="경로당")["results"]
    }
    assert "section=sources" not in locators["case:1"]
    assert len(locators["case:1"]) == 3
    assert locators["case:2"] == ["section=problem", "section=sources"]
    assert locators["case:3"] == ["section=sources"]
