"""Every link of every kind of public page leads somewhere: the portal with its sample content, followed link by link.

A few pages of each kind are read in both languages; every link on them is followed. Links to more pages of a kind
that has been read often enough are looked up without making the page.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from django.conf import settings
from django.http import Http404
from django.test import Client, RequestFactory
from django.urls import Resolver404, resolve
from django.utils import translation
from lxml import etree
from wagtail.models import Page, Site

from deploy.run.data import content_files
from lectures.domain.speakers import visible_speakers
from portal.guidance.models import Term
from portal.machines.public_tags import public_tags
from tests.imports.files import load
from tests.machines.reading import parse

HOST = "http://testserver"
# Pages read per kind and language, and cases that are loaded: more of them say nothing new.
READ_PER_KIND = 2
CASES = 14
# Not for readers without an account; what a button does.
LEFT_OUT = ("/admin/", "/logout/", "/en/logout/")
# The wall clock of a busy machine says little, so the work itself is measured.
CPU_SECONDS = 60


@pytest.fixture
def portal(db, settings, tmp_path) -> Client:
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path / "var", tmp_path / "media"
    load(*(_shortened(path, tmp_path) for path in content_files()), publish=True)
    return Client(raise_request_exception=False)


def _shortened(path: Path, folder: Path) -> Path:
    if not path.stem.startswith("cases"):
        return path
    short = folder / path.name
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    short.write_text("".join(lines[:CASES]), encoding="utf-8")
    return short


class Crawl:
    """What has been seen, and what was wrong as (page, link, why)."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.waiting: deque[tuple[str, str]] = deque()
        self.seen: set[str] = set()
        self.read: Counter[tuple[str, ...]] = Counter()
        self.wrong: list[tuple[str, str, str]] = []
        self.root = Site.objects.get().root_page
        self.pages = dict(Page.objects.live().values_list("url_path", "content_type__model"))
        slugs: dict[str, Callable[[], set[str]]] = {
            "speaker": lambda: set(visible_speakers(None).values_list("slug", flat=True)),
            "tag": lambda: {tag.slug for tag in public_tags(None)},
            "term": lambda: set(Term.objects.values_list("slug", flat=True)),
        }
        self.slugs = {name: found() for name, found in slugs.items()}

    def run(self) -> None:
        while self.waiting:
            page, link = self.waiting.popleft()
            self.follow(page, link)

    def add(self, page: str, link: str) -> None:
        parts = urlsplit(link)
        if parts.scheme not in ("", "http") or (parts.netloc and parts.netloc != "testserver"):
            return
        path = parts.path or urlsplit(page).path
        if path.startswith(LEFT_OUT):
            return
        address = path + (f"?{parts.query}" if parts.query else "")
        if not parts.path and not parts.query:
            return
        if address not in self.seen:
            self.seen.add(address)
            self.waiting.append((page, address))

    def follow(self, page: str, address: str) -> None:
        try:
            kind = self.kind(address)
        except (Resolver404, Http404, LookupError) as error:
            self.wrong.append((page, address, f"nothing there: {type(error).__name__}"))
            return
        if self.read[kind] >= READ_PER_KIND:
            return
        self.read[kind] += 1
        response = self.client.get(address, follow=True)
        content = response.getvalue()
        if response.status_code != 200:
            self.wrong.append((page, address, str(response.status_code)))
        elif response["Content-Type"].startswith("text/html"):
            self.take_links(address, content.decode())

    def take_links(self, address: str, text: str) -> None:
        found = parse(text)
        for link in found.anchors:
            if link.startswith("#") and len(link) > 1 and unquote(link[1:]) not in found.ids:
                self.wrong.append((address, link, "no such place on the page"))
            self.add(address, link)
        for link in found.links:
            if link.get("rel") in ("canonical", "alternate", "prev", "next"):
                self.add(address, link["href"])
        for name in ("og:image", "twitter:image"):
            for link in found.metas.get(name, []):
                self.add(address, link)

    def kind(self, address: str) -> tuple[str, ...]:
        """What is at an address, as (view, page type, language, names of parameters); raises where nothing is."""
        parts = urlsplit(address)
        path = unquote(parts.path)
        language = "en" if path.startswith("/en/") else "ko"
        # Which addresses there are depends on the language in use; the last request has left its own.
        with translation.override("ko"):
            match = resolve(path if language == "ko" else path.removeprefix("/en"))
        name = match.view_name or ""
        detail = ""
        if name == "wagtail_serve":
            detail = self.pages[self.root.url_path + match.args[0]] if match.args else self.tree(path)
        elif name in self.slugs and match.kwargs["slug"] not in self.slugs[name]:
            raise Http404(path)
        parameters = sorted({key for key, _value in parse_qsl(parts.query)})
        return (name, detail, language, *parameters)

    def tree(self, path: str) -> str:
        url_path = self.root.url_path + path.removeprefix("/en").lstrip("/")
        if url_path in self.pages:
            return self.pages[url_path]
        request = RequestFactory().get(path)
        found = self.root.specific.route(request, [part for part in path.split("/") if part and part != "en"])
        return f"{found.page.content_type.model} below"


# What the libraries behind the downloads leave open or announce is looked at in tests/report.
@pytest.mark.filterwarnings("ignore:HwpxDocument:DeprecationWarning")
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
@pytest.mark.filterwarnings("ignore:Exception ignored in. <_io:pytest.PytestUnraisableExceptionWarning")
@pytest.mark.once
def test_every_link_leads_somewhere(portal):
    started = time.process_time()
    crawl = Crawl(portal)
    root = etree.fromstring(portal.get("/sitemap.xml").content)
    for location in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc"):
        crawl.add("/sitemap.xml", location.text or "")
    named = set(crawl.seen)
    crawl.add("/", "/")
    crawl.run()
    assert crawl.wrong == [], "\n".join(f"{page} -> {link}: {why}" for page, link, why in crawl.wrong)
    kinds = {kind[1] for kind in crawl.read if kind[0] == "wagtail_serve"}
    assert {
        "casestudy",
        "lecture",
        "forumsession",
        "districtpage",
        "expoedition",
        "prizeedition",
        "guidepage",
    } <= kinds
    assert len(crawl.seen) > len(named)
    assert time.process_time() - started < CPU_SECONDS


def test_the_crawl_finds_what_is_wrong(db, client):
    from portal.core.site_tree import ensure_lists

    ensure_lists()
    crawl = Crawl(client)
    crawl.take_links(
        "/made-up/", '<a href="/cases/nothing/"></a><a href="#nowhere"></a><a href="/cases/"></a>'
    )
    crawl.run()
    assert {link for _page, link, _why in crawl.wrong} == {"/cases/nothing/", "#nowhere"}
    assert settings.DEBUG is False
