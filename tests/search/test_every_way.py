"""One row for every way in which something can change: what a stranger finds afterwards, and what no longer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.documents.views.bulk_actions import AddToCollectionBulkAction
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from districts.models import District, DistrictFigure
from lectures.models import LectureSpeaker, Speaker
from portal.core.models import Tag
from portal.core.searchable import korean_url
from portal.core.site_tree import case_parent, ensure_lists, session_parent
from portal.core.tag_merge import merge_tags
from portal.guidance.models import Term
from search import consistency
from search.engines import get_engine
from search.engines.base import EngineQuery
from search.engines.embedded import EmbeddedEngine
from search.models import IndexJob, SearchDocument
from search.scheduled import publish_due
from search.sync import sync_all
from search.wagtail_hooks import note_bulk_action
from tests.factories.guidance import make_term
from tests.factories.site import make_district, make_lecture, make_session, make_speaker, make_tag, make_user
from tests.search.stateful import desk
from tests.search.stateful.files import files_are_searched
from tests.search.stateful.truth import LOGIN, PASSWORD, Rule, Text, word
from tests.test_desk_writes import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]

OLD, NEW, TALK, SITTING, NAME, TAG, OTHER_TAG, GU, TERM, FILE, FIGURE = (word(number) for number in range(11))


@dataclass
class Site:
    case: int
    session: int
    lecture: int
    speaker: Speaker
    tag: Tag
    other_tag: Tag
    district: District
    term: Term
    file: Any
    open: Collection
    closed: Collection

    def text(self, **values: Any) -> Text:
        text = Text(OLD, "the-case", frozenset([self.tag.pk]), frozenset(), self.district.pk)
        return replace(text, **values)


@pytest.fixture
def site(home, settings, data_dir):
    settings.MEDIA_ROOT = data_dir / "media"
    ensure_lists()
    district, speaker = make_district(), make_speaker(NAME)
    desk.rename(District, district.pk, GU)
    session = make_session(1, title=SITTING)
    lecture = make_lecture(TALK, session=session, speaker=speaker)
    root = Collection.get_first_root_node()
    folders = [root.add_child(name=name) for name in ("열린 곳", "닫힌 곳")]
    CollectionViewRestriction.objects.create(collection=folders[1], restriction_type=LOGIN)
    made = Site(
        0,
        session.pk,
        lecture.pk,
        speaker,
        make_tag(TAG),
        make_tag(OTHER_TAG),
        district,
        make_term(TERM, definition="풀이"),
        None,
        *folders,
    )
    made.case = desk.create("case", case_parent(district).pk, made.text())
    desk.publish(made.case, made.text())
    with files_are_searched():
        made.file = get_document_model().objects.get(pk=desk.add_file(FILE, folders[0].pk))
        sync_all()
        yield made


def found(text: str) -> dict[str, str]:
    """What a stranger finds: key -> address."""
    hits = get_engine().search(EngineQuery(text, ("public",), limit=100)).hits
    documents = SearchDocument.objects.filter(deleted=False)
    return {
        hit.key: documents.get(kind=hit.key.split(":")[0], object_id=hit.key.split(":")[1]).url
        for hit in hits
    }


def page(pk: int) -> Any:
    return Page.objects.get(pk=pk)


def due(pk: int) -> None:
    """The time of the waiting revision has come."""
    revision = page(pk).get_latest_revision()
    past = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()
    assert publish_due() == 1


def go_live(site: Site) -> None:
    desk.publish(site.case, site.text(title=NEW), begins=5)
    due(site.case)


def expire(site: Site) -> None:
    desk.publish(site.case, site.text(), ends=5)
    Page.objects.filter(pk=site.case).update(expire_at=timezone.now() - timedelta(minutes=1))
    assert publish_due() == 1


def lift(site: Site) -> None:
    key = desk.restrict(site.session, Rule(LOGIN))
    sync_all()
    assert not found(TALK)
    PageViewRestriction.objects.get(pk=key).delete()


def replace_speaker(site: Site) -> None:
    talk = LectureSpeaker.objects.get(lecture=site.lecture)
    talk.speaker = make_speaker(NEW)
    talk.save()


def move_files(site: Site) -> None:
    """As the admin's "add to collection" does it: by one statement and the hook after it."""
    AddToCollectionBulkAction.execute_action([site.file], collection=site.closed)
    note_bulk_action(None, "add_to_collection", [site.file], None)


