"""Editors, a worker that comes and goes, engines that fail: whatever the order, search says what is true."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from districts.models import District
from lectures.models import Speaker
from portal.core.models import Tag
from portal.core.tag_merge import merge_tags
from portal.guidance.models import Term
from search import consistency, scheduled
from search.drain import drain_once
from search.engines import all_engines
from search.engines.base import EngineUnavailable
from search.feed import NotPromoted, build, feed_once, promote, prune
from search.sync import sync_all
from tests.search.stateful import desk
from tests.search.stateful.outages import MODES
from tests.search.stateful.pages import Pages
from tests.search.stateful.site import hours, picks, some_rules
from tests.search.stateful.truth import (
    LOGIN,
    File,
    Rule,
)


class Newsroom(Pages):
    """Everything that happens on a site in one random order."""

    # --- names

    @rule(pick=picks)
    def rename(self, pick: int) -> None:
        """A tag, a speaker, a district or a term."""
        kinds = ((Tag, self.truth.tags), (Speaker, self.truth.speakers))
        kinds += ((District, self.truth.districts), (Term, self.truth.terms))
        model, names = kinds[pick % 4]
        if pk := self.choose(pick // 4, names):
            names[pk] = self.say()
            desk.rename(model, pk, names[pk])

    @rule(pick=picks, into=picks)
    def merge(self, pick: int, into: int) -> None:
        pk, target = self.choose(pick, self.truth.tags), self.choose(into, self.truth.tags)
        if pk and pk != target:
            merge_tags(Tag.objects.get(pk=pk), Tag.objects.get(pk=target))
            self.truth.merge_tags(pk, target)

    @rule(pick=picks, tag=st.booleans())
    def add_or_remove_a_name(self, pick: int, tag: bool) -> None:
        names, model = (self.truth.tags, Tag) if tag else (self.truth.terms, Term)
        if len(names) > 2 and (pk := self.choose(pick, names)):
            model.objects.get(pk=pk).delete()
            self.truth.delete_tag(pk) if tag else names.pop(pk)
        else:
            (self._add_tag if tag else self._add_term)(self.say())

    # --- files

    @rule(pick=picks)
    def add_a_file(self, pick: int) -> None:
        file = File(self.say(), self.choose(pick, self.truth.folders))
        self.truth.files[desk.add_file(file.title, file.folder)] = file

    @precondition(lambda self: self.truth.files)
    @rule(pick=picks, what=st.sampled_from(["replace", "move", "delete"]))
    def change_a_file(self, pick: int, what: str) -> None:
        pk = self.choose(pick, self.truth.files)
        file = self.truth.files[pk]
        if what == "replace":
            file.title = self.say()
            desk.replace_file(pk, file.title)
        elif what == "move":
            file.folder = self.choose(pick, self.truth.folders.keys() - {file.folder})
            stored = get_document_model().objects.get(pk=pk)
            stored.collection_id = file.folder
            stored.save()
        else:
            get_document_model().objects.get(pk=pk).delete()
            del self.truth.files[pk]

    @rule(pick=picks, limit=some_rules, lift=st.booleans())
    def limit_a_folder(self, pick: int, limit: Rule, lift: bool) -> None:
        pk = self.choose(pick, self.truth.folders)
        held = self.truth.folders[pk].rules
        if lift and held:
            key = min(held)
            CollectionViewRestriction.objects.get(pk=key).delete()
            del held[key]
        else:
            held[desk.restrict_folder(pk, limit)] = limit

    @rule()
    def move_a_folder(self) -> None:
        """Into the other one, or out of it again."""
        root, first, second = sorted(self.truth.folders)
        to = root if self.truth.folders[second].parent == first else first
        desk.move_folder(second, to)
        self.truth.folders[second].parent = to

    # --- what search never hears of

    @rule(pick=picks, what=st.sampled_from(["title", "live", "restriction"]))
    def change_without_a_word(self, pick: int, what: str) -> None:
        """By plain statements, as a migration does it. Only the check can know, and it puts it right."""
        pk = self.choose(pick, [pk for pk in self.articles() if self.truth.pages[pk].live])
        if not pk:
            return
        self.outages.end()
        sync_all()
        page, before = self.truth.pages[pk], self.all_documents()
        if what == "title":
            page.text = replace(page.text, title=self.say())
            Page.objects.filter(pk=pk).update(title=page.text.title)
        elif what == "live":
            page.live = False
            Page.objects.filter(pk=pk).update(live=False)
        else:
            limit = PageViewRestriction.objects.bulk_create(
                [PageViewRestriction(page_id=pk, restriction_type=LOGIN)]
            )[0]
            page.rules[limit.pk] = Rule(LOGIN)
        found = consistency.check(all_engines()[0], patience=0)
        assert bool(found) == (self.all_documents() != before), dict(found.items())
        consistency.repair(found)

    # --- time, the worker, the engines

    @rule(passed=hours)
    def time_passes(self, passed: float) -> None:
        self.truth.hour += passed

    @rule()
    def publish_what_is_due(self) -> None:
        scheduled.publish_due()
        self.truth.run_schedule()

    @rule(limit=st.sampled_from([1, 3, 50]))
    def drain(self, limit: int) -> None:
        drain_once(limit)

    @rule(limit=st.sampled_from([1, 5, 200]))
    def feed(self, limit: int) -> None:
        for engine in all_engines():
            try:
                feed_once(engine, limit)
            except EngineUnavailable:
                continue

    @rule(serve=st.booleans())
    def build_anew(self, serve: bool) -> None:
        for engine in all_engines():
            try:
                build(engine)
                if serve:
                    promote(engine)
                    prune(engine)
            except (EngineUnavailable, NotPromoted):
                continue

    @rule()
    def tidy(self) -> None:
        consistency.tidy()

    @rule(mode=st.sampled_from(MODES), pick=picks)
    def fail(self, mode: str, pick: int) -> None:
        self.outages.of[self.choose(pick, [engine.name for engine in all_engines()])] = mode

    @rule()
    def recover(self) -> None:
        self.outages.end()
