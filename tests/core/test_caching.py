"""Kept pages: the same as made ones after every kind of change, in every process, and for nobody in particular."""

from __future__ import annotations

import copy
import datetime
import gzip
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from portal.core import caching, changes
from portal.core.caching import Kept, PageCacheMiddleware, PageStore, WatchedCookies
from portal.core.models import SiteIdentity, Tag
from tests.factories.shown import Shown, make_shown
from tests.factories.site import make_case, make_user

MORE = [
    "/speakers/",
    "/tags/",
    "/tags/돌봄/",
    "/glossary/",
    "/districts/gap/",
    "/guides/",
    "/expo/",
    "/prize/",
    "/calendar/",
    "/cases/?field=복지",
    "/cases/?sort=title&page=1",
    "/cases/nothing-here/",
]


@pytest.fixture(autouse=True)
def store(monkeypatch) -> PageStore:
    """The memory of this process, empty. Tests run inside a transaction, where every statement is a change."""
    fresh = PageStore()
    monkeypatch.setattr(caching, "store", fresh)
    monkeypatch.setattr(changes, "state", changes.read_state)
    monkeypatch.setattr(changes, "_note_once", changes._note)
    return fresh


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker) -> Iterator[Shown]:
    """Made once for all tests here, which each undo what they did to it."""
    with django_db_blocker.unblock(), transaction.atomic():
        shown = make_shown()
        # Made when it is first asked for, which is a change.
        SiteIdentity.for_site(Site.objects.get())
        yield shown
        transaction.set_rollback(True)


@pytest.fixture
def shown(site, db) -> Shown:
    return copy.deepcopy(site)


def in_both(addresses: list[str]) -> list[str]:
    return [prefix + address for address in addresses for prefix in ("", "/en")]


def answer(address: str, **headers: str) -> Any:
    return Client(headers=headers).get(address)


def made(address: str) -> HttpResponse:
    """The answer of a process that keeps nothing."""
    kept, caching.store = caching.store, PageStore()
    try:
        return answer(address)
    finally:
        caching.store = kept


def told(response: HttpResponse) -> tuple[int, bytes, str]:
    return response.status_code, response.content, response.get("Location", "")


def test_every_page_is_kept_and_the_same(shown: Shown, store: PageStore) -> None:
    addresses = in_both([*shown.addresses(), *MORE])
    first = {address: told(answer(address)) for address in addresses}
    kept = len(store)
    assert kept == sum(status == 200 for status, *_ in first.values()) > 50
    for address, expected in first.items():
        assert told(answer(address)) == expected == told(made(address)), address
    assert len(store) == kept


def test_a_kept_page_costs_one_query(shown: Shown, django_assert_num_queries) -> None:
    answer("/cases/")
    with django_assert_num_queries(1):
        assert answer("/cases/").status_code == 200


def test_a_draft_changes_nothing_and_costs_nothing(shown: Shown, store: PageStore) -> None:
    answer(shown.cases[0].url)
    page = shown.cases[0]
    page.title = "아직 초안"
    page.save_revision()
    page.save_revision()
    state = changes.state()
    answer(shown.cases[0].url)
    assert len(store) == 1
    assert changes.state() == state


def test_a_browser_that_has_the_page_gets_no_body(shown: Shown) -> None:
    first = answer("/cases/")
    assert first["Cache-Control"] == "public, no-cache"
    assert first["Vary"] == "Accept-Encoding, Cookie"
    again = answer("/cases/", if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == "public, no-cache"
    make_case("한 건 더")
    changed = answer("/cases/", if_none_match=first["ETag"])
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]
    PageViewRestriction.objects.create(
        page=shown.cases[0].get_parent(), restriction_type=PageViewRestriction.LOGIN
    )
    hidden = answer(shown.cases[0].url, if_none_match=first["ETag"])
    assert hidden.status_code == 302


def test_the_validator_outlives_a_change_elsewhere(shown: Shown) -> None:
    """What was thrown away and made again the same is still what the browser has."""
    first = answer("/glossary/")
    Tag.objects.create(name="아무 데도", slug="nowhere")
    assert answer("/glossary/", if_none_match=first["ETag"]).status_code == 304


@pytest.mark.parametrize(
    ("accepted", "compressed"),
    [
        ("gzip", True),
        ("br, gzip;q=0.8", True),
        ("gzip;q=0", False),
        ("gzip;q=0.0, br", False),
        ("identity", False),
        ("", False),
    ],
)
def test_compressed_for_those_who_take_it(shown: Shown, accepted: str, compressed: bool) -> None:
    whole = answer("/cases/")
    assert not whole.has_header("Content-Encoding")
    for _ in range(2):
        response = answer("/cases/", accept_encoding=accepted)
        assert response.has_header("Content-Encoding") is compressed
        assert response["Content-Length"] == str(len(response.content))
        body = gzip.decompress(response.content) if compressed else response.content
        assert body == whole.content


def test_somebody_signed_in_meets_no_kept_page_and_leaves_none(shown: Shown, store: PageStore) -> None:
    answer("/cases/")
    kept = len(store)
    client = Client(headers={"accept-encoding": "gzip"})
    client.force_login(make_user("reader@example.org"))
    for address in ("/cases/", "/", shown.cases[0].url, "/lectures/"):
        response = client.get(address)
        assert 'action="/logout/"' in response.content.decode()
        assert response["Cache-Control"] == "private, no-store"
        # The token in the form must not be told by the length of the answer.
        assert not response.has_header("Content-Encoding")
        assert not response.has_header("ETag")
    assert len(store) == kept
    assert 'action="/logout/"' not in answer("/cases/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/login/",
        "/search/",
        "/search/?q=돌봄",
        "/cases/?utm_source=x",
        "/cases/?field=복지&x=1",
        "/cases/?tag=" + "가" * 200,
        "/cases/nothing-here/",
        "/districts/dobong-gu/",
        "/healthz",
        "/readyz",
        "/robots.txt",
        "/sitemap.xml",
        "/api/search/",
        "/admin/",
    ],
)
def test_what_is_never_kept(shown: Shown, own_data, store: PageStore, address: str) -> None:
    answer(address)
    assert len(store) == 0


