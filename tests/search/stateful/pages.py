"""What editors do to pages."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.models import Group
from hypothesis import strategies as st
from hypothesis.stateful import rule
from wagtail.models import Page, PageViewRestriction

from search import outbox
from tests.search.stateful import desk
from tests.search.stateful.site import BLUE, HOMES, Site, hours, picks, some_rules
from tests.search.stateful.truth import (
    Node,
    Rule,
    Text,
)


class Pages(Site):
    """Pages are written, published, moved, hidden, copied and deleted."""

    @rule(kind=st.sampled_from(sorted(HOMES)), pick=picks, live=st.booleans())
    def create(self, kind: str, pick: int, live: bool) -> None:
        parent, text = self.choose(pick, self.homes(kind)), self.new_text(None, kind, pick)
        pk = desk.create(kind, parent, text)
        self.truth.pages[pk] = Node(kind, parent, text, live=False)
        if live:
            desk.publish(pk, text)
            self.truth.publish(pk, text)

    @rule(pick=picks, ends=st.none() | hours)
    def publish(self, pick: int, ends: float | None) -> None:
        if pk := self.choose(pick, self.articles()):
            text = self.new_text(pk, self.truth.pages[pk].kind, pick)
            desk.publish(pk, text, ends=ends)
            self.truth.publish(pk, text, ends and self.truth.hour + ends)
            self.unusual.discard(pk)

    @rule(pick=picks)
    def write_a_draft(self, pick: int) -> None:
        if pk := self.choose(pick, self.articles()):
            before = outbox.IndexJob.objects.count() if self.truth.pages[pk].live else None
            desk.draft(pk, self.new_text(pk, self.truth.pages[pk].kind, pick))
            assert before in (None, outbox.IndexJob.objects.count()), "a draft is no news for search"

    @rule(pick=picks, begins=hours)
    def schedule(self, pick: int, begins: float) -> None:
        pk = self.choose(pick, set(self.articles()) - self.unusual)
        if pk:
            text = self.new_text(pk, self.truth.pages[pk].kind, pick)
            desk.publish(pk, text, begins=begins)
            self.truth.schedule(pk, text, self.truth.hour + begins)

    @rule(pick=picks)
    def withdraw(self, pick: int) -> None:
        if pk := self.choose(pick, self.articles()):
            desk.fresh(pk).unpublish()
            self.truth.withdraw(pk)

    @rule(pick=picks, where=picks)
    def move(self, pick: int, where: int) -> None:
        pk = self.choose(pick, [pk for pk, page in self.truth.pages.items() if page.kind in HOMES])
        if pk:
            page = self.truth.pages[pk]
            to = self.choose(where, self.homes(page.kind, but=(page.parent or 0, *self.truth.below(pk))))
            if to:
                Page.objects.get(pk=pk).move(Page.objects.get(pk=to), pos="last-child")
                page.parent = to

    @rule(pick=picks)
    def move_a_district(self, pick: int) -> None:
        """With its cases, below another list and back."""
        pk = self.choose(pick, [pk for pk, page in self.truth.pages.items() if page.kind == "district"])
        page, lists = self.truth.pages[pk], [pk for pk, holds in self.listed.items() if holds == "sessions"]
        home = next(pk for pk, other in self.truth.pages.items() if other.parent is None)
        to = lists[0] if page.parent != lists[0] else home
        Page.objects.get(pk=pk).move(Page.objects.get(pk=to), pos="last-child")
        page.parent = to

    @rule(pick=picks)
    def change_the_address(self, pick: int) -> None:
        """Of a page or of a district with everything below it."""
        pages = [pk for pk, page in self.truth.pages.items() if page.kind == "district" or page.kind in HOMES]
        if pk := self.choose(pick, pages):
            slug = self.new_slug("other")
            page = desk.fresh(pk)
            page.slug = slug
            page.save()
            self.truth.pages[pk].text = replace(self.truth.pages[pk].text, slug=slug)

    @rule(pick=picks)
    def delete(self, pick: int) -> None:
        pages = [pk for pk, page in self.truth.pages.items() if page.kind in HOMES]
        if pk := self.choose(pick, pages):
            Page.objects.get(pk=pk).delete()
            self.truth.delete_page(pk)

    @rule(pick=picks, where=picks, recursive=st.booleans())
    def copy(self, pick: int, where: int, recursive: bool) -> None:
        if pk := self.choose(pick, self.articles()):
            to = self.choose(where, self.homes(self.truth.pages[pk].kind, but=tuple(self.truth.below(pk))))
            slug = self.new_slug("copy")
            made = desk.fresh(pk).copy(
                to=Page.objects.get(pk=to), recursive=recursive, update_attrs={"slug": slug}
            )
            self._copied(pk, made.pk, to, slug)
            if recursive:
                for copied in Page.objects.descendant_of(made).order_by("path"):
                    source = next(
                        one
                        for one in self.truth.below(pk)[1:]
                        if self.truth.pages[one].text.slug == copied.slug
                    )
                    self._copied(source, copied.pk, copied.get_parent().pk, copied.slug)

    def _copied(self, source: int, pk: int, parent: int, slug: str) -> None:
        page = self.truth.pages[source]
        self.truth.pages[pk] = Node(
            page.kind, parent, replace(page.text, slug=slug), page.live, ends=page.ends
        )
        self.unusual.add(pk)

    @rule(pick=picks, where=picks)
    def make_an_alias(self, pick: int, where: int) -> None:
        cases = [pk for pk in self.articles() if self.truth.pages[pk].kind == "case"]
        if pk := self.choose(pick, cases):
            to = self.choose(where, self.homes("case"))
            slug = self.new_slug("alias")
            alias = desk.fresh(pk).create_alias(parent=Page.objects.get(pk=to), update_slug=slug)
            self._copied(pk, alias.pk, to, slug)
            self.truth.pages[alias.pk].source = pk

    @rule(pick=picks, limit=some_rules)
    def restrict(self, pick: int, limit: Rule) -> None:
        """A page, or a list or a district and so everything below it."""
        pages = [
            pk for pk, page in self.truth.pages.items() if page.parent is not None and page.source is None
        ]
        pk = self.choose(pick, pages)
        self.truth.pages[pk].rules[desk.restrict(pk, limit)] = limit

    @rule(pick=picks)
    def lift(self, pick: int) -> None:
        owner = {key: page for page in self.truth.pages.values() for key in page.rules}
        if key := self.choose(pick, owner):
            PageViewRestriction.objects.get(pk=key).delete()
            del owner[key].rules[key]

    @rule(name=st.sampled_from(["reader", "red"]))
    def join_or_leave(self, name: str) -> None:
        blue, reader = Group.objects.get(name=BLUE), self.readers[name]
        (self.users[name].groups.remove if BLUE in reader.groups else self.users[name].groups.add)(blue)
        self.readers[name] = replace(reader, groups=reader.groups ^ {BLUE})

    @rule()
    def load(self) -> None:
        """A case comes from a file; loaded again it has another title."""
        external = f"case-{self.spoken}"
        desk.import_case(self.say(), external)
        title = self.say()
        case = desk.import_case(title, external)
        self.truth.pages[case.pk] = Node("case", case.get_parent().pk, Text(title, case.slug))
