from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from taggit.models import Tag
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from search import outbox, registry
from search.drain import drain_once
from search.models import AudienceKey, IndexJob, SearchDocument, SearchSequence
from tests.search.rows import drain_all, live

pytestmark = pytest.mark.django_db


def fresh(page: Page) -> Page:
    return Page.objects.get(pk=page.pk)


@pytest.fixture
def cases(add, pages) -> Page:
    """/cases/ with two pages below it, all indexed."""
    cases = add("cases")
    add("one", cases)
    add("two", cases)
    drain_all()
    return cases


def test_a_published_page_becomes_a_document_with_its_passages(add, pages):
    page = add("cases")
    assert drain_all() > 0
    document = SearchDocument.objects.get()
    assert (document.kind, document.object_id, document.title) == ("page", page.pk, "cases")
    assert (document.url, document.audience, document.deleted) == ("/cases/", "public", False)
    assert [passage.text for passage in document.passages.all()] == ["cases"]
    assert not IndexJob.objects.exists()
    assert AudienceKey.objects.get().key == "public"


def test_an_unpublished_page_leaves_a_tombstone_without_content(cases):
    before = SearchDocument.objects.get(title="one")
    Page.objects.get(slug="one").unpublish()
    drain_all()
    after = SearchDocument.objects.get(pk=before.pk)
    assert after.deleted
    assert after.seq > before.seq
    assert (after.title, after.body, after.url, after.audience) == ("", "", "", "")
    assert not after.passages.exists()
    Page.objects.get(slug="one").save_revision().publish()
    drain_all()
    assert live()["one"] == ("/cases/one/", "public")


def test_deleting_a_tree_buries_everything_in_it(cases):
    fresh(cases).delete()
    drain_all()
    assert live() == {}
    assert SearchDocument.objects.filter(deleted=True).count() == 3


def test_drafts_never_reach_the_index(cases):
    page = Page.objects.get(slug="one")
    page.title = "secret plan"
    page.save_revision()
    page.get_latest_revision_as_object().save_revision()
    drain_all()
    assert "secret plan" not in live()


def test_saving_unchanged_content_moves_no_seq(cases):
    before = dict(SearchDocument.objects.values_list("title", "seq"))
    for page in Page.objects.filter(slug__in=["cases", "one"]):
        page.save()
    drain_all()
    assert dict(SearchDocument.objects.values_list("title", "seq")) == before
    assert SearchSequence.objects.get().value == max(before.values())


def test_every_change_gets_a_higher_seq(cases):
    before = SearchSequence.objects.get().value
    page = Page.objects.get(slug="one")
    page.title = "one, revised"
    page.save_revision().publish()
    drain_all()
    assert SearchDocument.objects.get(title="one, revised").seq == before + 1


def test_a_renamed_page_takes_the_pages_below_along(cases):
    page = fresh(cases)
    page.slug = "studies"
    page.save()
    drain_all()
    assert live() == {
        "cases": ("/studies/", "public"),
        "one": ("/studies/one/", "public"),
        "two": ("/studies/two/", "public"),
    }


def test_a_moved_page_takes_the_pages_below_along(cases, add):
    archive = add("archive")
    fresh(cases).move(fresh(archive), pos="last-child")
    drain_all()
    assert live()["two"] == ("/archive/cases/two/", "public")


def test_a_save_that_moves_nothing_rebuilds_nothing_below(cases, pages):
    pages.builds.clear()
    fresh(cases).save()
    drain_all()
    assert pages.builds == [[cases.pk]]


def test_a_restriction_reaches_the_subtree_and_goes_again(cases, add):
    office = Group.objects.create(name="office")
    restriction = PageViewRestriction.objects.create(page=fresh(cases), restriction_type="groups")
    restriction.groups.add(office)
    drain_all()
    key = f"g{office.pk}"
    assert {audience for _, audience in live().values()} == {key}
    assert AudienceKey.objects.filter(key=key).exists()
    add("three", cases)
    drain_all()
    assert live()["three"] == ("/cases/three/", key)
    office.delete()
    drain_all()
    assert {audience for _, audience in live().values()} == {"nobody"}
    restriction.delete()
    drain_all()
    assert {audience for _, audience in live().values()} == {"public"}


