"""What of a search is counted: once for each, without anything about who searched."""

from __future__ import annotations

import datetime
from urllib.parse import urlencode

import pytest
from django.core.management import call_command
from django.db import OperationalError, models
from django.utils import timezone

from portal.core import changes
from search import nightly
from search.counting import buffer as buffering
from search.counting import write
from search.counting.buffer import Note, buffer
from search.counting.header import HEADER
from search.counting.models import SearchCount, SearchDay
from tests.search.fakes import record

HERE = "http://testserver"


@pytest.fixture
def found(shelve):
    shelve(
        record("case", 1, "스마트쉼터", districts=("노원구",), field="교통", url="/cases/1/"),
        record("case", 2, "스마트쉼터 둘", field="교통", url="/cases/2/"),
        record("case", 3, "경로당", field="복지", url="/cases/3/"),
    )


def came_from(**query: str) -> str:
    return f"{HERE}/search/?{urlencode(query)}"


def searched(client, query: str, before: str = "", path: str = "/search/", **more: str):
    headers = {"Referer": before} if before else {}
    answer = client.get(path, {"q": query, **more}, headers=headers)
    assert HEADER not in answer
    return answer


def counts() -> dict[str, int]:
    buffer.flush()
    return {row.query: row.searches for row in SearchCount.objects.all()}


def test_a_search_is_kept_as_text_day_district_field_and_numbers(reader, found):
    searched(reader, "구:노원구 스마트쉼터")
    assert counts() == {"스마트쉼터": 1}
    row = SearchCount.objects.get()
    assert (row.day, row.district, row.field, row.found) == (timezone.localdate(), "노원구", "교통", 1)
    assert (row.empty, row.opened, row.ranked) == (0, 0, 0)
    assert row.filters == "district=노원구"


def test_nothing_could_tell_who_or_when():
    for model in (SearchCount, SearchDay):
        for field in model._meta.fields:
            assert not field.is_relation
            assert not isinstance(
                field, models.DateTimeField | models.TimeField | models.GenericIPAddressField
            )


def test_a_kept_page_counts_as_the_first(reader, found):
    for _ in range(3):
        answer = searched(reader, "스마트쉼터")
    unchanged = reader.get("/search/", {"q": "스마트쉼터"}, headers={"If-None-Match": answer["ETag"]})
    assert unchanged.status_code == 304
    assert HEADER not in unchanged
    assert counts() == {"스마트쉼터": 4}


def test_filters_pages_sorting_and_languages_are_the_same_search(reader, found):
    searched(reader, "스마트쉼터")
    before = came_from(q="스마트쉼터")
    searched(reader, "스마트쉼터", before, district="노원구")
    searched(reader, "스마트쉼터", came_from(q="스마트쉼터", district="노원구"), sort="date")
    searched(reader, "스마트쉼터", before, path="/en/search/")
    searched(reader, "스마트쉼터", before, asis="1")
    searched(reader, "스마트쉼터", page="2", size="1")
    searched(reader, "구:노원구 스마트쉼터", before)
    searched(reader, "스마트쉼터", came_from(q="구:노원구 스마트쉼터"), field="교통")
    reader.get("/search/", {"q": "스마트쉼터"}, headers={"Cache-Control": "max-age=0"})
    reader.head("/search/", {"q": "스마트쉼터"})
    assert counts() == {"스마트쉼터": 1}


def test_another_search_on_the_page_of_results_counts(reader, found):
    searched(reader, "스마트쉼터")
    searched(reader, "경로당", came_from(q="스마트쉼터"))
    assert counts() == {"스마트쉼터": 1, "경로당": 1}


def test_what_was_typed_on_the_way_is_taken_back(reader, found):
    searched(reader, "경로", f"{HERE}/")
    buffer.flush()
    searched(reader, "경로당", came_from(q="경로"))
    assert counts() == {"경로당": 1}
    assert SearchDay.objects.get().searches == 1


def test_typing_is_one_search(reader, found):
    for text in ("스", "스마", "스맡", "스마트", "스마트쉬", "스마트쉼터"):
        searched(reader, text)
    searched(reader, "스마트쉼터 노원")
    assert counts() == {"스마트쉼터": 1, "스마트쉼터 노원": 1}


def test_several_pages_typed_on_another_day_are_left(reader, found, monkeypatch):
    searched(reader, "경로")
    buffer.flush()
    monkeypatch.setattr(buffering, "TYPING_SECONDS", 0)
    searched(reader, "경로당")
    assert counts() == {"경로": 1, "경로당": 1}


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "Mozilla/5.0 (compatible; Yeti/1.1; +http://naver.me/spd)"},
        {"User-Agent": "Mozilla/5.0 HeadlessChrome/141.0.0.0 Safari/537.36"},
        {"User-Agent": "curl/8.5.0"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Sec-Fetch-Dest": "empty"},
    ],
)
def test_programs_and_pages_fetched_ahead_do_not_count(reader, found, headers):
    reader.get("/search/", {"q": "스마트쉼터"}, headers=headers)
    assert counts() == {}


def test_programs_that_ask_the_api_do_not_count(reader, found):
    assert reader.get("/api/search/", {"q": "스마트쉼터"}).status_code == 200
    reader.get("/search/")
    assert counts() == {}


def test_a_search_without_results_is_counted_as_such(reader, found):
    searched(reader, "없는낱말이다")
    searched(reader, "없는낱말이다", f"{HERE}/")
    buffer.flush()
    row = SearchCount.objects.get()
    assert (row.searches, row.empty, row.found, row.field) == (2, 2, 0, "")


