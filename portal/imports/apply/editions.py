"""Editions of the expo and of the prize, with their child rows."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from districts.models import CaseStudy
from lectures.models import ForumSession, Lecture
from portal.core.models import PortalPage
from portal.core.site_tree import ensure_lists
from portal.expo.models import (
    Award,
    ExpoEdition,
    ExpoFigure,
    ExpoIndexPage,
    ExpoParticipant,
    ExpoProgrammeItem,
    ExpoTag,
    ExpoZone,
    JuryStep,
    PrizeCategory,
    PrizeCriterion,
    PrizeEdition,
    PrizeFigure,
    PrizeIndexPage,
    PrizeTag,
)
from portal.imports.apply.pages import Saved, change, create, editable, fill, fill_tags
from portal.imports.apply.targets import Targets
from portal.imports.content.editions import EditionContent, ExpoContent, PrizeContent
from portal.imports.models import PendingLink

_EXPO_CHILDREN: dict[str, type[Model]] = {
    "programme": ExpoProgrammeItem,
    "zones": ExpoZone,
    "participants": ExpoParticipant,
    "figures": ExpoFigure,
}
_PRIZE_CHILDREN: dict[str, type[Model]] = {
    "categories": PrizeCategory,
    "criteria": PrizeCriterion,
    "jury": JuryStep,
    "awards": Award,
    "figures": PrizeFigure,
}
# Fields of the page itself that hold one link.
_SINGLE: dict[str, type[PortalPage]] = {
    "announced_session": ForumSession,
    "continues": ExpoEdition,
    "expo": ExpoEdition,
}
# Link column -> (relation, field of the child row, model of the target).
_INSIDE: dict[str, tuple[str, str, type[PortalPage]]] = {
    "expo_programme": ("programme", "session", ForumSession),
    "award_cases": ("awards", "case", CaseStudy),
}
EDITION_LINKS = frozenset({*_SINGLE, *_INSIDE})


def save_expo(content: ExpoContent, external_id: str, targets: Targets, *, publish: bool) -> Saved:
    page = editable(ExpoEdition, external_id, publish=publish)
    expo = page or ExpoEdition()
    _fill(expo, content, _EXPO_CHILDREN, targets)
    if content.tags is not None:
        fill_tags(expo, targets.tags(content.tags), ExpoTag)
    if "related_lectures" in content.linked_columns:
        expo.related_lectures = targets.pages(Lecture, content.links, "related_lectures")
    if page is not None:
        return change(expo, publish=publish)
    ensure_lists()
    return create(expo, ExpoIndexPage.objects.get(), content.slug, external_id, publish=publish)


def save_prize(content: PrizeContent, external_id: str, targets: Targets, *, publish: bool) -> Saved:
    page = editable(PrizeEdition, external_id, publish=publish)
    prize = page or PrizeEdition()
    _fill(prize, content, _PRIZE_CHILDREN, targets)
    if content.tags is not None:
        fill_tags(prize, targets.tags(content.tags), PrizeTag)
    if page is not None:
        return change(prize, publish=publish)
    ensure_lists()
    return create(prize, PrizeIndexPage.objects.get(), content.slug, external_id, publish=publish)


def _fill(page: Any, content: EditionContent, models: dict[str, type[Model]], targets: Targets) -> None:
    """Set fields, single links and the child rows that the row states."""
    fill(page, content)
    for column in content.linked_columns & _SINGLE.keys():
        link = next((link for link in content.links if link.column == column), None)
        setattr(page, column, targets.page(_SINGLE[column], link) if link else None)
    for relation, rows in content.children.items():
        found = {
            (_INSIDE[link.column][0], link.detail["position"]): (
                _INSIDE[link.column][1],
                targets.page(_INSIDE[link.column][2], link),
            )
            for link in content.links
            if link.column in _INSIDE and _INSIDE[link.column][0] == relation
        }
        made = []
        for position, row in enumerate(rows):
            name, target = found.get((relation, position), ("", None))
            made.append(models[relation](sort_order=position, **row, **({name: target} if name else {})))
        setattr(page, relation, made)


def set_edition_link(page: Any, link: PendingLink) -> bool:
    """Set a link that waited for its target on the page in memory; False where its place is gone or taken."""
    if link.column in _SINGLE:
        if getattr(page, f"{link.column}_id") is not None:
            return False
        setattr(page, link.column, _SINGLE[link.column].objects.get(external_id=link.target))
        return True
    relation, name, model = _INSIDE[link.column]
    rows = list(getattr(page, relation).all())
    said = {key: value for key, value in link.detail.items() if key != "position"}
    for row in rows:
        same = all(str(getattr(row, key, "")) == value for key, value in said.items())
        if same and getattr(row, f"{name}_id") is None:
            setattr(row, name, model.objects.get(external_id=link.target))
            setattr(page, relation, rows)
            return True
    return False
