"""Whatever is hidden and however, who may not see it is answered byte for byte as if it were not there.

Random trees: sessions and districts under random restrictions, pages below them under more of their own, readers
in random groups. Then pages and files are added that this reader may not see.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.utils.encoding import iri_to_uri
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page

from districts.models import CaseIndexPage, District
from portal.core.searchable import korean_url
from search.audience import viewer_keys
from search.engines import embedded_engine
from search.engines.base import EngineQuery
from search.sync import sync_all
from tests.addresses import patterns
from tests.factories.shown import Shown, make_shown
from tests.factories.site import make_case, make_lecture, make_session, make_speaker, make_user
from tests.search.stateful import desk
from tests.search.stateful.truth import GROUPS, LOGIN, PASSWORD, Reader, Rule

pytestmark = [pytest.mark.django_db, pytest.mark.once]

RED, BLUE = "빨강 모임", "파랑 모임"
#: In every text of what is hidden, and nowhere else.
MARK = "쌁뷁"
SHARED = "돌봄"

rules = st.sampled_from([Rule(LOGIN), Rule(PASSWORD), Rule(GROUPS)]) | st.builds(
    lambda names: Rule(GROUPS, names), st.sets(st.sampled_from([RED, BLUE]), min_size=1).map(frozenset)
)
readers = st.just(Reader()) | st.builds(
    lambda names: Reader(signed_in=True, groups=names), st.sets(st.sampled_from([RED, BLUE])).map(frozenset)
)


@dataclass(frozen=True)
class Thing:
    """A page to add: in which container, under which rules of its own, and what it shares with visible ones."""

    kind: str
    place: int
    own: tuple[Rule, ...]
    draft: bool
    shares_tag: bool
    shares_speaker: bool
    alias: bool


things = st.builds(
    Thing,
    kind=st.sampled_from(["case", "lecture", "file"]),
    place=st.integers(0, 9),
    own=st.lists(rules, max_size=2).map(tuple),
    draft=st.booleans(),
    shares_tag=st.booleans(),
    shares_speaker=st.booleans(),
    alias=st.booleans(),
)
#: Restrictions of two sessions, of a district's page, of the folder of its cases, and of a collection in another.
containers = st.lists(st.lists(rules, max_size=1), min_size=6, max_size=6)

LISTS = (
    "/",
    "/cases/",
    "/cases/?field=교통&page=1",
    "/cases/?district=강남구",
    "/lectures/",
    "/lectures/?tag=돌봄",
    "/sessions/",
    "/districts/",
    "/districts/gangnam-gu/",
    "/districts/table.csv",
    "/tags/",
    "/tags/돌봄/",
    "/speakers/",
    "/guides/",
    "/sitemap.xml",
    "/feed/",
    "/feed/district/gangnam-gu/",
    "/feed/tag/돌봄/",
    "/calendar.ics",
    "/api/cases.json",
    "/api/cases.csv",
    "/search/",
    "/en/search/?kind=case",
    "/api/search/?size=100",
    "/api/search/?sort=date&size=3&page=2",
    "/api/search/?district=강남구",
    "/api/search/?tag=돌봄&year=2031",
)
QUERIES = (SHARED, "어르신 안전", f"{MARK} {SHARED}", "쌁뷁제", "보이는 연사", "돌붐", "ehfqha")


@pytest.fixture
def shown(settings, tmp_path) -> Shown:
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    settings.ELASTICSEARCH_URL = ""
    for name in (RED, BLUE):
        Group.objects.create(name=name)
    return make_shown()


class World:
    """One random site and somebody who looks at it."""

    def __init__(self, shown: Shown, limits: Sequence[Sequence[Rule]], reader: Reader) -> None:
        self.shown, self.reader, self.number = shown, reader, 0
        self.hidden: set[str] = set()
        self.user: Any = AnonymousUser()
        if reader.signed_in:
            self.user = make_user("somebody@example.org", *reader.groups)
        one, two, district, folder, outer, inner = limits
        self.sessions = [(make_session(number), rules) for number, rules in ((21, one), (22, two))]
        page = District.objects.get(name="강남구").page
        self.folder, self.folder_rules = CaseIndexPage.objects.child_of(page).get(), [*district, *folder]
        for session, own in self.sessions:
            restrict_all(session.pk, own)
        restrict_all(page.pk, district)
        restrict_all(self.folder.pk, folder)
        root = Collection.get_first_root_node()
        self.outer = root.add_child(name="바깥")
        self.inner = self.outer.add_child(name="안")
        for collection, own in ((self.outer, outer), (self.inner, inner)):
            for rule in own:
                desk.restrict_folder(collection.pk, rule)
        self.collection_rules = [*outer, *inner]
        for session, _ in self.sessions:
            make_lecture("보통 강연", session=session, speaker=shown.speaker, tags=(SHARED,))
        self.client = Client()
        if reader.signed_in:
            self.client.force_login(self.user)

    def add(self, thing: Thing) -> None:
        """Something that this reader may not see: where the rules would allow it, it stays a draft."""
        self.number += 1
        if thing.kind == "file":
            self._add_file(thing)
            return
        session, above = self.sessions[thing.place % 2]
        above = above if thing.kind == "lecture" else self.folder_rules
        visible = not thing.draft and all(self.reader.may_pass(rule) for rule in (*above, *thing.own))
        page = self._case(thing) if thing.kind == "case" else self._lecture(thing, session)
        restrict_all(page.pk, thing.own)
        if not (visible or thing.draft):
            desk.fresh(page.pk).save_revision().publish()
        self.hidden.add(f"{thing.kind}:{page.pk}")
        if thing.alias and thing.kind == "case":
            # The alias is hidden like its source: by the rules set on the source itself, or as a draft.
            if visible or thing.draft or not all(self.reader.may_pass(rule) for rule in thing.own):
                alias = desk.fresh(page.pk).create_alias(
                    parent=Page.objects.get(pk=self.shown.cases[2].get_parent().pk),
                    update_slug=f"alias-{self.number}",
                )
                self.hidden.add(f"case:{alias.pk}")

    def _case(self, thing: Thing) -> Any:
        case = make_case(
            f"{MARK}제목 {SHARED}",
            summary=f"{MARK} 요약 어르신 안전",
            field="교통",
            slug=f"unseen-{self.number}",
            sources=[{"outlet": f"{MARK}신문", "date": "2031-01-01"}],
            tags=(SHARED if thing.shares_tag else f"{MARK}태그",),
            live=False,
        )
        case.move(self.folder, pos="last-child")
        return case

    def _lecture(self, thing: Thing, session: Any) -> Any:
        speaker = self.shown.speaker if thing.shares_speaker else make_speaker(f"{MARK}연사 {self.number}")
        tags = (SHARED,) if thing.shares_tag else (f"{MARK}태그",)
        return make_lecture(f"{MARK}강연 {SHARED}", session=session, speaker=speaker, tags=tags, live=False)

    def _add_file(self, thing: Thing) -> None:
        collection = self.inner
        if all(self.reader.may_pass(rule) for rule in self.collection_rules):
            collection = self.outer.add_child(name=f"더 안 {self.number}")
            CollectionViewRestriction.objects.create(collection=collection, restriction_type=GROUPS)
            self.outer.refresh_from_db()
        get_document_model().objects.create(
            title=f"{MARK}문서",
            file=ContentFile(b"x", name=f"unseen-{self.number}.txt"),
            collection=collection,
        )

    # --- looking

    def pages(self, every: int = 1) -> dict[str, tuple[int, str]]:
        """What every address without a question answers, or every third of them."""
        addresses = [
            *LISTS,
            *map(korean_url, [*self.shown.cases[:2], self.shown.lectures[0], self.shown.session]),
        ]
        addresses.append(self.shown.speaker.get_absolute_url())
        if any(pattern.name == "search_api:suggest" for pattern in patterns()):
            addresses += [f"/api/suggest/?q={query}" for query in (SHARED, MARK, "쌁", "돌")]
        return {address: self.answer(address) for address in addresses[::every]}

    def answer(self, address: str) -> tuple[int, str]:
        response = self.client.get(iri_to_uri(address))
        text = response.getvalue().decode()
        text = re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", text)
        text = re.sub(r'data-session-left="\d+"', "", text)
        if address.startswith("/api/suggest/"):
            # It says back what was asked; what it answers comes after.
            text = text.partition('"suggestions"')[2]
        return response.status_code, re.sub(r'"(took_ms|score)": [\d.e-]+', r'"\1": 0', text)

    def found(self) -> dict[str, frozenset[str]]:
        """For every question all that this reader may find, however far below the best."""
        keys = tuple(viewer_keys(self.user))
        return {
            query: frozenset(
                hit.key for hit in embedded_engine().search(EngineQuery(query, keys, limit=1000)).hits
            )
            for query in QUERIES
        }

    def understood(self) -> dict[str, Any]:
        """What search makes of each question: corrections come from words that everybody may read."""
        asked = {query: self.client.get("/api/search/", {"q": query}).json() for query in QUERIES}
        return {query: answer["interpreted"] for query, answer in asked.items()}


def restrict_all(page: int, limits: Sequence[Rule]) -> None:
    for rule in limits:
        desk.restrict(page, rule)


@settings(
    max_examples=2,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(reader=readers, limits=containers, added=st.lists(things, min_size=3, max_size=6))
def test_nothing_differs_when_hidden_things_are_added(
    shown, monkeypatch, tmp_path_factory, reader, limits, added
):
    with transaction.atomic(), monkeypatch.context() as patch:
        from django.conf import settings as configured

        patch.setattr(configured, "DATA_DIR", tmp_path_factory.mktemp("world"))
        patch.setattr("search.engines.embedded.SCORE_CUT", 0.0)
        world = World(shown, limits, reader)
        sync_all()
        before, found, understood = world.pages(), world.found(), world.understood()
        for thing in added:
            world.add(thing)
        for moment, every in (("not yet indexed", 3), ("indexed", 1)):
            after = world.pages(every)
            changed = {address for address in after if before[address] != after[address]}
            assert not changed, (
                moment,
                changed,
                [differing(before[one][1], after[one][1]) for one in changed],
            )
            assert not any(MARK in text for _, text in after.values()), moment
            if moment == "not yet indexed":
                sync_all()
        assert world.found() == found
        assert world.understood() == understood
        for query in QUERIES:
            said = world.answer(f"/api/search/?size=100&q={query}")[1]
            assert MARK not in said.replace(query, ""), query
            assert not {key for key in world.hidden if f'"{key}"' in said}
        transaction.set_rollback(True)


def differing(before: str, after: str) -> str:
    """Where two answers part."""
    place = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    return f"{before[max(0, place - 60) : place + 60]!r} became {after[max(0, place - 60) : place + 60]!r}"