def test_moving_below_a_restricted_page_hides_a_page(cases, add):
    closed = add("closed")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    Page.objects.get(slug="one").move(fresh(closed), pos="last-child")
    drain_all()
    assert live()["one"] == ("/closed/one/", "login")


def test_what_lies_behind_a_shared_password_is_not_indexed(cases):
    restriction = PageViewRestriction.objects.create(
        page=fresh(cases), restriction_type="password", password="sesame"
    )
    drain_all()
    assert live() == {}
    restriction.restriction_type = "login"
    restriction.save()
    drain_all()
    assert live()["one"] == ("/cases/one/", "login")


def test_a_restriction_on_a_source_reaches_its_aliases(cases, add):
    page = Page.objects.get(slug="one")
    alias = page.create_alias(parent=add("elsewhere"), update_slug="alias")
    drain_all()
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    drain_all()
    assert SearchDocument.objects.get(object_id=alias.pk).audience == "login"
    # Wagtail unpublishes the aliases of a page that is deleted.
    fresh(page).delete()
    drain_all()
    assert SearchDocument.objects.get(object_id=alias.pk).deleted


def test_what_depends_on_a_page_follows_when_the_page_becomes_private(cases, tags):
    """As a speaker's text names lectures: the lecture's restriction must reach it without the lecture's save."""
    tag = Tag.objects.create(name="names page one")
    seen = []

    def follow(ids):
        seen.extend(ids)
        return [("tag", tag.pk)]

    registry.register_dependant(Page, follow)
    drain_all()
    one = Page.objects.get(slug="one")
    PageViewRestriction.objects.create(page=fresh(cases), restriction_type="login")
    drain_all()
    assert one.pk in seen


def test_collections_hand_their_restriction_to_their_files(home, files):
    root = Collection.get_first_root_node()
    closed, inner = root.add_child(name="closed"), root.add_child(name="inner")
    get_document_model().objects.create(
        title="plan", file=ContentFile(b"x", name="plan.txt"), collection=inner
    )
    drain_all()
    assert live()["plan"][1] == "public"
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    drain_all()
    assert live()["plan"][1] == "public"
    Collection.objects.get(pk=inner.pk).move(Collection.objects.get(pk=closed.pk), pos="sorted-child")
    drain_all()
    assert live()["plan"][1] == "login"


def test_a_changed_relation_reaches_what_depends_on_it(home, tags, files):
    """The dependants are listed when the job is served, so a later link is reached as well."""
    file = get_document_model().objects.create(title="plan", file=ContentFile(b"x", name="plan.txt"))
    registry.register_dependant(Tag, lambda ids: [("file", file.pk)])
    drain_all()
    get_document_model().objects.filter(pk=file.pk).update(title="plan B")
    Tag.objects.create(name="IoT")
    drain_all()
    assert "plan B" in live()


def test_a_batch_serves_at_most_fifty_objects(registered, tags, db):
    Tag.objects.bulk_create(Tag(name=f"tag {n}", slug=f"tag-{n}") for n in range(120))
    outbox.enqueue_many("taggit.tag", Tag.objects.values_list("pk", flat=True))
    assert [drain_once(1000), drain_once(), drain_once(), drain_once()] == [50, 50, 20, 0]
    assert SearchDocument.objects.count() == 120


def test_many_jobs_of_one_object_are_served_together(tags, db):
    tag = Tag.objects.create(name="IoT")
    for _ in range(600):
        outbox.enqueue("taggit.tag", tag.pk)
    assert drain_once() == 601
    assert not IndexJob.objects.exists()
