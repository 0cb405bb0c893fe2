"""A small site, who reads it, and what must hold of search at any moment and in the end."""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.cache import cache
from django.db import transaction
from django.http import QueryDict
from django.test import override_settings
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from wagtail.models import Collection, Page

from districts.models import CaseIndexPage, District, DistrictPage, GapPage
from lectures.models import LectureIndexPage, SessionIndexPage
from portal.core.searchable import korean_url
from portal.core.site_tree import ensure_lists
from search import consistency, facets, outbox
from search.audience import viewer_keys
from search.engines import all_engines
from search.engines.base import EngineQuery
from search.facets import FacetVocabulary
from search.params import parse
from search.query import SearchResponse, run_search
from search.sync import sync_all
from tests.factories.guidance import make_term
from tests.factories.site import make_district, make_speaker, make_tag, make_user
from tests.search.stateful import desk
from tests.search.stateful.files import files_are_searched
from tests.search.stateful.outages import Outages
from tests.search.stateful.truth import (
    GROUPS,
    LOGIN,
    PASSWORD,
    Folder,
    Node,
    Reader,
    Rule,
    Text,
    Truth,
    word,
    words,
)

RED, BLUE = "빨강 모임", "파랑 모임"
ALL = 300
#: Lists that pages of a kind can move to, by the kinds of those.
HOMES = {"case": ("cases",), "lecture": ("lectures", "session"), "session": ("sessions", "lectures")}
LISTS = {CaseIndexPage: "cases", LectureIndexPage: "lectures", SessionIndexPage: "sessions"}

picks = st.integers(0, 9_999)
hours = st.sampled_from([0.5, 1.0, 2.0])
GROUPS_OF_RULES = ([RED], [BLUE], [RED, BLUE], [])
some_rules = st.sampled_from(
    [Rule(LOGIN), Rule(PASSWORD), *(Rule(GROUPS, frozenset(names)) for names in GROUPS_OF_RULES)]
)


