from __future__ import annotations

import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup

from search.records import PassageRecord
from tests.search.fakes import record


@pytest.fixture
def cases(shelve):
    shelve(
        *(
            record(
                "case",
                number,
                f"경로당 사례 {number}",
                title_en=f"Senior centre {number}",
                url=f"/cases/{number}/",
                districts=("노원구" if number % 2 else "중구",),
                field="복지",
                year=2024,
                date=datetime.date(2024, 1, 1),
                passages=(PassageRecord(0, "section=outcomes", "성과", f"경로당 이용 {number}회"),),
            )
            for number in range(1, 26)
        ),
        record("lecture", 50, "주차 강연", url="/lectures/50/"),
    )


@pytest.fixture
def look(client, cases):
    def look(query: str, status: int = 200, prefix: str = ""):
        answer = client.get(f"{prefix}/search/?{query}")
        assert answer.status_code == status
        return answer

    return look


def page(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def parameters(url: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(url).query)


def test_results_lead_to_their_places(look):
    answer = look("q=경로당")
    text = page(answer)
    links = {link["href"] for link in text.select("main a[href]")}
    first = answer.context["results"][0]
    assert first.url in links
    assert f"{first.url}#outcomes" in links
    assert "<mark>경로당</mark>" in answer.content.decode()
    assert answer.context["response"].total == 25


def test_english_pages_show_english_titles_and_stay_english(look):
    answer = look("q=경로당", prefix="/en")
    first = answer.context["results"][0]
    assert first.title.startswith("Senior centre")
    assert first.url.startswith("/en/cases/")
    assert look("q=senior", prefix="/en").context["response"].total == 25


def test_a_korean_only_title_is_shown_on_english_pages(look):
    assert look("q=주차", prefix="/en").context["results"][0].title == "주차 강연"


def test_chips_take_one_value_away_and_keep_the_rest(look):
    answer = look("q=경로당&district=노원구&district=중구&field=복지&sort=date&page=2")
    chips = {str(chip["value_label"]): parameters(chip["url"]) for chip in answer.context["chips"]}
    assert chips["노원구"] == {"q": ["경로당"], "district": ["중구"], "field": ["복지"], "sort": ["date"]}
    assert set(chips) == {"노원구", "중구", "복지"}
    assert parameters(answer.context["clear_url"]) == {"q": ["경로당"], "sort": ["date"]}


def test_facets_offer_each_value_with_its_count(look):
    groups = {group["name"]: group for group in look("q=경로당&district=11350").context["groups"]}
    choices = {choice["value"]: choice for choice in groups["district"]["choices"]}
    assert {value: choice["count"] for value, choice in choices.items()} == {
        "노원구": 13,
        "중구": 12,
        "강남구": 0,
    }
    assert parameters(choices["중구"]["url_add"]) == {"q": ["경로당"], "district": ["노원구", "중구"]}
    assert parameters(choices["노원구"]["url_remove"]) == {"q": ["경로당"]}
    assert [choice["value"] for choice in groups["district"]["selected"]] == ["노원구"]


def test_pages_past_the_end_lead_to_the_last_page(look):
    answer = look("q=경로당&page=9999")
    assert answer.context["page"].number == 3
    assert len(answer.context["results"]) == 5
    assert look("q=없는말입니다&page=7").context["page"].number == 1


def test_wrong_values_are_named_and_ignored(look):
    answer = look("q=경로당&year=abcd&district=부산&district=노원구&page=x", status=400)
    assert answer.context["response"].total == 13
    assert len(answer.context["notices"]) == 3
    assert "부산" in page(answer).get_text()


def test_a_long_query_is_cut_with_a_message(look):
    answer = look("q=" + "경로당 " * 3_000)
    assert len(answer.context["query"]) <= 200
    assert any("200" in notice for notice in answer.context["notices"])


def test_no_results_say_what_was_understood_and_what_to_loosen(look):
    answer = look("q=경로당&district=강남구&year=2024")
    assert answer.context["results"] == []
    assert "경로당" in answer.context["understood"]
    loosenings = {str(item["label"]): item for item in answer.context["loosenings"]}
    assert {label: item["count"] for label, item in loosenings.items()} == {"자치구": 25, "모든 조건": 25}
    assert parameters(loosenings["자치구"]["url"]) == {"q": ["경로당"], "year": ["2024"]}


def test_markup_in_a_query_is_text(look):
    answer = look("q=<script>alert(1)</script>&tag=<b>굵게</b>")
    assert "<script>alert" not in answer.content.decode()
    assert "<b>굵게" not in answer.content.decode()


def test_links_answer_without_scripts(look, client):
    answer = look("q=경로당&district=노원구")
    for link in page(answer).select("main a[href*='search/'], main a[href^='?']"):
        target = link["href"] if link["href"].startswith("/") else "/search/" + link["href"]
        assert client.get(target).status_code == 200


def test_an_index_in_preparation_is_said(client, shelves):
    answer = client.get("/search/?q=경로당")
    assert answer.status_code == 200
    assert len(answer.context["notices"]) == 1


def test_english_readers_find_by_english_words_and_read_the_english_title_first(look):
    shown = page(look("q=senior+centre", prefix="/en"))
    hits = shown.select("article.result")
    assert hits
    for hit in hits:
        assert hit.select_one(".card-title").get_text(" ", strip=True).startswith("Senior centre")
        assert not hit.select_one(".card-title [lang=ko], .card-title[lang=ko]")
        assert hit.select_one(".card-title a")["href"].startswith("/en/cases/")
    untranslated = page(look("q=주차", prefix="/en")).select_one("article.result .card-title a")
    assert untranslated.get_text().strip() == "주차 강연"
    assert untranslated["lang"] == "ko"
