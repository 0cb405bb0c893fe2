"""Suggestions as the API answers them, from rows as the drain writes them."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from django.test import override_settings

from search import facets
from search.models import SearchDocument
from search.suggest import source
from search.suggest.answers import MOST
from search.sync import sync_all
from tests.search.fakes import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client):
    def ask(typed: str, **more: str) -> list[dict]:
        answer = client.get("/api/suggest/", {"q": typed, **more})
        assert answer.status_code == 200
        return answer.json()["suggestions"]

    return ask


def texts(found: list[dict]) -> list[str]:
    return [one["text"] for one in found]


def test_the_answer_is_the_contract(client, shelve):
    shelve(record("case", 7, "노원구 스마트쉼터", districts=("노원구",), url="/cases/7/"))
    answer = client.get("/api/suggest/?q= 노원 ")
    assert answer.json() == {
        "query": "노원",
        "suggestions": [
            {"text": "노원구 스마트쉼터", "kind": "case", "url": "/cases/7/", "district": "노원구"}
        ],
    }
    assert "no-store" in answer["Cache-Control"]


def test_tags_of_public_documents_are_suggested_by_name_and_alias(ask, shelve):
    shelve(record("case", 7, "쉼터", tags=("사물인터넷",)))
    expected = {
        "text": "사물인터넷",
        "kind": "tag",
        "url": "/search/?tag=%EC%82%AC%EB%AC%BC%EC%9D%B8%ED%84%B0%EB%84%B7",
        "district": None,
    }
    assert ask("ㅅㅁㅇ") == [expected]
    assert ask("iot") == [expected]


def test_every_suggested_tag_leads_to_results(ask, client, shelve):
    shelve(record("case", 7, "쉼터", tags=("사물인터넷",)))
    address = ask("사물")[0]["url"]
    assert [one["id"] for one in client.get(f"/api{address}").json()["results"]] == ["case:7"]


def test_english_screens_get_english_names_and_addresses(ask, shelve):
    shelve(record("case", 7, "스마트쉼터", title_en="Smart shelter", url="/cases/7/", tags=("사물인터넷",)))
    assert [(one["text"], one["url"]) for one in ask("smart", lang="en")] == [
        ("Smart shelter", "/en/cases/7/")
    ]
    assert texts(ask("스마트", lang="en")) == ["Smart shelter"]
    assert texts(ask("smart")) == ["스마트쉼터"]
    assert texts(ask("사물", lang="en")) == ["IoT"]


def test_follows_every_change_at_once(ask, shelve):
    first = record("case", 7, "스마트쉼터")
    shelve(first)
    assert texts(ask("스마")) == ["스마트쉼터"]
    shelve(replace(first, title="그린쉼터"), record("case", 8, "스마트폴"), feed=False)
    assert texts(ask("스마")) == ["스마트폴"]
    assert texts(ask("그린")) == ["그린쉼터"]
    shelve(replace(first, title="그린쉼터", audience="login"), feed=False)
    assert texts(ask("그린")) == []


def test_an_exchanged_database_is_read_anew(ask, shelve):
    shelve(record("case", 7, "스마트쉼터"), record("case", 8, "스마트폴"))
    assert len(ask("스마")) == 2
    SearchDocument.objects.filter(object_id=8).delete()
    SearchDocument.objects.filter(object_id=7).update(title="스마트팜")
    assert texts(ask("스마")) == ["스마트팜"]
    SearchDocument.objects.all().delete()
    assert ask("스마") == []


def test_what_must_not_be_seen_any_more_gives_way_to_the_next(ask, shelve, shelves):
    shelve(*(record("case", number, f"쉼터 {number}") for number in range(1, MOST + 2)))
    shelves["case"].hidden = {1}
    found = ask("쉼터")
    assert len(found) == MOST
    assert "쉼터 1" not in texts(found)


def test_no_name_of_others_and_no_tag_of_theirs(ask, shelve):
    shelve(record("case", 7, "쉼터 비밀", audience="login", tags=("사물인터넷",)))
    assert ask("쉼터") == ask("사물") == []


def test_a_name_stands_once_for_each_kind_and_district(ask, shelve):
    shelve(
        record("case", 1, "같은 사례", districts=("중구",)),
        record("case", 2, "같은 사례", districts=("중구",)),
        record("case", 3, "같은 사례", districts=("노원구",)),
        record("lecture", 4, "같은 사례"),
    )
    found = ask("같은")
    assert sorted((one["kind"], one["district"] or "") for one in found) == [
        ("case", "노원구"),
        ("case", "중구"),
        ("lecture", ""),
    ]


def test_many_of_one_kind_leave_room_for_others(ask, shelve):
    shelve(
        *(record("case", number, f"쉼터 {number}") for number in range(1, 30)),
        record("lecture", 50, "모두를 위한 도시의 쉼터 이야기"),
    )
    found = ask("쉼터")
    assert len(found) == MOST
    assert [one["kind"] for one in found].count("lecture") == 1


@pytest.mark.parametrize(
    "typed",
    [
        "스마트쉼터" * 2_000, "쉼터 " * 500, "ㅅㅁㅌ" * 3_000, "ㅏㅓㅗ" * 3_000, "🙂👨‍👩‍👧‍👦" * 1_000,
        "\u202eשלום\u202c",        "'; DROP TABLE search_searchdocument; --",
        '"' * 500, "쉼\x00터", "쉼\ud800터", "(a+)+$" * 6, "a" * 40,
    ],
)  # fmt: skip
def test_whatever_is_typed_is_answered_with_bounded_work(client, shelve, typed):
    shelve(record("case", 7, "스마트쉼터"))
    started = time.process_time()
    answer = client.get("/api/suggest/", {"q": typed.encode("utf-8", "surrogatepass")})
    assert answer.status_code == 200
    assert len(answer.json()["query"]) <= 200
    assert time.process_time() - started < 1.0


def test_without_a_query_there_is_nothing_to_suggest(client, db):
    assert client.get("/api/suggest/").json() == {"query": "", "suggestions": []}
    assert client.post("/api/suggest/").status_code == 405


def test_the_number_of_queries_does_not_grow(ask, shelve, django_assert_max_num_queries):
    shelve(*(record("case", number, f"쉼터 {number}") for number in range(1, 40)))
    ask("쉼")
    with django_assert_max_num_queries(4):
        assert len(ask("쉼터")) == MOST


def test_sample_kinds_are_all_there(shown, ask):
    """Titles, terms, districts, speakers and tags of the real site."""
    source.forget()
    facets.forget()
    with override_settings(ELASTICSEARCH_URL=""):
        sync_all()
        names = {
            "case": shown.cases[0].title,
            "term": shown.term.name,
            "district": "노원구",
            "person": shown.speaker.name,
            "tag": "돌봄",
        }
        for kind, name in names.items():
            assert (name, kind) in {(one["text"], one["kind"]) for one in ask(name[:20])}, kind
