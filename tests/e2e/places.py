"""Addresses of the sample content, one of every kind of screen."""

from __future__ import annotations

from urllib.parse import quote

SENIOR_CENTRES = "스마트경로당"
NOWON_CASE = "/districts/nowon-gu/cases/wolseong-smart-senior-center/"
DEEP_CASE = "/districts/gwanak-gu/cases/gwanak-smart-senior-centres/"
LECTURE = "/lectures/generative-ai-trends-and-local-government/"


def search(query: str = "", **filters: str) -> str:
    """The address of a search; filters by the names of the parameters."""
    pairs = [("q", query)] if query else []
    pairs += list(filters.items())
    return "/search/?" + "&".join(f"{name}={quote(value)}" for name, value in pairs)


PLACES = {
    "home": "/",
    "search": search(SENIOR_CENTRES),
    "search-filtered": search(SENIOR_CENTRES, district="노원구"),
    "search-all": "/search/",
    "search-nothing": search("압구정", district="노원구"),
    "search-nothing-at-all": search("zqjvxkw"),
    "search-wrong": search(SENIOR_CENTRES, year="언제"),
    "lectures": "/lectures/",
    "lecture": LECTURE,
    "lecture-untitled": "/sessions/session-1/session-1-special-lecture/",
    "sessions": "/sessions/",
    "session": "/sessions/session-3/",
    "speakers": "/speakers/",
    "cases": "/cases/",
    "district-cases": "/districts/nowon-gu/cases/",
    "case": DEEP_CASE,
    "case-short": NOWON_CASE,
    "districts": "/districts/",
    "district": "/districts/gwanak-gu/",
    "tags": "/tags/",
    "api": "/api/",
    "login": "/login/",
    "missing": "/no-such-page/",
}
# Answered with a status that Chromium reports on its console.
STATUS = {"search-wrong": 400, "missing": 404}
