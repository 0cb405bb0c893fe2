"""What is true, in plain Python: who may find which words. Nothing here knows of databases, engines or Wagtail."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

LOGIN, GROUPS, PASSWORD = "login", "groups", "password"
_LETTERS = "bcdfghjklmnpqrstvwz"

Key = str


def word(number: int) -> str:
    """The word of this number: no other contains it or is spelt like it, and no language has it."""
    digest = hashlib.sha256(str(number).encode()).digest()
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:8])


@dataclass(frozen=True)
class Reader:
    """Somebody who searches."""

    signed_in: bool = False
    chief: bool = False
    groups: frozenset[str] = frozenset()

    def may_pass(self, rule: Rule) -> bool:
        if rule.kind == PASSWORD:
            # Search never shows what lies behind a shared password, to nobody.
            return False
        if self.chief:
            return True
        return self.signed_in and (rule.kind == LOGIN or bool(self.groups & rule.groups))


@dataclass(frozen=True)
class Rule:
    """A restriction of a page or of a collection."""

    kind: str
    groups: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Text:
    """What a page says when it is published."""

    title: str
    slug: str
    tags: frozenset[int] = frozenset()
    speakers: frozenset[int] = frozenset()
    district: int | None = None


@dataclass
class Node:
    """A page. ``waits``: a revision that is published at that hour; ``ends``: the hour at which it expires."""

    kind: str
    parent: int | None
    text: Text
    live: bool = True
    rules: dict[int, Rule] = field(default_factory=dict)
    waits: tuple[float, Text] | None = None
    ends: float | None = None
    source: int | None = None  # of an alias


@dataclass
class Folder:
    """A collection of files."""

    parent: int | None
    rules: dict[int, Rule] = field(default_factory=dict)


@dataclass
class File:
    title: str
    folder: int


@dataclass
class Truth:
    pages: dict[int, Node] = field(default_factory=dict)
    folders: dict[int, Folder] = field(default_factory=dict)
    files: dict[int, File] = field(default_factory=dict)
    tags: dict[int, str] = field(default_factory=dict)
    speakers: dict[int, str] = field(default_factory=dict)
    districts: dict[int, str] = field(default_factory=dict)
    terms: dict[int, str] = field(default_factory=dict)
    hour: float = 0.0

    # --- what there is

    def documents(self, reader: Reader) -> dict[Key, frozenset[str]]:
        """Everything this reader may find, and the words by which it is found."""
        found: dict[Key, frozenset[str]] = {}
        for pk, page in self.pages.items():
            if page.kind != "list" and self.sees(reader, pk):
                found[f"{page.kind}:{pk}"] = self._words_of_page(page)
        for pk, file in self.files.items():
            if all(reader.may_pass(rule) for rule in self._rules_of_folder(file.folder)):
                found[f"file:{pk}"] = frozenset([file.title])
        for pk, name in self.speakers.items():
            talks = [page.text.title for page in self._public_talks(pk)]
            if talks:
                found[f"person:{pk}"] = frozenset([name, *talks])
        found |= {f"term:{pk}": frozenset([name]) for pk, name in self.terms.items()}
        return found

    def sees(self, reader: Reader, pk: int) -> bool:
        return self.pages[pk].live and all(reader.may_pass(rule) for rule in self._rules_of_page(pk))

    def address(self, pk: int) -> str:
        """The path of a page."""
        page = self.pages[pk]
        return "/" if page.parent is None else f"{self.address(page.parent)}{page.text.slug}/"

    def below(self, pk: int) -> list[int]:
        """The page and everything below it, parents first."""
        found = [pk]
        for one in found:
            found.extend(child for child, page in self.pages.items() if page.parent == one)
        return found

    def _rules_of_page(self, pk: int | None) -> Iterator[Rule]:
        while pk is not None:
            page = self.pages[pk]
            # An alias has the rules of its source and none of its own.
            owner = page if page.source is None else self.pages[page.source]
            yield from owner.rules.values()
            pk = page.parent

    def _rules_of_folder(self, pk: int | None) -> Iterator[Rule]:
        while pk is not None:
            yield from self.folders[pk].rules.values()
            pk = self.folders[pk].parent

    def _public_talks(self, speaker: int) -> list[Node]:
        return [
            page
            for pk, page in self.pages.items()
            if page.kind == "lecture" and speaker in page.text.speakers and self.sees(Reader(), pk)
        ]

    def _words_of_page(self, page: Node) -> frozenset[str]:
        text = page.text
        names = {text.title}
        if page.kind in ("case", "lecture"):
            names |= {self.tags[pk] for pk in text.tags}
        if page.kind == "lecture":
            names |= {self.speakers[pk] for pk in text.speakers}
        if page.kind in ("case", "district") and text.district in self.districts:
            names.add(self.districts[text.district])
        return frozenset(names)

    # --- what happens

    def publish(self, pk: int, text: Text, ends: float | None = None) -> None:
        page = self.pages[pk]
        page.text, page.live, page.waits, page.ends = self._still_there(text), True, None, ends
        for alias in self._aliases(pk):
            self.pages[alias].text = replace(page.text, slug=self.pages[alias].text.slug)
            self.pages[alias].live = True
            self.pages[alias].ends = ends

    def schedule(self, pk: int, text: Text, at: float) -> None:
        """The next revision waits; what is live stays as it is."""
        self.pages[pk].waits = (at, text)

    def withdraw(self, pk: int) -> None:
        if self.pages[pk].live:
            self.pages[pk].live, self.pages[pk].waits = False, None
            for alias in self._aliases(pk):
                self.pages[alias].live = False

    def run_schedule(self) -> None:
        """What the clock has brought, as the worker does it: first what ends, then what begins."""
        for pk, page in self.pages.items():
            if page.live and page.ends is not None and page.ends < self.hour:
                self.withdraw(pk)
        for pk, page in self.pages.items():
            if page.waits and page.waits[0] < self.hour:
                self.publish(pk, page.waits[1])

    def delete_page(self, pk: int) -> None:
        """A live page is withdrawn first, and its aliases with it."""
        gone = set(self.below(pk))
        for one in gone:
            self.withdraw(one)
        for one in gone:
            del self.pages[one]
        for page in self.pages.values():
            if page.source in gone:
                page.source = None

    def delete_tag(self, pk: int) -> None:
        del self.tags[pk]
        for page in self.pages.values():
            page.text = self._still_there(page.text)

    def merge_tags(self, pk: int, into: int) -> None:
        for page in self.pages.values():
            if pk in page.text.tags:
                page.text = replace(page.text, tags=page.text.tags - {pk} | {into})
        self.delete_tag(pk)

    def _still_there(self, text: Text) -> Text:
        """An old revision names what may be gone by now."""
        return replace(text, tags=text.tags & self.tags.keys(), speakers=text.speakers & self.speakers.keys())

    def _aliases(self, pk: int) -> list[int]:
        return [one for one, page in self.pages.items() if page.source == pk]


def words(documents: Iterable[frozenset[str]]) -> set[str]:
    return set().union(*documents)
