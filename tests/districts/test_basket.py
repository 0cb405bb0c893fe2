from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.site import make_case, restrict

pytestmark = pytest.mark.django_db

BASKET = "/cases/compare/basket/"


@pytest.fixture
def cases():
    return [make_case(f"사례 {number}") for number in range(6)]


def put(client: Client, case, **headers: str):
    return client.post(BASKET, {"action": "add", "id": case.pk}, headers=headers or None)


def query(cases, done: str) -> str:
    return "/cases/compare/?" + "".join(f"id={case.pk}&" for case in cases) + f"done={done}"


def test_cases_are_gathered_over_pages(cases, client):
    assert put(client, cases[0])["Location"] == query(cases[:1], "added")
    response = put(client, cases[1])
    assert (response.status_code, response["Location"]) == (303, query(cases[:2], "added"))
    assert client.cookies["compare"].value == f"{cases[0].pk}.{cases[1].pk}"
    shown = client.get(response["Location"])
    assert "비교함에 담았습니다." in shown.content.decode()
    assert [case.title for case in shown.context["choice"].cases] == ["사례 0", "사례 1"]


def test_the_basket_opens_under_an_address_that_names_it(cases, client):
    put(client, cases[2])
    put(client, cases[0])
    response = client.get("/cases/compare/")
    assert response["Location"] == f"/cases/compare/?id={cases[2].pk}&id={cases[0].pk}"
    assert "no-store" in response["Cache-Control"]
    assert client.get("/en/cases/compare/")["Location"].startswith("/en/cases/compare/?id=")


def test_a_fifth_is_refused_with_a_word(cases, client):
    for case in cases[:4]:
        put(client, case)
    response = put(client, cases[4])
    assert response["Location"] == query(cases[:4], "full")
    assert "네 건까지 담을 수 있습니다" in client.get(response["Location"]).content.decode()


def test_the_same_again_and_what_is_not_there(cases, client):
    put(client, cases[0])
    assert put(client, cases[0])["Location"] == query(cases[:1], "there")
    secret = make_case("비밀")
    restrict(secret)
    hidden, absent = put(client, secret), client.post(BASKET, {"action": "add", "id": "999999"})
    assert hidden["Location"] == absent["Location"] == query(cases[:1], "missing")
    for value in ("", "x", "1.2", "-1", "9" * 40):
        assert client.post(BASKET, {"action": "add", "id": value})["Location"] == query(cases[:1], "missing")


def test_one_is_taken_out_and_then_all(cases, client):
    for case in cases[:3]:
        put(client, case)
    kept = client.post(BASKET, {"action": "set", "id": [cases[0].pk, cases[2].pk]})
    assert kept["Location"] == query([cases[0], cases[2]], "removed")
    assert client.cookies["compare"].value == f"{cases[0].pk}.{cases[2].pk}"
    assert client.post(BASKET, {"action": "set"})["Location"] == "/cases/compare/?done=emptied"
    assert client.cookies["compare"].value == ""
    assert client.get("/cases/compare/").status_code == 200


def test_a_case_that_went_private_makes_room(cases, client):
    for case in cases[:4]:
        put(client, case)
    restrict(cases[0])
    assert put(client, cases[4])["Location"] == query(cases[1:5], "added")


@pytest.mark.parametrize("value", ["", "x", "1..2", "1.2.3.4.5", "<script>", "9" * 30, "1;2"])
def test_a_cookie_that_is_not_ours_is_an_empty_basket(client, value):
    client.cookies["compare"] = value
    assert client.get("/cases/compare/").status_code == 200


def test_other_sites_cannot_fill_it(cases, client):
    for headers in (
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "origin": "http://testserver"},
    ):
        assert put(client, cases[0], **headers).status_code == 403
    assert "compare" not in client.cookies
    assert put(client, cases[0], origin="http://testserver").status_code == 303
    assert put(client, cases[1], **{"sec-fetch-site": "same-origin"}).status_code == 303


def test_no_token_is_asked_for_and_reading_changes_nothing(cases):
    strict = Client(enforce_csrf_checks=True)
    assert put(strict, cases[0]).status_code == 303
    assert strict.get(BASKET).status_code == 405


def test_scripts_get_an_answer_of_their_own(cases, client):
    response = put(client, cases[0], accept="application/json")
    assert response.json() == {
        "ids": [cases[0].pk],
        "status": "added",
        "message": "비교함에 담았습니다.",
        "url": query(cases[:1], "added"),
    }


def test_pages_with_the_button_are_the_same_for_every_basket(cases, client):
    """So that they can be cached: no token, no cookie, no trace of what is in the basket."""
    fresh = Client()
    put(client, cases[0])
    for address in ("/cases/", cases[0].get_url(), "/"):
        plain, full = fresh.get(address), client.get(address)
        assert plain.content == full.content
        assert "비교함에 담기" in plain.content.decode()
        assert not full.cookies
        assert "Cookie" not in full.get("Vary", "") or plain.get("Vary") == full.get("Vary")
