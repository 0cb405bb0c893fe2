"""Setting links that waited for their target, once it is there."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import transaction

from districts.models import CaseStudy, CaseTag
from lectures.models import ForumSession, Lecture, LectureTag, SessionTag
from portal.core.models import Tag, TagAlias
from portal.core.text_keys import term_key
from portal.expo.models import ExpoTag, PrizeTag
from portal.guidance.models import Term
from portal.imports.apply.attachments import add_attachment
from portal.imports.apply.charts import add_link
from portal.imports.apply.editions import EDITION_LINKS, set_edition_link
from portal.imports.apply.guides import add_step
from portal.imports.apply.pages import change, move
from portal.imports.apply.tags import find_tag
from portal.imports.apply.terms import add_related
from portal.imports.content import Link
from portal.imports.models import ImportRecord, PendingLink
from portal.imports.plan import Options
from portal.imports.snapshot import PAGE_MODELS

logger = logging.getLogger(__name__)

_TAG_MODELS = {
    "case": CaseTag,
    "lecture": LectureTag,
    "session": SessionTag,
    "expo": ExpoTag,
    "prize": PrizeTag,
}
_RELATED = {"related_cases": CaseStudy, "related_lectures": Lecture}


def connect_pending(options: Options) -> int:
    """Set every waiting link whose target exists by now, each page in a transaction; returns how many."""
    waiting: dict[int, list[PendingLink]] = defaultdict(list)
    for link in _resolvable(PendingLink.objects.order_by("pk")):
        waiting[link.record_id].append(link)
    connected = 0
    for record in ImportRecord.objects.filter(pk__in=waiting).order_by("pk"):
        with transaction.atomic():
            connected += _connect(record, waiting[record.pk], options)
    return connected


def _resolvable(links: Iterable[PendingLink]) -> list[PendingLink]:
    by_kind: dict[str, list[PendingLink]] = defaultdict(list)
    for link in links:
        by_kind[link.target_kind].append(link)
    found: list[PendingLink] = []
    for kind, group in by_kind.items():
        find = {"tag": _existing_tags, "term": _existing_terms}.get(kind) or partial(_existing_pages, kind)
        there = find(group)
        found += [link for link in group if link.target in there]
    return found


def _existing_tags(links: list[PendingLink]) -> set[str]:
    keys = {link.target: term_key(link.target) for link in links}
    known = set(Tag.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    known |= set(TagAlias.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    return {target for target, key in keys.items() if key in known}


def _existing_terms(links: list[PendingLink]) -> set[str]:
    found = Term.objects.filter(external_id__in={link.target for link in links})
    return {external_id for external_id in found.values_list("external_id", flat=True) if external_id}


def _existing_pages(kind: str, links: list[PendingLink]) -> set[str]:
    wanted = {link.target for link in links}
    model = PAGE_MODELS[kind]
    return set(model._default_manager.filter(external_id__in=wanted).values_list("external_id", flat=True))


def _connect(record: ImportRecord, links: list[PendingLink], options: Options) -> int:
    """Set the links of one page in a new revision. A page with an unfinished draft gets them in that draft."""
    if record.kind == "chart":
        return _connect_chart(record, links)
    if record.kind == "term":
        return _connect_term(record, links)
    if record.kind == "attachment":
        return _connect_attachment(record, links, options)
    page: Any = PAGE_MODELS[record.kind]._default_manager.filter(external_id=record.external_id).first()
    if page is None or page.locked:
        return 0
    inside = [link for link in links if link.column != "session"]
    settled = page.live and not page.has_unpublished_changes
    working = page if settled else page.get_latest_revision_as_object()
    changes = [_set(working, record.kind, link) for link in inside]
    if any(changes):
        own = page.latest_revision_id == record.revision_id
        revision = change(working, publish=settled).revision
        if own:
            record.revision_id = revision.pk
            record.save(update_fields=["revision_id", "updated_at"])
    done = inside + [link for link in links if link.column == "session" and _place(page, link, options)]
    PendingLink.objects.filter(pk__in=[link.pk for link in done]).delete()
    return len(done)


def _connect_chart(record: ImportRecord, links: list[PendingLink]) -> int:
    """Charts have no drafts: their links are set at once."""
    for link in links:
        add_link(record.external_id, Link(link.column, link.target_kind, link.target))
    PendingLink.objects.filter(pk__in=[link.pk for link in links]).delete()
    return len(links)


def _connect_term(record: ImportRecord, links: list[PendingLink]) -> int:
    """Terms have no drafts either."""
    for link in links:
        add_related(record.external_id, Link(link.column, link.target_kind, link.target))
    PendingLink.objects.filter(pk__in=[link.pk for link in links]).delete()
    return len(links)


def _connect_attachment(record: ImportRecord, links: list[PendingLink], options: Options) -> int:
    for link in links:
        place = Link(link.column, link.target_kind, link.target)
        add_attachment(record.external_id, place, publish=options.publish)
    PendingLink.objects.filter(pk__in=[link.pk for link in links]).delete()
    return len(links)


def _set(page: Any, kind: str, link: PendingLink) -> bool:
    """Set one link on the page in memory; False where it is there already or its place is gone."""
    if link.column == "tags":
        return _set_tag(page, kind, link)
    if link.column == "programme":
        return _set_programme(page, link)
    if link.column == "steps":
        return add_step(page, link)
    if link.column in EDITION_LINKS:
        return set_edition_link(page, link)
    related = getattr(page, link.column)
    target = _RELATED[link.column].objects.get(external_id=link.target)
    if target in related.all():
        return False
    related.add(target)
    return True


def _set_tag(page: Any, kind: str, link: PendingLink) -> bool:
    tag = find_tag(link.target)
    items = list(page.tagged_items.all())
    if tag is None or any(item.tag_id == tag.pk for item in items):
        return False
    page.tagged_items = [*items, _TAG_MODELS[kind](tag=tag)]
    return True


def _set_programme(page: ForumSession, link: PendingLink) -> bool:
    """Find the row again by what it says: editors may have moved it."""
    rows = list(page.programme.all())
    for row in rows:
        same = row.title == link.detail.get("title") and row.speaker == link.detail.get("speaker")
        if same and row.lecture_id is None:
            row.lecture = Lecture.objects.get(external_id=link.target)
            page.programme = rows
            return True
    return False


def _place(lecture: Lecture, link: PendingLink, options: Options) -> bool:
    """Move the lecture below its session. A live one keeps its address until a load publishes."""
    if lecture.live and not options.publish:
        return False
    session = ForumSession.objects.get(external_id=link.target)
    if not lecture.is_child_of(session):
        move(lecture, session)
    return True
