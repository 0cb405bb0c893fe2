"""The sitemap and robots.txt."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit
from urllib.robotparser import RobotFileParser

from django.test import Client
from lxml import etree

from portal.guidance.models import Term
from portal.machines import sitemap
from tests.factories.site import make_case, make_user, restrict

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
HOST = "http://testserver"


def entries(client: Client, address: str = "/sitemap.xml") -> dict[str, etree._Element]:
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    root = etree.fromstring(response.content)
    assert root.tag == f"{SITEMAP}urlset"
    found = {url.findtext(f"{SITEMAP}loc"): url for url in root}
    assert len(found) == len(root), "an address twice"
    return found


def alternates(entry: etree._Element) -> dict[str, str]:
    return {link.get("hreflang"): link.get("href") for link in entry.findall(f"{XHTML}link")}


def test_it_names_pages_and_screens_in_the_languages_they_have(site, client):
    Term.objects.create(name="사물인터넷", slug="iot", definition="물건을 잇습니다.")
    found = entries(client)
    paths = {unquote(urlsplit(address).path) for address in found}
    assert {"/", "/en/", "/cases/", "/en/cases/", "/speakers/", "/tags/", "/glossary/", "/api/"} <= paths
    assert {"/speakers/shown-speaker/", "/tags/돌봄/", "/glossary/iot/", "/sessions/session-1/"} <= paths
    assert not {"/en/glossary/iot/", "/tags/센서/", "/en/lectures/other/"} & paths
    english = f"{HOST}/en/districts/nowon-gu/cases/signals/"
    both = alternates(found[english])
    assert both == {
        "ko": english.replace("/en/", "/"),
        "en": english,
        "x-default": english.replace("/en/", "/"),
    }
    assert alternates(found[both["ko"]]) == both
    assert alternates(found[f"{HOST}/lectures/other/"]) == {}


def test_every_address_answers_and_calls_itself_by_that_address(site, client):
    from tests.machines.reading import parse

    for address in entries(client):
        response = client.get(urlsplit(address).path)
        assert response.status_code == 200, address
        assert parse(response.content.decode()).hrefs("canonical") == [address]


def test_a_page_is_as_old_as_its_last_publication(site, client):
    case = make_case("새 사례", slug="new-case")
    case.save_revision().publish()
    case.refresh_from_db()
    written = entries(client)[f"{HOST}/cases/new-case/"].findtext(f"{SITEMAP}lastmod")
    assert written.startswith(case.last_published_at.astimezone().strftime("%Y-"))
    assert len(written) >= len("2026-01-01T00:00:00+09:00")


def test_hidden_pages_are_not_named_to_anybody(site, client):
    restrict(make_case("은닉", slug="secret-case"))
    make_case("초안", slug="secret-draft", live=False)
    restrict(site.session)
    client.force_login(make_user(is_superuser=True))
    text = client.get("/sitemap.xml").content.decode()
    assert "secret" not in text
    assert "session-1" not in text


def test_a_long_sitemap_is_an_index_of_parts(site, client, monkeypatch):
    whole = entries(client)
    monkeypatch.setattr(sitemap, "MOST_URLS", 20)
    root = etree.fromstring(client.get("/sitemap.xml").content)
    assert root.tag == f"{SITEMAP}sitemapindex"
    parts = [urlsplit(part.findtext(f"{SITEMAP}loc")).path for part in root]
    assert len(parts) == -(-len(whole) // 20)
    named: list[str] = []
    for part in parts:
        named += entries(client, part)
    assert named == list(whole)
    for number in (0, len(parts) + 1):
        assert client.get(f"/sitemap-{number}.xml").status_code == 404


def test_robots_may_read_pages_and_not_searches(site, client):
    robots = RobotFileParser()
    text = client.get("/robots.txt").content.decode()
    robots.parse(text.splitlines())
    for path in (
        "/",
        "/en/",
        "/cases/",
        "/tags/x/",
        "/feed/",
        "/api/",
        "/api/cases.json",
        "/pictures/ko/site/0-x.png",
    ):
        assert robots.can_fetch("AnyBot", HOST + path), path
    for path in (
        "/admin/",
        "/search/?q=x",
        "/en/search/?q=x",
        "/login/",
        "/en/login/",
        "/cases/compare/?id=1",
    ):
        assert not robots.can_fetch("AnyBot", HOST + path), path
    assert robots.site_maps() == [f"{HOST}/sitemap.xml"]
