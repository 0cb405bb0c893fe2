"""Whatever is sent to the portal: no error of ours, no echo that a browser would run, no door left open."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
SCREENS = ("/search/", "/en/search/")
SEARCH = (*SCREENS, "/api/search/")
LISTS = (
    "/cases/",
    "/lectures/",
    "/sessions/",
    "/districts/nowon-gu/cases/",
    "/speakers/",
    "/tags/",
    "/districts/",
    "/districts/table/",
    "/cases/compare/",
)

TEXTS = {
    "ten thousand characters": "가" * 10_000,
    "five hundred words": " ".join(f"낱말{number}" for number in range(500)),
    "only jamo": "ㄱㄴㄷㅏㅑㅓ",
    "conjoining jamo": "\u1100\u1161\u11a8" * 50,
    "half a syllable": "\u1161\u11a8",
    "emoji": "👩‍👩‍👧‍👦🇰🇷🏳️‍🌈" * 20,
    "right to left": "\u202eשלום مرحبا\u202c",
    "nul": "돌\x00봄",
    "controls": "".join(map(chr, range(32))) + "\x7f\x80\x9f",
    "noncharacters": "\ufdd0\ufffe\uffff\U0010ffff",
    "combining marks": "e" + "\u0301" * 2000,
    "sql": "'; DROP TABLE search_searchdocument; -- \" OR 1=1 %s %(x)s",
    "like wildcards": "%_\\%",
    "query language": 'title_m:돌봄 AND (body_m:* OR NOT kind:"case")^2~3 [a TO z] {b TO c} +a -b /re.*/',
    "dsl": '{"query": {"match_all": {}}, "script": "1"}',
    "quotes": "\"'\"'«»“”‘’``" * 30,
    "format strings": "{0} {x.__class__} %n %d ${env} {{7*7}} {% debug %}",
    "markup": XSS,
    "white space": " \t\r\n\u3000\u2003 ",
    "one letter": "a",
    "only punctuation": "?!.,;:()[]{}<>|&",
    "numbers": "٣ ½ ² 123456789012345678901234567890",
}
RAW = {
    "invalid utf-8": "%ff%fe%80",
    "cut utf-8": "%ea%b0",
    "lone surrogate": "%ed%a0%80%ed%b0%80",
    "overlong": "%c0%80%e0%80%af",
    "bad escape": "%zz%u1234%",
    "twice encoded": "%2525%253Cscript%253E",
}


def raw(client: Client, path: str, query: str):
    """A request with exactly this query string."""
    return client.get(path, QUERY_STRING=query)


def well_formed(response) -> None:
    """A search answer: results, or the documented error."""
    assert response.status_code in (200, 400), response.status_code
    if response["Content-Type"] == "application/json":
        body = json.loads(response.content)
        if response.status_code == 400:
            assert set(body) == {"error"}
            assert set(body["error"]) == {"parameter", "message"}
            assert all(isinstance(text, str) and text for text in body["error"].values())
        else:
            assert {
                "query",
                "interpreted",
                "total",
                "engine",
                "took_ms",
                "facets",
                "promoted",
                "results",
            } == set(body)
            response.content.decode("utf-8")


class Tags(HTMLParser):
    """Scripts, handlers and foreign addresses that a browser would take from a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.is_data = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_data = tag == "script" and dict(attrs).get("type") == "application/ld+json"
        for name, value in attrs:
            if name.startswith("on") or (name in ("href", "src", "action") and foreign(value or "")):
                self.found.append(f"<{tag} {name}={value}>")
        if tag in ("iframe", "object", "embed") or (tag == "img" and dict(attrs).get("src") == "x"):
            self.found.append(f"<{tag}>")

    def handle_data(self, data: str) -> None:
        # Data for machines does not run; a sign that could end it early has no business in it.
        if self.cdata_elem == "script" and data.strip() and not (self.is_data and "<" not in data):
            self.found.append(f"script: {data[:40]}")


def foreign(address: str) -> bool:
    plain = address.strip().casefold()
    return plain.startswith(("javascript:", "data:", "vbscript:", "//", "http://evil", "https://evil", "\\"))


def running(html: str) -> list[str]:
    tags = Tags()
    tags.feed(html)
    return tags.found


def test_any_text_is_a_query(shown, client):
    for text in TEXTS.values():
        for path in SEARCH:
            response = client.get(path, {"q": text})
            well_formed(response)
            assert response.status_code == 200, (path, text[:40])
            if path in SCREENS:
                assert running(response.content.decode()) == [], text[:40]


