from __future__ import annotations

import threading
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import OperationalError, close_old_connections, connection, transaction
from django.utils import timezone
from taggit.models import Tag
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from search import drain, outbox, registry
from search.drain import drain_once
from search.locks import cluster_lock
from search.models import AudienceKey, IndexJob, SearchDocument, SearchPassage, SearchSequence
from tests.search.fakes import record

pytestmark = pytest.mark.django_db


def drain_all() -> int:
    return sum(iter(drain_once, 0))


def live() -> dict[str, tuple[str, str]]:
    """Title -> (address, audience) of what is indexed."""
    rows = SearchDocument.objects.filter(deleted=False)
    return {row.title: (row.url, row.audience) for row in rows}


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


# --- failures ---------------------------------------------------------------------------------------------


def test_a_page_that_cannot_be_built_is_put_off_and_the_others_flow(add, pages, caplog):
    pages.broken = {"broken"}
    broken = add("broken")
    add("whole")
    drain_all()
    assert list(live()) == ["whole"]
    jobs = IndexJob.objects.filter(object_id=broken.pk, source="page")
    assert {job.last_error for job in jobs} == {"ValueError: cannot read broken"}
    assert all(job.attempts == 1 and job.not_before > timezone.now() for job in jobs)
    assert "cannot read broken" in caplog.text


def test_a_page_that_fails_again_and_again_becomes_a_dead_letter(add, pages):
    pages.broken = {"broken"}
    broken = add("broken")
    for _ in range(outbox.MAX_ATTEMPTS + 3):
        IndexJob.objects.update(not_before=None)
        drain_all()
    assert outbox.dead_letters().get().object_id == broken.pk
    assert not outbox.ready_jobs().exists()
    pages.broken = set()
    outbox.retry_failed()
    drain_all()
    assert list(live()) == ["broken"]
    assert not IndexJob.objects.exists()


def test_a_later_success_clears_a_dead_letter(add, pages):
    page = add("broken")
    IndexJob.objects.update(attempts=outbox.MAX_ATTEMPTS)
    drain_all()
    assert live() == {}
    page.save()
    drain_all()
    assert list(live()) == ["broken"]
    assert not outbox.dead_letters().exists()


def test_a_record_of_another_object_is_refused(tags, db):
    tag = Tag.objects.create(name="IoT")
    tags.build = lambda ids: {tag.pk: record("tag", tag.pk + 1, "stranger")}
    drain_all()
    assert live() == {}
    assert "returned tag:" in IndexJob.objects.get().last_error


def test_text_that_a_database_cannot_store_is_cleaned(tags, db):
    tag = Tag.objects.create(name="IoT")
    tags.build = lambda ids: {tag.pk: record("tag", tag.pk, "a\x00b\ud800c", tags=("x\x00",))}
    drain_all()
    document = SearchDocument.objects.get()
    assert (document.title, document.tags) == ("ab?c", ["x"])


def test_rows_that_cannot_be_written_are_put_off_and_the_others_flow(tags, db):
    good, bad = Tag.objects.create(name="good"), Tag.objects.create(name="bad")
    same = record("tag", good.pk, "good").passages * 2

    def build(ids):
        found = {good.pk: record("tag", good.pk, "good"), bad.pk: record("tag", bad.pk, "bad", passages=same)}
        return {pk: found[pk] for pk in ids}

    tags.build = build
    drain_all()
    assert list(live()) == ["good"]
    assert IndexJob.objects.get().object_id == bad.pk
    assert SearchPassage.objects.count() == 1


def test_a_database_that_is_locked_costs_no_attempt(tags, db):
    tag = Tag.objects.create(name="IoT")

    def locked(ids):
        raise OperationalError("database is locked")

    tags.build, build = locked, tags.build
    with pytest.raises(OperationalError):
        drain_once()
    assert IndexJob.objects.get().attempts == 0
    tags.build = build
    drain_all()
    assert live() == {tag.name: (f"/tag/{tag.pk}/", "public")}


# --- several processes ------------------------------------------------------------------------------------


def in_another_thread(act):
    """Run ``act`` with a database connection of its own and wait for it."""
    caught: list[BaseException] = []

    def run():
        try:
            act()
        except BaseException as error:
            caught.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(30)
    assert not thread.is_alive()
    if caught:
        raise caught[0]


@pytest.mark.django_db(transaction=True)
def test_a_change_between_reading_and_writing_is_not_lost(add, pages):
    page = add("first")

    def edit():
        changed = Page.objects.get(pk=page.pk)
        changed.title = "second"
        changed.save()

    pages.during_build = lambda: in_another_thread(edit)
    drain_once()
    assert list(live()) == ["first"]
    assert IndexJob.objects.filter(source="page").exists()
    drain_all()
    assert list(live()) == ["second"]


@pytest.mark.django_db(transaction=True)
def test_a_page_deleted_between_reading_and_writing_does_not_stay(add, pages):
    page = add("first")
    pages.during_build = lambda: in_another_thread(lambda: Page.objects.get(pk=page.pk).delete())
    drain_once()
    drain_all()
    assert live() == {}


@pytest.mark.django_db(transaction=True)
def test_a_drain_that_was_overtaken_writes_nothing(add, pages, monkeypatch):
    """The lock was lost: another drain reads the newer state and finishes first."""
    page = add("first")

    @contextmanager
    def lost(name):
        yield True

    def overtake():
        changed = Page.objects.get(pk=page.pk)
        changed.title = "second"
        changed.save()
        drain_all()

    monkeypatch.setattr(drain, "cluster_lock", lost)
    pages.during_build = lambda: in_another_thread(overtake)
    drain_once()
    assert list(live()) == ["second"]
    assert not IndexJob.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_only_one_process_drains(add, pages):
    add("cases")
    served = []
    with cluster_lock("drain") as mine:
        assert mine
        in_another_thread(lambda: served.append(drain_once()))
    assert served == [0]
    assert drain_once() > 0


@pytest.mark.django_db(transaction=True)
def test_editors_and_the_drain_at_the_same_time_end_in_the_same_state(add, pages):
    made = [add(f"page-{number}") for number in range(6)]
    stop = threading.Event()
    problems: list[Exception] = []

    def edit(page):
        try:
            for turn in range(5):
                with transaction.atomic():
                    changed = Page.objects.get(pk=page.pk)
                    changed.title = f"{page.slug} {turn}"
                    changed.save()
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    def drain_on():
        try:
            while not stop.is_set():
                drain_once()
        except Exception as error:
            problems.append(error)
        finally:
            connection.close()

    drainers = [threading.Thread(target=drain_on) for _ in range(2)]
    editors = [threading.Thread(target=edit, args=(page,)) for page in made]
    for thread in (*drainers, *editors):
        thread.start()
    for thread in editors:
        thread.join(60)
    stop.set()
    for thread in drainers:
        thread.join(60)
    drain_all()
    assert problems == []
    assert sorted(live()) == [f"page-{number} 4" for number in range(6)]
    seqs = list(SearchDocument.objects.values_list("seq", flat=True))
    assert max(seqs) == SearchSequence.objects.get().value
    close_old_connections()
