"""Whatever is typed or sent, the answer is a page with the header, never an error of the server."""

from __future__ import annotations

import json
import unicodedata
import urllib.error
import urllib.request
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Complaints
from tests.e2e.places import DEEP_CASE, NOWON_CASE, SENIOR_CENTRES, search
from tests.e2e.portal import Portal
from tests.e2e.test_reading import count

NFD = unicodedata.normalize("NFD", SENIOR_CENTRES)
EMOJI = "👩🏽‍💻🏙️🇰🇷"
SEARCHES = {
    "10,000 syllables": "q=" + quote("가" * 10_000),
    "10,000 letters": "q=" + "a" * 10_000,
    "10,000 words": "q=" + "+".join([quote("경로당")] * 2_000),
    "control characters": "q=%00%01%08%1b%7f%C2%85" + quote(SENIOR_CENTRES),
    "nothing but control characters": "q=%00%01%02",
    "direction marks": "q=" + quote("\u202e\u200b\ufeff" + SENIOR_CENTRES),
    "emoji": "q=" + quote(EMOJI),
    "not UTF-8": "q=%ff%fe%ed%a0%80",
    "half an escape": "q=%e",
    "query syntax": "q=" + quote('"((title:* OR -) AND [1 TO "~9^^\\'),
    "markup": "q=" + quote("<script>alert(1)</script>"),
    "blanks": "q=+++%09%0a",
    "page far away": "q=" + quote(SENIOR_CENTRES) + "&page=9999",
    "page beyond numbers": "page=" + "9" * 400,
    "negative page": "page=-1",
    "no page": "page=%F0%9F%98%80",
    "no size": "size=0",
    "unknown district": "district=" + quote("없는구"),
    "unknown everything": "kind=x&district=x&field=x&tag=x&year=x&licence=x&sort=x",
    "control in facets": "district=%00&tag=%00%01&year=%00&licence=%1b",
    "a thousand facets": "&".join(f"tag={number}" for number in range(1_000)),
    "arrays": "q[]=1&district[]=2&q=a&q=b",
}
LISTS = {
    "page far away": "/cases/?page=9999",
    "no page": "/cases/?page=%00",
    "unknown filters": "/cases/?district=x&field=%00&stage=9&technology=%F0%9F%98%80&year=abc&outcome=x",
    "lectures": "/lectures/?tag=x&session=x&speaker=-1&year=99999999999999999999&page=-4",
    "sessions": "/sessions/?year=%00&page=1e9",
    "speakers": "/speakers/?page=99999999999999999999",
    "tags": "/tags/?page=%ff",
    "a district": "/districts/nowon-gu/?x=%00",
    "a case": DEEP_CASE + "?t=%00&page=x",
    "signing in": "/login/?next=https://elsewhere.example/%00",
}
MISSING = (
    "/districts/없는구/",
    "/speakers/없는사람/",
    "/speakers/%00/",
    "/districts/%00/",
    "/cases/%F0%9F%98%80/",
    "/cases/" + "가" * 800 + "/",
    "/%ff%fe/",
    "/documents/99999999999999999999999/x.pdf",
    "/documents/1/../../secret-key",
    "/media/pictures/99999999999999999999999/x.webp",
    "/static/../portal.sqlite3",
    "/en/en/cases/",
)


def expect_page(status: int, body: str, *allowed: int) -> None:
    assert status in allowed, status
    assert 'class="site-header"' in body
    assert 'id="content"' in body
    assert "Traceback" not in body


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("case", SEARCHES)
def test_a_search_always_gets_a_page(portal: Portal, case: str, prefix: str) -> None:
    status, body = portal.get(f"{prefix}/search/?{SEARCHES[case]}")
    expect_page(status, body, 200, 400)
    assert 'role="search"' in body
    assert "<script>alert" not in body


@pytest.mark.parametrize("case", SEARCHES)
def test_the_api_answers_in_its_own_words(portal: Portal, case: str) -> None:
    status, body = portal.get(f"/api/search/?{SEARCHES[case]}")
    answer = json.loads(body)
    assert (status == 400 and answer["error"]["message"]) or (status == 200 and "results" in answer), status


@pytest.mark.parametrize("case", LISTS)
def test_a_list_ignores_what_it_does_not_know(portal: Portal, case: str) -> None:
    expect_page(*portal.get(LISTS[case]), 200)


@pytest.mark.parametrize("address", MISSING)
def test_what_is_not_there_is_said_kindly(portal: Portal, address: str) -> None:
    expect_page(*portal.get(quote(address, safe="/%")), 400, 404)


@pytest.mark.parametrize("address", ["/login/", "/admin/login/", "/logout/"])
def test_a_form_sent_with_rubbish_is_refused_politely(portal: Portal, address: str) -> None:
    request = urllib.request.Request(portal.url + address, data=b"username=%00&password=" + b"x" * 100_000)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with pytest.raises(urllib.error.HTTPError) as refused:
        opener.open(request, timeout=20)
    with refused.value as answer:
        assert answer.code == 403
        expect_page(answer.code, answer.read().decode(), 403)


def test_a_long_query_in_the_browser(page: Page) -> None:
    page.goto(search(SENIOR_CENTRES + " " + "가나다라마바사 " * 1_500))
    expect(page.locator(".results-notices .notice-warn")).to_contain_text("200자")
    value = page.locator("#site-search").input_value()
    assert value.startswith(SENIOR_CENTRES)
    assert len(value) <= 200
    page.fill("#site-search", "나" * 10_000)
    assert (
        len(page.locator("#site-search").input_value()) <= 200
        or page.locator("#site-search").evaluate("field => field.maxLength") == 200
    )
    page.press("#site-search", "Enter")
    expect(page.locator("header.site-header")).to_be_visible()


def test_decomposed_hangul_is_the_same_query(page: Page) -> None:
    page.goto(search(SENIOR_CENTRES))
    total, titles = count(page), page.locator(".result h2").all_inner_texts()
    assert total > 0
    page.goto("/")
    page.fill("#hero-search", NFD)
    with page.expect_navigation():
        page.press("#hero-search", "Enter")
    assert count(page) == total
    assert page.locator(".result h2").all_inner_texts() == titles
    expect(page.locator("#site-search")).to_have_value(SENIOR_CENTRES)
    # Facets and addresses take it too.
    page.goto(f"/search/?q={quote(NFD)}&district={quote(unicodedata.normalize('NFD', '노원구'))}")
    expect(page.locator(".chip-remove")).to_contain_text("노원구")
    expect(page.locator(f".result h2 a[href='{NOWON_CASE}']")).to_be_visible()


def test_emoji_and_a_page_too_far_in_the_browser(page: Page, complaints: Complaints) -> None:
    page.goto(search(EMOJI))
    expect(page.locator("h1")).to_contain_text("🏙️")
    page.goto("/search/?page=9999")
    assert page.locator(".result").count() > 0
    expect(page.locator(".pager [aria-current=page]")).to_be_visible()
    expect(page.locator(".pager a[rel=next]")).to_have_count(0)
    complaints.allow(r"status of 400")
    page.goto(search(SENIOR_CENTRES, district="없는구"))
    expect(page.locator(".results-notices .notice-warn")).to_contain_text("없는구")
    assert page.locator(".result").count() > 0
