"""The steps of guides as far as a reader may see what they lead to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha1
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from wagtail.models import Page, Site

from lectures.domain.speakers import visible_speakers
from portal.core.templatetags.portal_links import local_url
from portal.guidance.addresses import PAGE, SPEAKER, TERM, view_of
from portal.guidance.enums import Section
from portal.guidance.models import GuideStep, Term
from portal.guidance.validators import bare_path, moment_seconds
from search import registry
from search.audience import visible_pages

_PREFIX = "/en"


@dataclass(frozen=True)
class OpenStep:
    """A step that the reader may follow. `key` names it in the browser's memory of ticks."""

    key: str
    url: str
    title: str
    kind: str | Promise
    place: str | Promise
    note: str


class Reach:
    """What the steps lead to and the viewer may see, in a bounded number of queries for any number of steps.

    `to_count`: the steps are only counted, so nothing of the pages is read but that they are there.
    """

    def __init__(self, steps: Iterable[GuideStep], viewer: Any, *, to_count: bool = False) -> None:
        steps = list(steps)
        self.viewer = viewer
        self.views = {step.address: view_of(step.address) for step in steps if step.address}
        ids = {step.page_id for step in steps if step.page_id}
        self.pages = {} if to_count else self._pages(ids)
        self.known = self._known(ids) if to_count else set(self.pages)
        self.terms = self._terms({step.term_id for step in steps if step.term_id})
        self.paths = self._paths(
            {bare_path(address) for address, view in self.views.items() if view.name == PAGE}
        )
        self.slugs = self._slugs()

    def _pages(self, ids: set[int]) -> dict[int, Any]:
        if not ids:
            return {}
        pages = visible_pages(Page.objects.filter(pk__in=ids), self.viewer).defer_streamfields().specific()
        return {page.pk: page for page in pages}

    def _known(self, ids: set[int]) -> set[int]:
        if not ids:
            return set()
        return set(visible_pages(Page.objects.filter(pk__in=ids), self.viewer).values_list("pk", flat=True))

    def _terms(self, ids: set[int]) -> dict[int, Term]:
        return Term.objects.in_bulk(ids) if ids else {}

    def _paths(self, paths: set[str]) -> set[str]:
        """Those of the paths that are the address of a visible page."""
        site = (
            Site.objects.filter(is_default_site=True).select_related("root_page").first() if paths else None
        )
        if site is None:
            return set()
        top = site.root_page.url_path
        wanted = {top + path.lstrip("/"): path for path in paths}
        found = visible_pages(Page.objects.filter(url_path__in=wanted), self.viewer)
        return {wanted[path] for path in found.values_list("url_path", flat=True)}

    def _slugs(self) -> dict[str, set[str]]:
        asked: dict[str, set[str]] = {TERM: set(), SPEAKER: set()}
        for name, slug in self.views.values():
            if name in asked:
                asked[name].add(slug)
        found = {}
        if asked[TERM]:
            found[TERM] = set(Term.objects.filter(slug__in=asked[TERM]).values_list("slug", flat=True))
        if asked[SPEAKER]:
            people = visible_speakers(self.viewer).filter(slug__in=asked[SPEAKER])
            found[SPEAKER] = set(people.values_list("slug", flat=True))
        return found

    def open(self, step: GuideStep, request: Any = None) -> OpenStep | None:
        """The step with the address and the words to show, or None where there is nothing for this viewer."""
        if step.page_id:
            page = self.pages.get(step.page_id)
            return _page_step(step, page, request) if page else None
        if step.term_id:
            term = self.terms.get(step.term_id)
            return _term_step(step, term) if term else None
        return _address_step(step) if step.address and self._is_open(step.address) else None

    def is_open(self, step: GuideStep) -> bool:
        """Whether there is something for this viewer at the step."""
        if step.page_id:
            return step.page_id in self.known
        if step.term_id:
            return step.term_id in self.terms
        return bool(step.address) and self._is_open(step.address)

    def _is_open(self, address: str) -> bool:
        view = self.views[address]
        if view.name == PAGE:
            return bare_path(address) in self.paths
        if view.name in (TERM, SPEAKER):
            return view.parameter in self.slugs.get(view.name, ())
        # Screens without a parameter show nothing that is not open to their reader.
        return view.can_be_checked


def _page_step(step: GuideStep, page: Any, request: Any) -> OpenStep | None:
    url = page.get_url(request)
    if not url:
        return None
    seconds = moment_seconds(step.moment)
    url += f"#{step.section}" if step.section else f"?t={seconds}" if seconds is not None else ""
    title = _own_title(step) or getattr(page, "local_title", page.title)
    place = Section(step.section).label if step.section in Section.values else step.moment
    return _open(step, url, title, _kind(type(page)), place)


def _term_step(step: GuideStep, term: Term) -> OpenStep:
    return _open(step, term.get_absolute_url(), _own_title(step) or term.label, _kind(Term))


def _address_step(step: GuideStep) -> OpenStep:
    address = step.address
    address = address.removeprefix(_PREFIX) if address.startswith(f"{_PREFIX}/") else address
    return _open(step, local_url(address), _own_title(step))


def _open(
    step: GuideStep, url: str, title: str, kind: str | Promise = "", place: str | Promise = ""
) -> OpenStep:
    english = get_language() == "en"
    target = f"{step.page_id}|{step.term_id}|{step.address}|{step.section}|{step.moment}"
    return OpenStep(
        key=sha1(target.encode(), usedforsecurity=False).hexdigest()[:12],
        url=url,
        title=title,
        kind=kind,
        place=place,
        note=(step.note_en or step.note) if english else step.note,
    )


def _own_title(step: GuideStep) -> str:
    return (step.title_en or step.title) if get_language() == "en" else step.title


def _kind(model: type[Any]) -> str | Promise:
    found = registry.current().of_model(model)
    return found[0].label if found else ""


def open_steps(steps: Sequence[GuideStep], viewer: Any, request: Any = None) -> list[OpenStep]:
    """The steps that `viewer` may follow, in their order."""
    reach = Reach(steps, viewer)
    opened = (reach.open(step, request) for step in steps)
    return [step for step in opened if step]
