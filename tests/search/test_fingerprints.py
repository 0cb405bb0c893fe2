"""The sum of rows that stands for a document says everything that the document is made from."""

from __future__ import annotations

import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from districts.models import District
from portal.core.models import Tag
from portal.core.site_tree import ensure_lists
from search import consistency, registry, rows
from search.fingerprints import DIGITS, fingerprints, inputs_of
from search.models import IndexJob, SearchDocument
from search.sync import sync_all
from tests.factories.attachments import attach, make_file
from tests.factories.ideas import make_idea
from tests.factories.many import copy_cases
from tests.factories.site import make_case, make_district, make_lecture, make_session, make_speaker, restrict

pytestmark = pytest.mark.django_db

#: What every page's document depends on besides, and the sum knows of.
OF_EVERY_PAGE = {
    "wagtailcore_page",
    "wagtailcore_pageviewrestriction",
    "wagtailcore_pageviewrestriction_groups",
    "wagtailcore_site",
}
#: What `beside` tells the sum of.
BESIDE = {
    "attachment": {
        "search_searchdocument",
        "wagtailcore_collection",
        "wagtailcore_collectionviewrestriction",
        "wagtailcore_collectionviewrestriction_groups",
        "core_portaldocument",
    }
}


@pytest.fixture
def synced(home, engine):
    ensure_lists()
    district, session = make_district(), make_session()
    made = {
        "case": make_case("사례", district=district, tags=("돌봄",)),
        "lecture": make_lecture("강연", session=session, speaker=make_speaker("연사"), tags=("돌봄",)),
        "session": session,
        "district": district.page,
        "attachment": make_file("설명서.txt", "물레방아 설명"),
        "idea": make_idea(tags=("돌봄",)),
    }
    attach(made["lecture"], made["attachment"])
    made["case"].co_districts.add(make_district("강남구", "Gangnam-gu", "11680"))
    made["case"].save()
    sync_all(engine)
    return made


def built(engine, monkeypatch) -> list[int]:
    """The ids whose documents a check builds, of the kinds that have sums; nothing differs."""
    found: list[int] = []
    real = consistency._digests

    def counted(searchable, ids, differences):
        if inputs_of(searchable):
            found.extend(ids)
        return real(searchable, ids, differences)

    monkeypatch.setattr(consistency, "_digests", counted)
    assert not consistency.check(engine, patience=0)
    monkeypatch.setattr(consistency, "_digests", real)
    return found


def test_a_builder_reads_nothing_that_the_sum_leaves_out(synced):
    seen = set()
    for searchable in registry.current().searchables:
        inputs = inputs_of(searchable)
        if not inputs:
            continue
        seen.add(searchable.kind)
        known = {
            model._meta.db_table
            for item in inputs
            for model in [item.model, *item.model._meta.get_parent_list()]
        }
        for item in inputs:
            known |= {item.model._meta.get_field(name).related_model._meta.db_table for name in item.related}
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert searchable.build([synced[searchable.kind].pk])
        beside = BESIDE.get(searchable.kind, set())
        read = set(re.findall(r'(?:FROM|JOIN) "(\w+)"', " ".join(query["sql"] for query in asked)))
        assert read <= known | OF_EVERY_PAGE | beside, searchable.kind
    assert seen == synced.keys()


def test_what_was_drained_is_not_built_again(synced, engine, monkeypatch):
    hashes = SearchDocument.objects.filter(kind__in=synced, deleted=False).values_list(
        "content_hash", flat=True
    )
    assert {len(found) for found in hashes} == {2 * DIGITS}
    assert built(engine, monkeypatch) == []


def test_drafts_and_locks_do_not_count(synced, engine, monkeypatch):
    page = synced["case"]
    page.title = "초안"
    page.save_revision()
    Page.objects.filter(pk=page.pk).update(locked=True)
    assert built(engine, monkeypatch) == []


def test_what_says_the_same_in_other_words_is_built_once(synced, engine, monkeypatch):
    page = synced["case"]
    Page.objects.filter(pk=page.pk).update(seo_title="다른 열")
    assert built(engine, monkeypatch) == [page.pk]
    assert built(engine, monkeypatch) == []


CHANGES = {
    "a title": lambda made: Page.objects.filter(pk=made["case"].pk).update(title="바뀜"),
    "live": lambda made: Page.objects.filter(pk=made["case"].pk).update(live=False),
    "an address": lambda made: Page.objects.filter(pk=made["case"].pk).update(url_path="/home/cases/other/"),
    "text": lambda made: type(made["case"]).objects.filter(pk=made["case"].pk).update(summary="바뀜"),
    "a tag's name": lambda made: Tag.objects.filter(name="돌봄").update(name="돌봄 둘"),
    "a district's name": lambda made: District.objects.filter(code="11680").update(name="강남"),
    "a speaker": lambda made: made["lecture"].speakers.update(affiliation="다른 곳"),
    "a tag's link": lambda made: made["case"].tagged_items.all()._raw_delete("default"),
    "a restriction": lambda made: PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page_id=made["session"].pk, restriction_type="login")]
    ),
    "the root of the site": lambda made: Site.objects.update(root_page=Page.objects.get(depth=1)),
    "a row that is gone": lambda made: (
        type(made["session"]).objects.filter(pk=made["session"].pk)._raw_delete("default")
    ),
}


def test_every_change_without_a_signal_is_found(synced, engine):
    for name, change in CHANGES.items():
        with transaction.atomic():
            change(synced)
            Site.clear_site_root_paths_cache()
            assert not IndexJob.objects.exists()
            assert consistency.check(engine, patience=0), name
            transaction.set_rollback(True)
        Site.clear_site_root_paths_cache()
    assert not consistency.check(engine, patience=0)


def test_a_restriction_that_is_lifted_without_a_signal_is_found(synced, engine):
    restriction = restrict(synced["session"])
    sync_all(engine)
    PageViewRestriction.objects.filter(pk=restriction.pk)._raw_delete("default")
    assert {("session", synced["session"].pk), ("lecture", synced["lecture"].pk)} <= consistency.check(
        engine, patience=0
    ).outdated


def test_the_queries_do_not_grow_with_the_documents(synced, engine):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert not consistency.check(engine, patience=0)
        return len(asked)

    few = queries()
    copy_cases(40)
    found = consistency.check(engine, patience=0)
    assert len(found.unindexed) == 40
    consistency.repair(found)
    sync_all(engine)
    assert queries() <= few


def test_an_old_row_without_a_sum_is_compared_all_the_same(synced, engine):
    """Rows of an earlier release keep a longer hash of the content and no sum."""
    for document in SearchDocument.objects.filter(kind="case", deleted=False):
        document.content_hash = rows.content_of(document.content_hash) + "0" * DIGITS
        document.save()
    assert not consistency.check(engine, patience=0)
    sums = fingerprints(registry.current().kinds()["case"], [synced["case"].pk])
    stored = SearchDocument.objects.get(kind="case", object_id=synced["case"].pk)
    assert rows.source_of(stored.content_hash) == sums[synced["case"].pk]