@pytest.mark.parametrize(
    "text",
    [
        "홍길동 010-1234-5678",
        "０１０１２３４５６７８",
        "02) 1234 5678",
        "010–1234–5678",
        "900101-1234567",
        "4111 1111 1111 1111",
        "a.kim@example.go.kr 쉼터",
        "가" * 101,
    ],
)
def test_what_looks_personal_is_counted_but_not_kept(reader, found, text):
    searched(reader, text)
    assert counts() == {}
    day = SearchDay.objects.get()
    assert (day.searches, day.withheld) == (1, 1)


@pytest.mark.parametrize(
    "text", ["2024 2025 예산", "ㅅㅁㅌ", "1,689대", "5,970,000명", "5g 특화망", "제3차 2024.11", "2023-2026"]
)
def test_years_and_numbers_are_kept(reader, found, text):
    searched(reader, text)
    assert counts() == {text: 1}


def test_a_flood_of_texts_is_counted_without_them(reader, found, monkeypatch):
    monkeypatch.setattr(write, "MOST_TEXTS", 2)
    for number in range(5):
        buffer.search(Note(f"낱말 {number}번째"))
    assert len(counts()) == 2
    monkeypatch.setattr(buffering, "MOST_WAITING", 1)
    buffer.search(Note("하나"), "")
    buffer.search(Note("둘"), "")
    buffer.flush()
    day = SearchDay.objects.get()
    assert (day.searches, day.beyond, SearchCount.objects.count()) == (7, 5, 2)


def test_a_database_that_is_away_slows_nothing_and_is_counted(reader, found, monkeypatch, caplog):
    def away(batch):
        raise OperationalError("no 스마트쉼터")

    with monkeypatch.context() as patch:
        patch.setattr(write, "write", away)
        searched(reader, "스마트쉼터")
        buffer.flush()
        buffer.flush()
    assert counts() == {}
    day = SearchDay.objects.get()
    assert (day.searches, day.dropped) == (1, 1)
    assert "스마트쉼터" not in caplog.text


def test_what_cannot_be_counted_is_answered(reader, found, monkeypatch, caplog):
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("쉼터")

    monkeypatch.setattr(buffer, "search", broken)
    monkeypatch.setattr(buffer, "click", broken)
    assert searched(reader, "스마트쉼터").status_code == 200
    assert reader.post("/search/clicks/", {"q": "스마트쉼터", "rank": "1"}).status_code == 204
    assert "not counted: RuntimeError" in caplog.text
    assert "쉼터" not in caplog.text


def test_pages_opened_from_the_results_are_clicks(reader, found):
    searched(reader, "스마트쉼터")
    buffer.flush()
    for path in ("/cases/1/", "/en/cases/2/", "/cases/9/", "/"):
        buffer.click("스마트쉼터", path=path)
    buffer.click("스마트쉼터", rank=3)
    buffer.click("nie gesucht", rank=1)
    buffer.flush()
    row = SearchCount.objects.get()
    assert (row.opened, row.ranked, row.rank_sum) == (2, 1, 3)


def test_a_browser_tells_the_rank(reader, found):
    searched(reader, "스마트쉼터")
    buffer.flush()
    told = {"q": "스마트쉼터", "rank": "2"}
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://elsewhere.example"}):
        assert reader.post("/search/clicks/", told, headers=headers).status_code == 204
    for wrong in ("0", "x", "99999", ""):
        assert reader.post("/search/clicks/", {**told, "rank": wrong}).status_code == 204
    assert reader.post("/search/clicks/", {"q": "스" * 3_000, "rank": "1"}).status_code == 204
    buffer.flush()
    row = SearchCount.objects.get()
    assert (row.ranked, row.rank_sum) == (1, 2)


def test_counting_opens_no_transaction_and_asks_nothing_of_the_database(
    reader, found, django_assert_num_queries
):
    searched(reader, "스마트쉼터")
    with django_assert_num_queries(0):
        reader.post("/search/clicks/", {"q": "스마트쉼터", "rank": "2"})


def test_writing_counts_leaves_pages_kept(found):
    assert not changes.shows('INSERT INTO "search_searchcount" ("day") VALUES (1)')
    assert not changes.shows('UPDATE "search_searchday" SET "searches" = 1')


def test_old_counts_go(db, settings, monkeypatch):
    settings.SEARCH_LOG_DAYS = 180
    today = timezone.localdate()
    for days in (0, 180, 181):
        day = today - datetime.timedelta(days=days)
        SearchCount.objects.create(day=day, query="쉼터", searches=1)
        SearchDay.objects.create(day=day, searches=1)
    nightly._tidy()
    assert SearchCount.objects.count() == SearchDay.objects.count() == 2


def test_nothing_is_counted_where_nothing_is_kept(reader, found, settings):
    settings.SEARCH_LOG_DAYS = 0
    searched(reader, "스마트쉼터")
    assert counts() == {}
    assert not SearchDay.objects.exists()


def test_the_thread_writes_by_itself(transactional_db, settings):
    call_command("migrate", verbosity=0)
    settings.SEARCH_LOG_WRITE_SECONDS = 0.01
    buffer.search(Note("쉼터"))
    buffer._searches["쉼터", ""].since -= buffering.TYPING_SECONDS
    assert buffer._thread is not None
    buffer._thread.join(10)
    assert SearchCount.objects.get().searches == 1
