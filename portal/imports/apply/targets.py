"""Finding what a row points to. What is not there yet is remembered in `missing`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from portal.core.models import PortalPage, Tag
from portal.guidance.models import Term
from portal.imports.apply.tags import find_tags
from portal.imports.content import Link

PageT = TypeVar("PageT", bound=PortalPage)


class Targets:
    """The targets of one row."""

    def __init__(self, *, create_tags: bool = False) -> None:
        self.create_tags = create_tags
        self.missing: list[Link] = []

    def tags(self, names: Iterable[str]) -> list[Tag]:
        found, unknown = find_tags(names, create=self.create_tags)
        self.missing += [Link("tags", "tag", name) for name in unknown]
        return found

    def page(self, model: type[PageT], link: Link) -> PageT | None:
        found = model.objects.filter(external_id=link.target).first()
        if found is None:
            self.missing.append(link)
        return found

    def term(self, link: Link) -> Term | None:
        found = Term.objects.filter(external_id=link.target).first()
        if found is None:
            self.missing.append(link)
        return found

    def pages(self, model: type[PageT], links: Sequence[Link], column: str) -> list[PageT]:
        """The targets of `column`, in one query."""
        wanted = [link for link in links if link.column == column]
        rows = model.objects.filter(external_id__in=[link.target for link in wanted])
        found = {row.external_id: row for row in rows}
        self.missing += [link for link in wanted if link.target not in found]
        return [found[link.target] for link in wanted if link.target in found]
