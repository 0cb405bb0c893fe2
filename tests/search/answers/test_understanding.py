"""What the search makes of a query, as the page shows it and programs read it."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup

from tests.search.fakes import record


@pytest.fixture
def cases(shelve):
    shelve(
        record("case", 1, "스마트쉼터", body="버스를 기다리는 스마트쉼터입니다"),
        record("case", 2, "강남구 주차 안내", districts=("강남구",)),
    )


@pytest.fixture
def ask(client):
    def ask(**parameters) -> dict:
        answer = client.get("/api/search/", parameters)
        assert answer.status_code == 200
        return json.loads(answer.content)

    return ask


def test_the_other_input_mode_is_told_and_undone(ask, cases):
    body = ask(q="tmakxmtnlaxj")
    assert [result["id"] for result in body["results"]] == ["case:1"]
    assert body["query"] == "tmakxmtnlaxj"
    assert body["interpreted"] == {
        "text": "스마트쉼터",
        "changes": [{"type": "keyboard", "from": "tmakxmtnlaxj", "to": "스마트쉼터"}],
    }
    as_typed = ask(q="tmakxmtnlaxj", asis="1")
    assert (as_typed["total"], as_typed["interpreted"]) == (0, {"text": "tmakxmtnlaxj", "changes": []})


def test_the_page_says_it_with_the_right_particle(client, cases):
    page = BeautifulSoup(client.get("/search/?q=tmakxmtnlaxj&district=노원구").content, "html.parser")
    told = page.select_one(".reading")
    assert "'tmakxmtnlaxj' → '스마트쉼터'로 찾았습니다." in " ".join(told.get_text().split())
    back = told.find("a", string="입력한 그대로 찾기")["href"]
    page = BeautifulSoup(client.get(back).content, "html.parser")
    told = page.select_one(".reading")
    assert "입력한 그대로 찾았습니다." in told.get_text()
    assert "asis" not in told.find("a")["href"]
    assert page.select_one("form input[name=asis][value='1']")
    assert "으로" in client.get("/search/?q=dkssud").content.decode()


def test_a_better_spelling_is_looked_for_as_well(ask, client, cases):
    body = ask(q="스마트쉼텨")
    assert [result["id"] for result in body["results"]] == ["case:1"]
    assert body["interpreted"] == {
        "text": "스마트쉼터",
        "changes": [{"type": "spelling", "from": "스마트쉼텨", "to": "스마트쉼터"}],
    }
    page = BeautifulSoup(client.get("/search/?q=스마트쉼텨").content, "html.parser")
    told = page.select_one(".reading")
    assert "'스마트쉼텨' → '스마트쉼터'로도 찾았습니다." in " ".join(told.get_text().split())
    assert [a.get_text() for a in told.find_all("a")] == ["'스마트쉼터'로", "입력한 그대로 찾기"]


def test_other_words_for_the_same_are_told(ask, client, shelve):
    shelve(record("case", 1, "어르신 쉼터"), record("case", 2, "행정안전부 지침"))
    assert ask(q="행안부")["interpreted"]["changes"] == [
        {"type": "synonym", "from": "행안부", "to": "행정안전부"}
    ]
    assert [result["id"] for result in ask(q="행안부")["results"]] == ["case:2"]
    assert ask(q="행안부", asis="1")["total"] == 0
    page = client.get("/en/search/?q=행안부").content.decode()
    assert "Also searched for other words for it" in page


@pytest.fixture
def talks(shelve):
    shelve(
        record("case", 1, "돌봄 로봇 보급", districts=("노원구",), year=2025),
        record(
            "case",
            2,
            "어르신 돌봄",
            body="찾아가는 돌봄 서비스를 합니다",
            districts=("강남구",),
            tags=("사물인터넷",),
        ),
        record("lecture", 3, "돌봄 정책", body="찾아가는 길과 돌봄", districts=("노원구",)),
    )


def found(body: dict) -> set[str]:
    return {result["id"] for result in body["results"]}


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("돌봄", {"case:1", "case:2", "lecture:3"}),
        ("구:노원구 돌봄", {"case:1", "lecture:3"}),
        ("돌봄 태그:IoT", {"case:2"}),
        ("연도:2025", {"case:1"}),
        ("돌봄 -로봇", {"case:2", "lecture:3"}),
        ("-로봇", {"case:2", "lecture:3"}),
        ('"찾아가는 돌봄"', {"case:2"}),
        ('"찾아가는돌봄 서비스"', {"case:2"}),
        ('돌봄 -"찾아가는 돌봄"', {"case:1", "lecture:3"}),
        ('"로봇"', {"case:1"}),
        ("구:없는구 돌봄", {"case:1", "case:2", "lecture:3"}),
    ],
)  # fmt: skip
def test_signs_narrow_the_search(ask, talks, query, ids):
    body = ask(q=query)
    assert (found(body), body["total"]) == (ids, len(ids))


def test_a_named_filter_becomes_a_chosen_one(client, ask, talks):
    body = ask(q="구:노원구 돌봄")
    assert body["interpreted"]["changes"] == [{"type": "filter", "from": "구:노원구", "to": "노원구"}]
    assert [item["value"] for item in body["facets"]["district"] if item["selected"]] == ["노원구"]
    answer = client.get("/search/?q=구:노원구+돌봄")
    chips = {str(chip["value_label"]): chip["url"] for chip in answer.context["chips"]}
    assert "노원구" in chips
    assert client.get(chips["노원구"]).context["response"].total == 3
    assert client.get(answer.context["reading"]["url"]).context["query"] == "구:노원구 돌봄"
