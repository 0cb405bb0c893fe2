"""Guides and their steps."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from portal.core.site_tree import guide_parent
from portal.guidance.models import GuidePage, GuideStep, Term
from portal.imports.apply.pages import Saved, change, create, editable, fill
from portal.imports.apply.targets import Targets
from portal.imports.content import GuideContent, Link, StepContent
from portal.imports.models import PendingLink
from portal.imports.snapshot import PAGE_MODELS

_WORDS = ("section", "moment", "title", "title_en", "note", "note_en")


def save_guide(content: GuideContent, external_id: str, targets: Targets, *, publish: bool) -> Saved:
    page = editable(GuidePage, external_id, publish=publish)
    guide = page or GuidePage()
    fill(guide, content)
    if content.steps is not None:
        guide.steps = _steps(content.steps, content.links, targets)
    if page is None:
        return create(guide, guide_parent(), content.slug, external_id, publish=publish)
    return change(guide, publish=publish)


def _steps(steps: tuple[StepContent, ...], links: tuple[Link, ...], targets: Targets) -> list[GuideStep]:
    """The steps whose target is there; the others wait, and come to their place when it does."""
    waiting = {link.detail["position"]: link for link in links}
    rows = []
    for position, step in enumerate(steps):
        target = _target(waiting[position], targets) if position in waiting else {"address": step.address}
        if target:
            rows.append(GuideStep(sort_order=position, **target, **step.values))
    return rows


def _target(link: Link, targets: Targets) -> dict[str, Any]:
    if link.kind == "term":
        term = targets.term(link)
        return {"term": term} if term else {}
    model: type[Any] = PAGE_MODELS[link.kind]
    page = targets.page(model, link)
    return {"page": Page.objects.get(pk=page.pk)} if page else {}


def add_step(guide: GuidePage, link: PendingLink) -> bool:
    """Put a step that waited for its target in its place, in memory; False where it is there already."""
    if link.target_kind == "term":
        target: dict[str, Any] = {"term": Term.objects.get(external_id=link.target)}
    else:
        found = PAGE_MODELS[link.target_kind]._default_manager.get(external_id=link.target)
        target = {"page": Page.objects.get(pk=found.pk)}
    words = {name: link.detail.get(name, "") for name in _WORDS}
    step = GuideStep(sort_order=link.detail.get("position", 0), **target, **words)
    steps = list(guide.steps.all())
    if any(_place(one) == _place(step) for one in steps):
        return False
    guide.steps = sorted([*steps, step], key=lambda one: one.sort_order or 0)
    return True


def _place(step: GuideStep) -> tuple[Any, ...]:
    return step.page_id, step.term_id, step.section, step.moment
