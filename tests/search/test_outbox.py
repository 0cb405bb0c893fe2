from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from taggit.models import Tag
from wagtail.documents import get_document_model
from wagtail.documents.views.bulk_actions import AddToCollectionBulkAction
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction, Site

from search import outbox, registry
from search.models import IndexJob
from search.wagtail_hooks import note_bulk_action

pytestmark = pytest.mark.django_db


@pytest.fixture
def noted():
    """The waiting jobs as (source, object id), without repetition; asking empties the queue."""

    def noted() -> set[tuple[str, int]]:
        jobs = set(IndexJob.objects.values_list("source", "object_id"))
        IndexJob.objects.all().delete()
        return jobs

    return noted


def test_a_save_that_is_rolled_back_leaves_no_job(add, pages):
    IndexJob.objects.all().delete()
    with transaction.atomic():
        add("cases").save_revision().publish()
        assert IndexJob.objects.exists()
        transaction.set_rollback(True)
    assert not IndexJob.objects.exists()


def test_saving_publishing_and_unpublishing_a_page_are_noted(add, pages, noted):
    page = add("cases", live=False)
    assert ("page", page.pk) in noted()
    page.save_revision().publish()
    assert ("page", page.pk) in noted()
    Page.objects.get(pk=page.pk).unpublish()
    assert ("page", page.pk) in noted()


def test_autosaving_drafts_and_locking_are_no_change(add, pages, noted):
    page = add("cases")
    noted()
    page.title = "Only a draft"
    page.save_revision()
    page.locked = True
    page.save(update_fields=["locked", "locked_at", "locked_by"])
    assert noted() == set()


def test_deleting_a_page_notes_every_page_below_it(add, pages, noted):
    cases = add("cases")
    below = [add("one", cases), add("two", cases)]
    noted()
    ids = {cases.pk, *(page.pk for page in below)}
    Page.objects.get(pk=cases.pk).delete()
    assert {("page", pk) for pk in ids} <= noted()


def test_moving_a_page_is_noted_although_it_is_saved_as_a_bare_page(add, pages, noted):
    old, new = add("old"), add("new")
    moved = add("moved", old)
    noted()
    Page.objects.get(pk=moved.pk).move(Page.objects.get(pk=new.pk), pos="last-child")
    assert {("page", moved.pk), ("subtree", moved.pk)} <= noted()


def test_copies_and_aliases_are_noted(add, pages, noted):
    source, target = add("source"), add("target")
    noted()
    copied = source.copy(to=Page.objects.get(pk=target.pk), recursive=True, update_attrs={"slug": "copied"})
    assert ("page", copied.pk) in noted()
    alias = Page.objects.get(pk=source.pk).create_alias(
        parent=Page.objects.get(pk=target.pk), update_slug="alias"
    )
    assert ("page", alias.pk) in noted()
    source.title = "Changed"
    source.save_revision().publish()
    assert {("page", source.pk), ("page", alias.pk)} <= noted()


def test_deleting_a_source_frees_its_aliases(add, pages, noted):
    source = add("source")
    alias = source.create_alias(update_slug="alias")
    noted()
    Page.objects.get(pk=source.pk).delete()
    assert ("subtree", alias.pk) in noted()


def test_restrictions_note_the_subtree(add, pages, noted):
    page, group = add("cases"), Group.objects.create(name="office")
    noted()
    restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert noted() == {("subtree", page.pk)}
    restriction.restriction_type = "groups"
    restriction.save()
    assert noted() == {("subtree", page.pk)}
    restriction.groups.add(group)
    assert noted() == {("subtree", page.pk)}
    group.pageviewrestriction_set.clear()
    assert noted() == {("subtree", page.pk)}
    restriction.groups.add(group)
    noted()
    group.delete()
    assert noted() == {("subtree", page.pk)}
    restriction.delete()
    assert noted() == {("subtree", page.pk)}