def test_any_bytes_are_a_query_string(shown, client):
    for text in RAW.values():
        for path in SEARCH:
            for query in (f"q={text}", f"tag={text}", f"{text}=1", f"q={text}&page={text}&year={text}", text):
                well_formed(raw(client, path, query))
        for path in LISTS:
            assert raw(client, path, f"tag={text}&page={text}&year={text}&{text}").status_code == 200


NAMES = ("q", "kind", "district", "field", "tag", "year", "licence", "sort", "page", "size")


def test_every_parameter_takes_every_text_and_any_number_of_times(shown, client):
    odd = [*TEXTS.values(), "0", "-1", "1e9", "9" * 5000, "abc", "1.5", "٣", "0x10", "None", "", "노원구"]
    for name in NAMES:
        for text in odd:
            well_formed(client.get("/api/search/", {name: text}))
        for path in SEARCH:
            well_formed(client.get(path, {name: odd * 3}))
            well_formed(client.get(path, {name: ["돌봄"] * 100}))
    for text in odd:
        well_formed(client.get("/search/", dict.fromkeys(NAMES[1:], text)))


def test_a_wrong_value_is_named_by_the_api_and_by_the_screen(shown, client):
    wrong = ("size=0", "size=-1", "size=1000000000", "size=abc", "page=0", "page=99999999999999999999")
    wrong += (
        "year=abc",
        "year=20245",
        "kind=xss",
        "district=없는구",
        "field=없음",
        "licence=9",
        "sort=random",
    )
    for query in wrong:
        response = client.get(f"/api/search/?{query}")
        well_formed(response)
        assert response.status_code == 400, query
        assert json.loads(response.content)["error"]["parameter"] == query.partition("=")[0]
        screen = client.get(f"/search/?{query}")
        assert screen.status_code == 400, query
        assert 'class="notice notice-warn"' in screen.content.decode()


def test_pages_behind_the_last_are_empty_for_programs_and_the_last_for_people(shown, client):
    answer = json.loads(client.get("/api/search/?page=9999").content)
    assert (answer["results"], answer["total"] > 0) == ([], True)
    assert 'class="row result"' in client.get("/search/?page=9999").content.decode()


def test_parameters_with_brackets_and_unknown_ones_are_ignored(shown, client):
    plain = json.loads(client.get("/api/search/").content)["total"]
    for query in ("q[]=x", "q[0]=x", "tag[]=x", "__proto__=1", "q%00=x", "callback=alert", "format=api"):
        assert json.loads(raw(client, "/api/search/", query).content)["total"] == plain, query


def test_only_reading_methods_do_anything(shown):
    client = Client(enforce_csrf_checks=True)
    for path in (*SEARCH, "/cases/", "/", "/speakers/", "/tags/", "/sitemap.xml", "/readyz", "/robots.txt"):
        head = client.head(path)
        assert (head.status_code, head.content) == (200, b""), path
        for method in ("POST", "PUT", "PATCH", "DELETE", "BREW"):
            assert client.generic(method, path).status_code in (403, 405), (method, path)
        for method in ("OPTIONS", "TRACE"):
            assert client.generic(method, path).status_code in (200, 405), (method, path)


def test_listings_take_any_parameter(shown, client):
    names = (
        "page",
        "tag",
        "year",
        "district",
        "session",
        "speaker",
        "type",
        "stage",
        "outcome",
        "field",
        "id",
        "only",
        "done",
    )
    for path in LISTS:
        for text in [*TEXTS.values(), "-1", "0", "last", "1e9", "9" * 400]:
            response = client.get(path, dict.fromkeys(names, text))
            assert response.status_code == 200, (path, text[:40])
        assert client.get(path, {"page": ["1", XSS] * 50, "tag": [XSS] * 100}).status_code == 200


def test_what_is_reflected_is_escaped(shown, client):
    payloads = [XSS, "javascript:alert(1)", "//evil.example", "<mark>x</mark>", "</title><script>x</script>"]
    for payload in payloads:
        for path in (*SCREENS, *LISTS, "/en/cases/", "/없음/", "/login/"):
            names = [*NAMES, "next", payload]
            response = client.get(path, dict.fromkeys(names, payload))
            said = response.content.decode()
            assert running(said) == [], (path, payload)
            assert "<mark>x" not in said
    for odd in (
        *payloads,
        "..",
        "../../etc/passwd",
        "//evil.example",
        "\\evil.example",
        "%0d%0aSet-Cookie: x",
    ):
        for prefix in ("/", "/en/"):
            response = client.get(prefix + quote(odd, safe="/%") + "/")
            assert response.status_code == 404, (prefix, odd)
            assert running(response.content.decode()) == [], (prefix, odd)