def move_file(site: Site) -> None:
    site.file.collection = site.closed
    site.file.save()


def load(site: Site) -> None:
    desk.import_case(word(90), "case-900")
    desk.import_case(NEW, "case-900")


def copy_session(site: Site) -> None:
    copied = desk.fresh(site.session).copy(recursive=True, update_attrs={"slug": "copied"})
    assert copied.get_children().count() == 1


def change_figure(site: Site) -> None:
    DistrictFigure.objects.create(
        district=site.district, key="x", label=NEW, value="1", unit="명", as_of="2024"
    )


Way = tuple[Callable[[Site], object], str, str]

#: What happens -> (how, the words that are found afterwards, those that are not).
WAYS: dict[str, Way] = {
    "publish": (lambda s: desk.publish(s.case, s.text(title=NEW)), NEW, OLD),
    "a draft over a live page": (lambda s: desk.draft(s.case, s.text(title=NEW)), OLD, NEW),
    "unpublish": (lambda s: desk.fresh(s.case).unpublish(), "", OLD),
    "unpublish with what is below": (
        lambda s: desk.fresh(s.session).get_children().get().specific.unpublish(), SITTING, TALK),
    "scheduled go-live": (go_live, NEW, OLD),
    "expiry": (expire, "", OLD),
    "delete": (lambda s: page(s.case).delete(), "", OLD),
    "delete with what is below": (lambda s: page(s.session).delete(), "", f"{SITTING} {TALK} {NAME}"),
    "privacy": (lambda s: desk.restrict(s.case, Rule(LOGIN)), "", OLD),
    "a shared password": (lambda s: desk.restrict(s.case, Rule(PASSWORD)), "", OLD),
    "privacy of a parent": (lambda s: desk.restrict(s.session, Rule(LOGIN)), "", f"{SITTING} {TALK} {NAME}"),
    "privacy of a parent's parent": (lambda s: desk.restrict(s.district.page.pk, Rule(LOGIN)), "", f"{OLD} {GU}"),
    "privacy lifted from a parent": (lift, f"{SITTING} {TALK} {NAME}", ""),
    "copy": (lambda s: desk.fresh(s.case).copy(update_attrs={"slug": "copied", "title": NEW}), f"{OLD} {NEW}", ""),
    "copy with what is below": (copy_session, f"{SITTING} {TALK}", ""),
    "import, and import again": (load, NEW, word(90)),
    "tag renamed": (lambda s: desk.rename(Tag, s.tag.pk, NEW), NEW, TAG),
    "tag merged": (lambda s: merge_tags(Tag.objects.get(name=TAG), Tag.objects.get(name=OTHER_TAG)), OTHER_TAG, TAG),
    "tag deleted": (lambda s: Tag.objects.get(pk=s.tag.pk).delete(), OLD, TAG),
    "speaker renamed": (lambda s: desk.rename(Speaker, s.speaker.pk, NEW), f"{NEW} {TALK}", NAME),
    "speaker replaced": (replace_speaker, f"{NEW} {TALK}", NAME),
    "district renamed": (lambda s: desk.rename(District, s.district.pk, NEW), f"{NEW} {OLD}", GU),
    "district's figure": (change_figure, NEW, ""),
    "term renamed": (lambda s: desk.rename(Term, s.term.pk, NEW), NEW, TERM),
    "term deleted": (lambda s: Term.objects.get(pk=s.term.pk).delete(), "", TERM),
    "attachment replaced": (lambda s: desk.replace_file(s.file.pk, NEW), NEW, FILE),
    "attachment moved to a closed collection": (move_file, "", FILE),
    "attachments moved in bulk": (move_files, "", FILE),
    "collection closed": (lambda s: desk.restrict_folder(s.open.pk, Rule(LOGIN)), "", FILE),
    "collection moved into a closed one": (lambda s: desk.move_folder(s.open.pk, s.closed.pk), "", FILE),
    "attachment deleted": (lambda s: get_document_model().objects.get(pk=s.file.pk).delete(), "", FILE),
}  # fmt: skip