def test_restrictions_of_collections_note_the_collection(home, files, noted):
    root = Collection.get_first_root_node()
    closed, other = root.add_child(name="closed"), root.add_child(name="other")
    noted()
    restriction = CollectionViewRestriction.objects.create(collection=closed, restriction_type="groups")
    assert noted() == {("collection", closed.pk)}
    restriction.groups.add(Group.objects.create(name="office"))
    assert noted() == {("collection", closed.pk)}
    Collection.objects.get(pk=other.pk).move(Collection.objects.get(pk=closed.pk), pos="sorted-child")
    assert ("collection", other.pk) in noted()
    restriction.delete()
    assert noted() == {("collection", closed.pk)}


def test_a_site_with_another_root_notes_the_whole_tree(home, pages, noted):
    site = Site.objects.get()
    noted()
    site.root_page = home.get_parent()
    site.save()
    assert noted() == {("subtree", home.get_parent().pk)}


def test_other_models_are_noted_under_their_label(home, tags, noted):
    noted()
    tag = Tag.objects.create(name="IoT")
    assert noted() == {("taggit.tag", tag.pk)}
    pk = tag.pk
    tag.delete()
    assert noted() == {("taggit.tag", pk)}


def test_models_that_search_does_not_know_leave_no_job(home, registered, noted):
    noted()
    Tag.objects.create(name="IoT")
    assert noted() == set()


def test_dependants_are_listed_before_and_after_a_change(home, tags, files, noted):
    """A file depends on a tag by name here: renaming the tag reaches the file of the old and of the new name."""

    def files_named_like(ids):
        names = Tag.objects.filter(pk__in=ids).values_list("name", flat=True)
        found = get_document_model().objects.filter(title__in=list(names))
        return [("file", pk) for pk in found.values_list("pk", flat=True)]

    registry.register_dependant(Tag, files_named_like)
    old = get_document_model().objects.create(title="old", file=ContentFile(b"x", name="old.txt"))
    tag = Tag.objects.create(name="old")
    noted()
    tag.name = "new"
    tag.save()
    label = old._meta.label_lower
    assert noted() == {("taggit.tag", tag.pk), ("dependants:taggit.tag", tag.pk), (label, old.pk)}
    tag.name = "old"
    tag.save()
    noted()
    pk = tag.pk
    tag.delete()
    assert noted() == {("taggit.tag", pk), (label, old.pk)}


def test_a_mistake_in_a_dependant_stops_no_save(home, tags, noted, caplog):
    def broken(ids):
        raise KeyError("no such relation")

    registry.register_dependant(Tag, broken)
    registry.register_dependant(Tag, lambda ids: [("unheard of", 1)])
    tag = Tag.objects.create(name="IoT")
    tag.save()
    tag.delete()
    assert "could not be listed" in caplog.text
    assert "unheard of" in caplog.text


def test_files_that_a_bulk_action_moves_are_noted(home, files, noted):
    root = Collection.get_first_root_node()
    target = root.add_child(name="target")
    file = get_document_model().objects.create(title="plan", file=ContentFile(b"x", name="plan.txt"))
    noted()
    AddToCollectionBulkAction.execute_action([file], collection=target)
    note_bulk_action(None, "add_to_collection", [file], None)
    assert noted() == {(file._meta.label_lower, file.pk)}


def test_jobs_wait_until_they_are_due_and_dead_letters_until_they_are_retried(db):
    now = timezone.now()
    due = IndexJob.objects.create(source="page", object_id=1)
    IndexJob.objects.create(source="page", object_id=2, attempts=1, not_before=now + timedelta(minutes=2))
    dead = IndexJob.objects.create(source="page", object_id=3, attempts=outbox.MAX_ATTEMPTS)
    assert list(outbox.ready_jobs()) == [due]
    assert list(outbox.dead_letters()) == [dead]
    assert outbox.retry_failed() == 2
    assert outbox.ready_jobs().count() == 3
    assert not outbox.dead_letters().exists()


def test_a_job_put_off_before_the_clock_was_set_back_is_due(db):
    later = timezone.now() + timedelta(hours=2)
    job = IndexJob.objects.create(source="page", object_id=1, attempts=1, not_before=later)
    assert list(outbox.ready_jobs()) == [job]
