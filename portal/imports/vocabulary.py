"""Which tags there are, which the file's own tag rows bring, and which ones nobody knows."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from portal.core.particles import quoted
from portal.core.text_keys import term_key
from portal.imports.content import Content, PageContent, TagContent
from portal.imports.rows import Level, Problem, Row
from portal.imports.snapshot import KnownTag


class Vocabulary:
    """Tags by comparison key: those of the snapshot, and those announced by rows."""

    def __init__(self, stored: Mapping[str, KnownTag], *, create: bool = False) -> None:
        self._stored = stored
        self._announced: dict[str, KnownTag] = {}
        self._create = create

    def owner(self, name: str) -> KnownTag | None:
        """The tag that this spelling leads to."""
        key = term_key(name)
        return self._stored.get(key) or self._announced.get(key)

    def holds(self, name: str) -> bool:
        """Whether the database has a tag of this name; another spelling of one does not count."""
        known = self._stored.get(term_key(name))
        return known is not None and not known.is_alias

    def announce(self, row: Row) -> None:
        """Take note of a tag row, so that other rows may use the tag wherever they stand in the file."""
        title, aliases = row.data.get("title"), row.data.get("aliases")
        if not isinstance(title, str):
            return
        for name in [title, *(aliases if isinstance(aliases, list) else [])]:
            if isinstance(name, str) and term_key(name):
                tag = KnownTag(title, row.external_id, is_alias=name != title)
                self._announced.setdefault(term_key(name), tag)

    def problems(self, content: Content, external_id: str) -> list[Problem]:
        """What is wrong or odd with the tag a row makes, or with the tags it uses."""
        if isinstance(content, TagContent):
            return self._of_tag(content, external_id)
        if isinstance(content, PageContent):
            return [problem for name in content.tags or () if (problem := self._of_use(name))]
        return []

    def _of_tag(self, content: TagContent, external_id: str) -> list[Problem]:
        problems = []
        owner = self.owner(content.name)
        if owner and not _is_same(owner, content, external_id):
            text = f"{quoted(content.name, '은/는')} 이미 태그 '{owner.name}'입니다."
            problems.append(Problem(Level.ERROR, text, "title"))
        for alias in content.aliases:
            owner = self.owner(alias)
            if owner and not _is_same(owner, content, external_id):
                text = f"{quoted(alias, '은/는')} 태그 '{owner.name}'에 쓰이고 있어 뺐습니다."
                problems.append(Problem(Level.WARNING, text, "aliases"))
        return problems

    def _of_use(self, name: str) -> Problem | None:
        if self.owner(name):
            return None
        if not term_key(name):
            return Problem(Level.WARNING, f"{quoted(name, '은/는')} 태그가 될 수 없어 뺐습니다.", "tags")
        if self._create:
            self._announced[term_key(name)] = KnownTag(name)
            return Problem(Level.WARNING, f"태그 {quoted(name, '을/를')} 새로 만듭니다.", "tags")
        nearest = self._nearest(name)
        hint = f" (가까운 태그: {', '.join(nearest)})" if nearest else ""
        return Problem(Level.WARNING, f"모르는 태그 '{name}'{hint}. 이 태그 없이 들어갑니다.", "tags")

    def _nearest(self, name: str) -> list[str]:
        """Names of up to three tags whose spelling is close, or that hold or are held by the name."""
        key = term_key(name)
        everything = {**self._announced, **self._stored}
        close = get_close_matches(key, everything, n=3, cutoff=0.5)
        close += [other for other in everything if len(other) > 1 and (other in key or key in other)]
        return list(dict.fromkeys(everything[other].name for other in close))[:3]


def _is_same(owner: KnownTag, content: TagContent, external_id: str) -> bool:
    """Whether the owner is the tag that the row describes; one made by hand is known by its name."""
    if owner.external_id:
        return owner.external_id == external_id
    return term_key(owner.name) == term_key(content.name)