def test_search_follows_every_way_a_page_can_change(site):
    for name, (act, there, gone) in WAYS.items():
        with transaction.atomic():
            act(site)
            sync_all()
            missing = [term for term in there.split() if not found(term)]
            assert not missing, f"{name}: {missing} not found"
            left = [term for term in gone.split() if found(term)]
            assert not left, f"{name}: {left} still found"
            assert not consistency.check(get_engine(), patience=0), name
            transaction.set_rollback(True)
        start_again()


def start_again() -> None:
    """The index holds what was rolled back: an index from nothing."""
    for version in get_engine().root.glob("*"):
        if version.is_dir() and version.name != "locks":
            for path in sorted(version.rglob("*"), reverse=True):
                path.rmdir() if path.is_dir() else path.unlink()
            version.rmdir()
    sync_all()


def test_addresses_follow_moves_and_new_slugs(site):
    key, below = f"case:{site.case}", f"lecture:{site.lecture}"
    page(site.case).move(case_parent(None), pos="last-child")
    sync_all()
    assert found(OLD)[key] == korean_url(page(site.case)) == "/cases/the-case/"
    for change in (
        lambda: page(site.session).move(ensure_lists(), pos="last-child"),
        lambda: slug(site, "other"),
    ):
        change()
        sync_all()
        assert found(TALK)[below] == korean_url(page(site.lecture))
    assert found(TALK)[below].startswith("/other/")
    page(site.session).move(session_parent(), pos="last-child")
    sync_all()
    assert found(TALK)[below].startswith("/sessions/other/")


def slug(site: Site, name: str) -> None:
    session = desk.fresh(site.session)
    session.slug = name
    session.save()


def test_statements_of_a_migration_are_found_by_the_check_and_repaired(site):
    Page.objects.filter(pk=site.case).update(title=NEW)
    Page.objects.filter(pk=site.lecture).update(live=False)
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page_id=site.session, restriction_type=LOGIN)]
    )
    assert not IndexJob.objects.exists()
    differences = consistency.check(get_engine(), patience=0)
    assert ("case", site.case) in differences.outdated
    assert ("session", site.session) in differences.outdated
    assert {
        ("lecture", site.lecture),
        ("person", site.speaker.pk),
    } <= differences.leftover | differences.outdated
    consistency.repair(differences)
    sync_all()
    assert not consistency.check(get_engine(), patience=0)
    assert found(NEW)
    assert not any(map(found, (OLD, TALK, SITTING, NAME)))


@pytest.fixture
def office(db) -> Client:
    client = Client()
    client.force_login(make_user(is_superuser=True, is_staff=True))
    return client


def test_saving_a_draft_again_and_again_is_no_news(site, office):
    """The screen saves by itself every few seconds while somebody writes."""
    address = f"/admin/pages/{site.case}/edit/"
    sent = {**form_of(office, address), "title": NEW}
    for number in range(3):
        answer = office.post(
            address, {**sent, "summary": f"{number}"}, headers={"accept": "application/json"}
        )
        assert answer.status_code == 200, answer.content[:500]
        sent["overwrite_revision_id"] = str(answer.json()["revision_id"])
    assert page(site.case).revisions.count() == 2
    assert page(site.case).draft_title == NEW
    assert not IndexJob.objects.exists()


def test_publishing_asks_no_engine_and_no_tokeniser(site, office, monkeypatch):
    """Nothing that search does later can fail or slow it."""

    def never(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("the request waits for search")

    for name in ("apply", "search", "locate", "cursor", "entries", "count"):
        monkeypatch.setattr(EmbeddedEngine, name, never)
    monkeypatch.setattr("search.korean.tokens.analyse", never)
    monkeypatch.setattr("search.engines.embedded_files.write", never)
    monkeypatch.setattr("search.drain._build", never)
    address = f"/admin/pages/{site.case}/edit/"
    sent = {**form_of(office, address), "title": NEW, "action-publish": "1"}
    response = office.post(address, sent)
    assert response.status_code == 302
    assert page(site.case).title == NEW
    assert IndexJob.objects.filter(source="page", object_id=site.case).exists()
    assert desk.add_file(NEW, site.open.pk)
