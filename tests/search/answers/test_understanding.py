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