class Site(RuleBasedStateMachine):
    """One site, its editors and its readers. Everything is rolled back in the end."""

    def __init__(self) -> None:
        super().__init__()
        self.truth = Truth()
        self.spoken = self.slugs = 0
        self.listed: dict[int, str] = {}  # lists by id: what they hold
        self.unusual: set[int] = set()  # pages that Wagtail takes offline when they are scheduled
        self.stack = ExitStack()
        self.opened = False
        self.outages = Outages()

    # --- the beginning and the end

    @initialize()
    def open(self) -> None:
        folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="newsroom-")))
        self.stack.callback(shutil.rmtree, folder, ignore_errors=True)
        self.stack.enter_context(
            override_settings(DATA_DIR=folder, MEDIA_ROOT=folder / "media", **self.engine_settings())
        )
        self.stack.callback(self.leave)
        self.stack.enter_context(transaction.atomic())
        self.stack.callback(transaction.set_rollback, True)
        self.stack.enter_context(files_are_searched())
        self.stack.enter_context(self.outages.installed())
        patch = self.stack.enter_context(pytest.MonkeyPatch.context())
        self._let_the_clock_be_ours(patch)
        # Every document that has the word is wanted, however much better another one is.
        patch.setattr("search.engines.embedded.SCORE_CUT", 0.0)
        patch.setattr("search.engines.elastic.SCORE_CUT", 0.0)
        cache.clear()
        facets.forget()
        self._furnish()
        self.heard: dict[str, set[str]] = {name: set() for name in self.users}
        sync_all()
        self.opened = True

    def engine_settings(self) -> dict[str, Any]:
        """Those of this example; without any the embedded engine is alone."""
        return {"ELASTICSEARCH_URL": ""}

    def leave(self) -> None:
        """What is to be put away outside, such as indexes on a server."""

    def teardown(self) -> None:
        try:
            # A rule that failed has said what there is to say.
            if self.opened and sys.exc_info()[0] is None:
                self.settle()
        finally:
            self.stack.close()

    def _let_the_clock_be_ours(self, patch: pytest.MonkeyPatch) -> None:
        real = timezone.now
        patch.setattr(timezone, "now", lambda: real() + timedelta(hours=self.truth.hour))

    def _furnish(self) -> None:
        for name in (RED, BLUE):
            Group.objects.create(name=name)
        self.users: dict[str, Any] = {
            "stranger": AnonymousUser(),
            "reader": make_user("reader@example.org"),
            "red": make_user("red@example.org", RED),
            "member of both": make_user("both@example.org", RED, BLUE),
            "chief": make_user("chief@example.org", is_superuser=True),
        }
        self.readers = {
            "stranger": Reader(),
            "reader": Reader(signed_in=True),
            "red": Reader(signed_in=True, groups=frozenset([RED])),
            "member of both": Reader(signed_in=True, groups=frozenset([RED, BLUE])),
            "chief": Reader(signed_in=True, chief=True),
        }
        home = ensure_lists()
        districts = [make_district(), make_district("강남구", "Gangnam-gu", "11680")]
        for district in districts:
            self.truth.districts[district.pk] = self.say()
            desk.rename(District, district.pk, self.truth.districts[district.pk])
        for page in Page.objects.live().filter(path__startswith=home.path).order_by("path").specific():
            self._adopt(page, None if page.pk == home.pk else page.get_parent().pk)
        root = Collection.get_first_root_node()
        self.truth.folders[root.pk] = Folder(None)
        for name in ("하나", "둘"):
            self.truth.folders[root.add_child(name=name).pk] = Folder(root.pk)
            root.refresh_from_db()
        for _ in range(2):
            self._add_tag(self.say())
            self._add_term(self.say())
            name = self.say()
            self.truth.speakers[make_speaker(name).pk] = name
        for kind in ("session", "lecture", "case", "case"):
            self.create(kind, self.spoken, live=True)

    def _add_tag(self, name: str) -> None:
        self.truth.tags[make_tag(name).pk] = name

    def _add_term(self, name: str) -> None:
        self.truth.terms[make_term(name, definition="풀이").pk] = name

    def _adopt(self, page: Any, parent: int | None) -> None:
        kind = {DistrictPage: "district", GapPage: "figure"}.get(type(page), "list")
        text = Text(
            page.title, page.slug, district=getattr(page, "district_id", None) if kind == "district" else None
        )
        self.truth.pages[page.pk] = Node(kind, parent, text)
        if type(page) in LISTS:
            self.listed[page.pk] = LISTS[type(page)]

    # --- choosing

    def say(self) -> str:
        """A word that nobody has said yet."""
        self.spoken += 1
        return word(self.spoken - 1)

    def new_slug(self, stem: str) -> str:
        self.slugs += 1
        return f"{stem}-{self.slugs}"

    def choose(self, pick: int, among: Any) -> Any:
        found = sorted(among)
        return found[pick % len(found)] if found else None

    def articles(self) -> list[int]:
        """Pages that editors write; an alias follows its source."""
        return [pk for pk, page in self.truth.pages.items() if page.kind in HOMES and page.source is None]

    def homes(self, kind: str, but: tuple[int, ...] = ()) -> list[int]:
        wanted = HOMES[kind]
        lists = [pk for pk, holds in self.listed.items() if holds in wanted]
        sessions = [
            pk for pk, page in self.truth.pages.items() if page.kind == "session" and "session" in wanted
        ]
        return [pk for pk in (*lists, *sessions) if pk not in but]

    def new_text(self, pk: int | None, kind: str, pick: int) -> Text:
        """Another title and other links; the address stays."""
        slug = self.truth.pages[pk].text.slug if pk else self.new_slug("page")
        tags = frozenset(tag for place, tag in enumerate(sorted(self.truth.tags)) if pick >> place & 1)
        speakers = frozenset(
            [self.choose(pick >> 3, self.truth.speakers)] if kind == "lecture" and pick & 4 else []
        )
        district = self.choose(pick >> 5, self.truth.districts) if kind == "case" and pick & 16 else None
        return Text(self.say(), slug, tags if kind != "session" else frozenset(), speakers, district)

    # --- what readers see

    def all_documents(self) -> dict[str, dict[str, frozenset[str]]]:
        """What each reader may find."""
        return {name: self.truth.documents(reader) for name, reader in self.readers.items()}

    @invariant()
    def nobody_sees_what_they_must_not(self) -> None:
        """At any moment, however far search is behind."""
        if not self.opened:
            return
        vocabulary = {word(number) for number in range(self.spoken)}
        for name in self.users:
            allowed = self.truth.documents(self.readers[name])
            self.heard[name] |= words(allowed.values())
        # The words said last are those that may have been hidden a moment ago.
        asked = ["", *(word(number) for number in range(max(0, self.spoken - 2), self.spoken))]
        for name in ("stranger", self.choose(self.spoken, self.users)):
            allowed = self.truth.documents(self.readers[name])
            for query in asked:
                response = ask(query, self.users[name])
                found = {result.key for result in response.results}
                assert found <= allowed.keys(), f"{name} is shown {found - allowed.keys()} for {query!r}"
                told = {term for term in vocabulary if term in shown(response)}
                assert told <= self.heard[name] | {query}, (
                    f"{name} reads {told - self.heard[name]}: {shown(response)}"
                )

    @rule()
    def settle(self) -> None:
        """Once engines work and the worker has had its time, every engine says what is true, for every reader."""
        self.outages.end()
        sync_all()
        self._model_is_right()
        for engine in all_engines():
            found = consistency.check(engine, patience=0)
            assert not found, f"{engine.name}: {dict(found.items())}"
            for name, user in self.users.items():
                self._answers_are_true(engine, name, user)
        for name, user in self.users.items():
            response = ask("", user)
            assert {result.key for result in response.results} == self.truth.documents(
                self.readers[name]
            ).keys()
            assert response.total == len(response.results)
        assert not outbox.IndexJob.objects.exists()

    def _answers_are_true(self, engine: Any, name: str, user: Any) -> None:
        keys, expected = tuple(viewer_keys(user)), self.truth.documents(self.readers[name])
        everything = engine.search(EngineQuery("", keys, limit=ALL))
        assert {hit.key for hit in everything.hits} == expected.keys(), (engine.name, name)
        assert sum(everything.facets["kind"].values()) == everything.total == len(expected)
        for number in range(self.spoken):
            asked = word(number)
            hits = engine.search(EngineQuery(asked, keys, limit=ALL, with_facets=False)).hits
            true = {key for key, found in expected.items() if asked in found}
            assert {hit.key for hit in hits} == true, (engine.name, name, asked)

    def _model_is_right(self) -> None:
        """The model follows Wagtail; where it does not, this test is what is wrong."""
        for page in Page.objects.filter(pk__in=self.truth.pages).specific():
            known = self.truth.pages[page.pk]
            assert known.live == page.live, (page.pk, known)
            if page.live:
                assert (known.text.title, self.truth.address(page.pk)) == (page.title, korean_url(page)), (
                    known
                )
        assert Page.objects.filter(pk__in=self.truth.pages).count() == len(self.truth.pages)


def ask(query: str, user: Any) -> SearchResponse:
    vocabulary = FacetVocabulary()
    request = parse(QueryDict(f"q={query}&size=100"), 300, vocabulary)
    return run_search(request, user, vocabulary)


def shown(response: SearchResponse) -> str:
    """Every text of a page of results."""
    return " ".join(
        f"{result.title} {result.url} {' '.join(result.tags)} {' '.join(result.districts)} "
        + " ".join(passage.text for passage in result.passages)
        for result in response.results
    )