def test_neither_a_post_nor_a_preview_is_answered_from_memory(shown: Shown, store: PageStore) -> None:
    page = shown.cases[0]
    answer(page.url)
    page.title = "초안의 제목"
    request = RequestFactory().get(page.url)
    assert "초안의 제목" in page.make_preview_request(request).content.decode()
    assert Client().post("/cases/").status_code != 304
    assert "초안의 제목" not in answer(page.url).content.decode()
    assert len(store) == 1


def test_other_cookies_do_not_matter_and_the_basket_does(shown: Shown, store: PageStore) -> None:
    client = Client()
    for name in ("compare", "_ga", "AWSALB", "csrftoken"):
        client.cookies[name] = str(shown.cases[0].pk)
    # The address says the language; a browser's wish or an old choice changes nothing.
    client.cookies["django_language"] = "en"
    first = answer("/cases/")
    assert told(client.get("/cases/", headers={"accept-language": "en"})) == told(first)
    assert told(answer("/cases/", accept_language="en-GB")) == told(first)
    assert len(store) == 1
    moved = client.get("/cases/compare/")
    assert moved.status_code == 302
    assert len(store) == 1
    assert answer("/cases/compare/").status_code == 200


def run(view: Callable[..., HttpResponse], **extra: str) -> Any:
    request = RequestFactory().get("/somewhere/", **extra)
    return PageCacheMiddleware(view)(request)


@pytest.mark.parametrize(
    "view",
    [
        lambda request: HttpResponse(request.COOKIES.get("mine", "-")),
        lambda request: HttpResponse("mine" in request.COOKIES),
        lambda request: HttpResponse(sorted(request.COOKIES)),
        lambda request: HttpResponse(str(request.META.update(CSRF_COOKIE_NEEDS_UPDATE=True))),
        lambda request: HttpResponse("x", headers={"Cache-Control": "private"}),
        lambda request: HttpResponse("x", headers={"Vary": "User-Agent"}),
        lambda request: HttpResponse("x", content_type="text/plain"),
        lambda request: HttpResponse("x", status=404),
    ],
)
def test_an_answer_that_depends_on_more_is_not_kept(db, store: PageStore, view) -> None:
    run(view)
    assert len(store) == 0


def test_a_cookie_that_is_set_is_for_one(db, store: PageStore) -> None:
    def view(request) -> HttpResponse:
        response = HttpResponse("x" * 1000)
        response.set_cookie("a", "b")
        return response

    response = run(view, HTTP_ACCEPT_ENCODING="gzip")
    assert len(store) == 0
    assert not response.has_header("Content-Encoding")


def test_another_day_is_another_state(shown: Shown, store: PageStore, monkeypatch) -> None:
    answer("/cases/")
    answer("/lectures/")
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "localdate", lambda: tomorrow)
    answer("/cases/")
    assert len(store) == 1


def test_a_crawler_with_random_parameters_fills_nothing(shown: Shown) -> None:
    caching.store = PageStore(plain_bytes=400_000, queried_bytes=200_000)
    answer("/")
    for number in range(60):
        answer(f"/cases/?tag={number}&page={number}")
    assert caching.store.used < 600_000
    assert 1 < len(caching.store) < 61
    with_home = len(caching.store)
    answer("/")
    assert len(caching.store) == with_home


def test_those_not_asked_for_longest_go_first() -> None:
    store = PageStore(plain_bytes=100_000)
    store.enter("one")
    page = Kept((("ETag", "x"),), b"x" * 10_000)
    for number in range(12):
        store.put("one", (f"/{number}", ""), page)
        store.get("one", ("/0", ""))
    assert store.used <= 100_000
    assert store.get("one", ("/0", "")) is page
    assert store.get("one", ("/1", "")) is None
    assert store.get("another", ("/0", "")) is None
    store.put("one", ("/large", ""), Kept((), b"x" * 90_000))
    assert store.get("one", ("/large", "")) is None
    store.enter("two")
    assert (len(store), store.used) == (0, 0)
    store.put("one", ("/0", ""), page)
    assert len(store) == 0, "made before the change"


def test_hosts_and_schemes_are_kept_apart(shown: Shown, store: PageStore) -> None:
    for host in ("a.example", "b.example"):
        page = Client(SERVER_NAME=host).get("/").content.decode()
        assert ("b.example" in page) is (host == "b.example")
    assert len(store) == 2
    Client(SERVER_NAME="a.example").get("/", secure=True)
    assert len(store) == 3


def test_an_unknown_host_is_refused_also_for_a_kept_page(shown: Shown, settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    assert answer("/cases/").status_code == 200
    assert Client(SERVER_NAME="evil.example").get("/cases/").status_code == 400


def test_watched_cookies() -> None:
    for look in (
        lambda cookies: cookies.get("a"),
        lambda cookies: cookies["a"],
        lambda cookies: "a" in cookies,
        lambda cookies: list(cookies.items()),
    ):
        cookies = WatchedCookies()
        cookies.data = {"a": "b"}
        assert not cookies.consulted
        look(cookies)
        assert cookies.consulted


def test_quoted_addresses_are_one_page(shown: Shown, store: PageStore) -> None:
    answer("/tags/돌봄/")
    answer(quote("/tags/돌봄/"))
    assert len(store) == 1
