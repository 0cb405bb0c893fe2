"""Locators as addresses, anchors and names."""

from __future__ import annotations

import pytest

from search.places import anchor_of, clock, located_url, name_of, place_of


@pytest.mark.parametrize(
    ("locator", "url", "name", "place"),
    [
        ("", "/x/", "", "body"),
        ("section=outcomes", "/x/#outcomes", "", "body"),
        ("t=754", "/x/?t=754#t754", "강연 12:34", "captions"),
        ("t=3723", "/x/?t=3723#t3723", "강연 1:02:03", "captions"),
        ("slide=2", "/x/?slide=2#p2", "슬라이드 2쪽", "slides"),
        ("page=3", "/x/?page=3#p3", "첨부 3쪽", "attachment"),
        ("part=4", "/x/?part=4#s4", "첨부 4째 대목", "attachment"),
        ("table=1&row=2", "/x/?table=1&row=2#t1r2", "표 2행", "attachment"),
        ("table=3&row=7", "/x/?table=3&row=7#t3r7", "표 3의 7행", "attachment"),
    ],
)
def test_every_locator_leads_somewhere(locator, url, name, place):
    assert (located_url("/x/", locator), name_of(locator), place_of(locator)) == (url, name, place)


@pytest.mark.parametrize("odd", ["t=", "t=x", "page=-1", "page=" + "9" * 40, "row=７", "=", "&&", "nothing"])
def test_odd_locators_break_nothing(odd):
    assert located_url("/x/", odd).startswith("/x/")
    assert anchor_of(odd) in ("", "r7")
    assert name_of(odd) in ("", "표 7행")


def test_clock():
    assert [clock(seconds) for seconds in (0, 59, 60, 754, 3600)] == [
        "0:00",
        "0:59",
        "1:00",
        "12:34",
        "1:00:00",
    ]
