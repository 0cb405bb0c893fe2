"""The rules of every list: order, counts, chosen filters, the way out of an empty list."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.core.paginator import Paginator
from django.utils import translation

from portal.core.templatetags.portal_format import list_count
from tests.factories.site import make_case, make_district, make_lecture, make_session, make_speaker

pytestmark = pytest.mark.django_db


def text(client, address: str) -> str:
    return unescape(client.get(address).content.decode())


def titles(client, address: str) -> list[str]:
    found = re.findall(r'card-title">\s*<a [^>]*>\s*(?:<span[^>]*>)?([^<]+)', text(client, address))
    return [title.strip() for title in found]


def links(html: str, label: str) -> list[str]:
    return re.findall(rf'<a [^>]*href="([^"]+)"[^>]*>\s*{label}', html)


@pytest.fixture
def five(db) -> None:
    nowon, gangnam = make_district(), make_district("강남구", "Gangnam-gu", "11680")
    dated = "2024-01-02", "2023-05-06", "2025-03-04"
    rows = (("나무 지도", nowon, 2020), ("가로등 조명", gangnam, 2024), ("하천 감시", None, None))
    for (title, district, started), date in zip(rows, dated, strict=True):
        make_case(title, district=district, year_started=started, sources=[{"outlet": "자료", "date": date}])
    make_case("다리 점검", district=nowon, title_en="Apple bridge", sources=[])


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", ["하천 감시", "나무 지도", "가로등 조명", "다리 점검"]),
        ("date", ["하천 감시", "나무 지도", "가로등 조명", "다리 점검"]),
        ("oldest", ["가로등 조명", "나무 지도", "하천 감시", "다리 점검"]),
        ("title", ["가로등 조명", "나무 지도", "다리 점검", "하천 감시"]),
        ("started", ["가로등 조명", "나무 지도", "하천 감시", "다리 점검"]),
        ("district", ["가로등 조명", "나무 지도", "다리 점검", "하천 감시"]),
        ("unheard-of", ["하천 감시", "나무 지도", "가로등 조명", "다리 점검"]),
    ],
)
def test_cases_stand_in_the_order_asked_for(client, five, sort, expected):
    """What has no date, start or district comes last."""
    assert titles(client, f"/cases/?sort={sort}") == expected


def test_english_titles_order_the_english_list(client, five):
    assert titles(client, "/en/cases/?sort=title")[0] == "Apple bridge"


def test_lectures_and_sessions_can_be_turned_round(client):
    for number, date in ((1, "2023-01-01"), (2, "2024-01-01")):
        session = make_session(number, date=date)
        make_lecture(f"강연 {number}", session=session, date=date)
    assert titles(client, "/lectures/") == ["강연 2", "강연 1"]
    assert titles(client, "/lectures/?sort=oldest") == ["강연 1", "강연 2"]
    assert titles(client, "/sessions/?sort=oldest") == ["제1차 포럼", "제2차 포럼"]


def test_speakers_by_name_or_by_talks(client):
    busy, quiet = make_speaker("하하하"), make_speaker("가가가")
    for speaker in (busy, busy, quiet):
        make_lecture(speaker=speaker)
    by_name, by_talks = text(client, "/speakers/"), text(client, "/speakers/?sort=talks")
    assert by_name.index("가가가") < by_name.index("하하하")
    assert by_talks.index("하하하") < by_talks.index("가가가")


def test_the_order_stays_while_filtering_paging_and_clearing(client):
    for _number in range(25):
        make_case(field="복지")
    html = text(client, "/cases/?field=복지&sort=title")
    assert 'name="sort" value="title"' in html
    assert "<strong>25</strong>건 중 1–20" in html
    following = next(link for link in links(html, "다음") if "page=2" in link)
    assert "sort=title" in following
    assert "field=" in following
    assert links(html, "모두 지우기") == ["/cases/?sort=title"]
    assert re.search(r"<title>\s*사례: 복지 \|", html)


@pytest.mark.parametrize("page", ["2", "99", "-1", "last", "0"])
def test_a_page_out_of_range_leads_to_the_nearest(client, page):
    for _number in range(25):
        make_case()
    html = text(client, f"/cases/?page={page}")
    assert "<strong>25</strong>건 중 " in html
    assert ("21–25" in html) == (page in ("2", "99"))
    assert ("(2/2쪽)" in html) == ("21–25" in html)


def test_an_empty_list_names_the_filter_to_loosen_and_its_count(client):
    nowon = make_district()
    for _number in range(3):
        make_case(district=nowon, field="복지")
    make_case(field="교통")
    html = text(client, "/cases/?district=노원구&field=교통")
    ways = re.findall(r'<a class="chip chip-on" href="([^"]+)">\s*([^<]+?)\s*</a>', html)
    assert [label for _url, label in ways] == ["분야 빼고 보기: 3건", "자치구 빼고 보기: 1건"]
    assert len(titles(client, ways[0][0])) == 3
    assert links(html, "모두 지우기")
    assert links(html, "통합검색에서 찾기") == ["/search/"]


def test_an_empty_list_without_filters_leads_elsewhere(client):
    make_district()
    html = text(client, "/cases/")
    assert "아직 실린 사례가 없습니다" in html
    assert "빼고 보기" not in html
    assert links(html, "통합검색에서 찾기")


@pytest.mark.parametrize(
    ("items", "page", "unit", "korean", "english"),
    [
        (152, 1, "", "<strong>152</strong>건 중 1–20", "1–20 of <strong>152</strong>"),
        (152, 8, "", "<strong>152</strong>건 중 141–152", "141–152 of <strong>152</strong>"),
        (1200, 60, "명", "<strong>1,200</strong>명 중 1,181–1,200", "1,181–1,200 of <strong>1,200</strong>"),
        (20, 1, "", "모두 <strong>20</strong>건", "<strong>20</strong> in all"),
        (0, 1, "회", "모두 <strong>0</strong>회", "<strong>0</strong> in all"),
    ],
)
def test_a_list_says_how_much_of_it_is_shown(items, page, unit, korean, english):
    shown = Paginator(range(items), 20).page(page)
    assert list_count(shown, unit) == korean
    with translation.override("en"):
        assert list_count(shown, unit) == english
