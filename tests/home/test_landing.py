"""The first page: what it offers, in its order."""

from __future__ import annotations

import datetime
import re
from html import unescape

import pytest
from django.utils import timezone

from home.models import HomePage
from portal.core.site_tree import ensure_lists
from tests.factories.site import make_case, make_district, make_lecture, make_session, restrict

pytestmark = pytest.mark.django_db


def text(client, address: str = "/") -> str:
    return unescape(client.get(address).content.decode()).partition("<main")[2].partition("</main>")[0]


def place(html: str, *words: str) -> list[int]:
    return [html.index(word) for word in words]


def test_everything_comes_in_the_order_readers_need_it(client):
    make_case(district=make_district())
    make_session(1, date="2024-01-01")
    html = text(client)
    places = place(
        html,
        'id="hero-search"',
        "이렇게 찾아보세요",
        "최근 포럼",
        "최근 사례",
        ">자치구에서 찾기",
        "분야에서 찾기",
    )
    assert places == sorted(places)


def test_examples_lead_to_their_search(client):
    ensure_lists()
    HomePage.objects.update(example_queries="고독사 예방\n\n  A&B \n")
    links = re.findall(r'class="chip"\s+href="(/search/\?q=[^"]+)"', text(client))
    assert links == ["/search/?q=%EA%B3%A0%EB%8F%85%EC%82%AC%20%EC%98%88%EB%B0%A9", "/search/?q=A%26B"]


def test_english_readers_get_english_examples(client):
    ensure_lists()
    HomePage.objects.update(example_queries="고독사 예방", example_queries_en="lonely deaths\nCCTV")
    shown = re.findall(r'class="chip"\s+href="/en/search/\?q=([^"]+)"', text(client, "/en/"))
    assert shown == ["lonely%20deaths", "CCTV"]
    HomePage.objects.update(example_queries_en="")
    assert "고독사 예방" in text(client, "/en/")


def test_the_next_session_comes_before_the_latest(client):
    today = timezone.localdate()
    make_session(1, title="지난 포럼", date=today - datetime.timedelta(days=3))
    assert "최근 포럼" in text(client)
    make_session(3, title="먼 포럼", date=today + datetime.timedelta(days=90))
    near = make_session(2, title="다음다음 포럼", date=today + datetime.timedelta(days=9))
    make_lecture("실린 강연", session=near)
    html = text(client)
    assert "다음 포럼" in html
    assert "다음다음 포럼" in html
    assert "실린 강연" in html
    assert "먼 포럼" not in html


def test_cases_come_by_the_date_of_their_latest_source_not_of_their_making(client):
    dates = ("2025-01-01", "2021-01-01", "2023-01-01")
    for date in dates:
        sources = [{"outlet": "자료", "date": "2019-01-01"}, {"outlet": "자료", "date": date}]
        make_case(f"{date[:4]}년 사례", sources=sources)
    html = text(client)
    places = place(html, "2025년 사례", "2023년 사례", "2021년 사례")
    assert places == sorted(places)


def test_fields_and_totals_count_what_the_reader_may_see(client):
    make_case(field="교통")
    restrict(make_case("숨은 사례", field="교통"))
    html = text(client)
    assert re.search(r"<span>교통</span><span class=\"count\">1<", html)
    assert "사례 <strong>1</strong>건" in html
    assert "숨은 사례" not in html
