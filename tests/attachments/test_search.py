"""Attachments are found by page and row, under the page that they hang on, by those who may see both."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import Collection, CollectionViewRestriction

from portal.attachments.domain import outcome
from portal.core.models import PortalDocument
from portal.core.site_tree import ensure_lists
from search import consistency
from search.engines import get_engine
from search.models import SearchDocument
from search.sync import sync_all
from tests.factories import attachments as make
from tests.factories.attachments import attach, make_file
from tests.factories.site import make_case, make_district, make_lecture, make_session, make_user, restrict

pytestmark = pytest.mark.django_db

ROWS = [["구", "사업", "예산"], *([f"{n}구", "통나무" if n == 7 else "그 밖", "1억"] for n in range(2, 9))]


@pytest.fixture
def lists(db):
    ensure_lists()


def found(client: Any, query: str = "", **parameters: str) -> dict[str, Any]:
    answer = client.get("/api/search/", {"q": query, "size": "100", **parameters})
    assert answer.status_code == 200
    return json.loads(answer.content)


def attachments(client: Any, query: str = "", **parameters: str) -> list[dict[str, Any]]:
    return [r for r in found(client, query, **parameters)["results"] if r["kind"] == "attachment"]


def place_counts(answer: dict[str, Any]) -> dict[str, int]:
    return {row["value"]: row["count"] for row in answer["facets"]["place"]}


def test_a_word_in_row_seven_of_a_table_in_hwpx_leads_there(lists, client):
    document = make_file("예산표.hwpx", make.hwpx("안내", rows=ROWS), title="예산표")
    case = make_case("마을 사례", district=make_district())
    attach(case, document)
    sync_all()
    (result,) = attachments(client, "통나무")
    assert (result["title"], result["parent"]) == ("예산표", {"title": "마을 사례", "url": case.get_url()})
    assert result["districts"] == ["노원구"]
    passage = result["passages"][0]
    assert (passage["locator"], passage["place"]) == ("table=1&row=7", "표 7행")
    assert passage["url"] == f"/files/{document.pk}/?table=1&row=7#t1r7"
    page = client.get(f"/files/{document.pk}/").content.decode()
    assert '<tr id="t1r7">' in page
    shown = client.get("/search/", {"q": "통나무"}).content.decode()
    assert "표 7행" in shown
    assert "마을 사례" in shown


def test_pages_and_slides_have_names(lists, client):
    attach(
        make_lecture("강연"),
        make_file("deck.pptx", make.pptx(("첫 장", "안녕"), ("둘째 장", "물레방아"))),
        make_file("doc.pdf", make.pdf("one", "two", "watermill")),
    )
    sync_all()
    assert attachments(client, "물레방아")[0]["passages"][0]["place"] == "슬라이드 2쪽"
    assert attachments(client, "watermill")[0]["passages"][0]["place"] == "첨부 3쪽"
    assert client.get("/en/search/", {"q": "watermill"}).status_code == 200
    everything = found(client)
    counts = place_counts(everything)
    assert (counts["captions"], counts["slides"], counts["attachment"]) == (0, 1, 1)
    assert sum(counts.values()) == everything["total"]
    assert {r["title"] for r in found(client, place="slides")["results"]} == {"deck"}


def test_nothing_is_found_before_it_is_checked_nor_after_it_is_held_again(lists, client):
    document = make_file("안내.txt", "물레방아 문의 02-123-4567")
    attach(make_lecture("강연"), document)
    sync_all()
    assert attachments(client) == []
    outcome.release(document, make_user("office@example.org", is_superuser=True), "대표 번호")
    sync_all()
    assert len(attachments(client, "물레방아")) == 1
    outcome.withdraw(document)
    # Also before the index follows.
    assert attachments(client, "물레방아") == []


@pytest.mark.parametrize("make_page", [make_lecture, make_case, lambda title: make_session(1, title=title)])
def test_a_file_follows_its_page(lists, client, make_page):
    document = make_file("안내.txt", "물레방아")
    page = make_page("달린 곳")
    attach(page, document)
    sync_all()
    assert len(attachments(client, "물레방아")) == 1
    page.unpublish()
    assert attachments(client, "물레방아") == []
    sync_all()
    assert not SearchDocument.objects.filter(kind="attachment", deleted=False).exists()
    assert not consistency.check(get_engine(), patience=0)
    page.save_revision().publish()
    sync_all()
    assert len(attachments(client, "물레방아")) == 1
    attach(page)
    sync_all()
    assert attachments(client, "물레방아") == []
    assert not consistency.check(get_engine(), patience=0)


def test_a_renamed_page_a_tag_and_a_moved_file_are_followed(lists, client):
    document = make_file("안내.txt", "물레방아")
    district = make_district()
    case = make_case("사례", district=district)
    attach(case, document)
    sync_all()
    district.name = "새노원구"
    district.save()
    case.title = "새 이름"
    case.save()
    sync_all()
    (result,) = attachments(client, "물레방아")
    assert (result["districts"], result["parent"]["title"]) == (["새노원구"], "새 이름")
    closed = Collection.get_first_root_node().add_child(name="닫힌 곳")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    document.refresh_from_db()
    document.collection = closed
    document.save()
    assert attachments(client, "물레방아") == []
    sync_all()
    assert SearchDocument.objects.get(kind="attachment").audience == "login"
    assert not consistency.check(get_engine(), patience=0)


def test_both_the_page_and_the_collection_have_to_be_open(lists, client):
    closed = Collection.get_first_root_node().add_child(name="닫힌 곳")
    restriction = CollectionViewRestriction.objects.create(collection=closed, restriction_type="groups")
    restriction.groups.add(Group.objects.create(name="하나"))
    document = make_file("안내.txt", "물레방아", closed)
    lecture = make_lecture("강연")
    restrict(lecture, "둘")
    attach(lecture, document)
    sync_all()
    address = f"/files/{document.pk}/"
    for groups, seen in (((), False), (("하나",), False), (("둘",), False), (("하나", "둘"), True)):
        if groups:
            client.force_login(
                make_user(f"{'-'.join(map(str, map(len, groups)))}@x{len(groups)}.org", *groups)
            )
        assert bool(attachments(client, "물레방아")) == seen, groups
        assert (client.get(address).status_code == 200) == seen, groups
        client.logout()


def test_a_file_of_a_private_page_is_refused_by_its_own_address(lists, client):
    document = make_file("안내.txt", "물레방아")
    lecture = make_lecture("강연")
    restrict(lecture)
    attach(lecture, document)
    sync_all()
    for address in (document.url, f"/files/{document.pk}/"):
        assert client.get(address)["Location"].startswith("/login/?next=")
    client.force_login(make_user("reader@example.org"))
    answer = client.get(f"/files/{document.pk}/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_a_file_on_two_pages_is_one_document_under_the_one_that_most_may_see(lists, client):
    document = make_file("안내.txt", "물레방아")
    first, second = make_lecture("닫힌 강연"), make_case("열린 사례")
    restrict(first, "하나")
    attach(first, document)
    attach(second, document, label="보이는 이름")
    sync_all()
    (result,) = attachments(client, "물레방아")
    assert (result["title"], result["parent"]["title"]) == ("보이는 이름", "열린 사례")


def test_a_file_on_no_page_is_no_document(lists, client):
    make_file("안내.txt", "물레방아")
    sync_all()
    assert attachments(client) == []


def test_a_repair_finds_what_no_job_told(lists, client):
    document = make_file("안내.txt", "물레방아")
    attach(make_lecture("강연"), document)
    sync_all()
    document.parts.update(text="다른 글")
    PortalDocument.objects.filter(pk=document.pk).update(title="새 제목")
    differences = consistency.check(get_engine(), patience=0)
    assert differences.outdated == {("attachment", document.pk)}
