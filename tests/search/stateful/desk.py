"""What editors do, done for real: every way a page, a file or a name can change."""

from __future__ import annotations

import io
import itertools
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from districts.models import CaseStudy, CaseTag
from lectures.models import ForumSession, Lecture, LectureSpeaker, LectureTag
from tests.search.stateful.truth import GROUPS, PASSWORD, Rule, Text

MODELS = {"case": CaseStudy, "lecture": Lecture, "session": ForumSession}
_session_numbers = itertools.count(100)


def fresh(pk: int) -> Any:
    """The page as it is in the database."""
    return Page.objects.get(pk=pk).specific


def write(page: Any, text: Text) -> Any:
    page.title, page.slug = text.title, text.slug
    if isinstance(page, CaseStudy):
        page.district_id = text.district
        page.tagged_items.set([CaseTag(tag_id=pk) for pk in sorted(text.tags)])
    elif isinstance(page, Lecture):
        page.tagged_items.set([LectureTag(tag_id=pk) for pk in sorted(text.tags)])
        page.speakers.set([LectureSpeaker(speaker_id=pk) for pk in sorted(text.speakers)])
    return page


def create(kind: str, parent: int, text: Text) -> int:
    """A new page that nobody has published."""
    page = MODELS[kind](title=text.title, slug=text.slug, live=False)
    if kind == "session":
        page.number = next(_session_numbers)
    return int(Page.objects.get(pk=parent).add_child(instance=page).pk)


def draft(pk: int, text: Text) -> None:
    write(fresh(pk), text).save_revision()


def publish(pk: int, text: Text, *, begins: float | None = None, ends: float | None = None) -> None:
    """Publish now, or in so many hours; ``ends``: expire after so many hours."""
    page = write(fresh(pk), text)
    page.go_live_at = timezone.now() + timedelta(hours=begins) if begins else None
    page.expire_at = timezone.now() + timedelta(hours=ends) if ends else None
    page.save_revision().publish()


def rename(model: Any, pk: int, name: str) -> None:
    item = model.objects.get(pk=pk)
    item.name = name
    item.save()


def restrict(page: int, rule: Rule) -> int:
    """The id of the new restriction."""
    return _restricted(PageViewRestriction(page_id=page), rule)


def restrict_folder(folder: int, rule: Rule) -> int:
    return _restricted(CollectionViewRestriction(collection_id=folder), rule)


def _restricted(restriction: Any, rule: Rule) -> int:
    restriction.restriction_type = rule.kind
    if rule.kind == PASSWORD:
        restriction.password = "shared"
    restriction.save()
    if rule.kind == GROUPS:
        restriction.groups.set(Group.objects.filter(name__in=rule.groups))
    return int(restriction.pk)


def import_case(title: str, external_id: str) -> CaseStudy:
    row = {"kind": "case", "external_id": external_id, "title": title, "summary": "요약"}
    path = Path(settings.DATA_DIR) / "rows.jsonl"
    path.write_text(json.dumps(row, ensure_ascii=False), encoding="utf-8")
    call_command("import_content", str(path), publish=True, verbosity=0, stdout=io.StringIO())
    return CaseStudy.objects.get(external_id=external_id)


def add_file(title: str, folder: int) -> int:
    content = ContentFile(title.encode(), name=f"{title}.txt")
    return int(get_document_model().objects.create(title=title, file=content, collection_id=folder).pk)


def replace_file(pk: int, title: str) -> None:
    file = get_document_model().objects.get(pk=pk)
    file.title = title
    file.file = ContentFile(title.encode(), name=f"{title}.txt")
    file.save()


def move_folder(pk: int, to: int) -> None:
    Collection.objects.get(pk=pk).move(Collection.objects.get(pk=to), pos="sorted-child")
