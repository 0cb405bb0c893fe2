"""What stands at the end of pages: what is alike, further searches, and what a browser may remember."""

from __future__ import annotations

import re

import pytest
from django.utils.encoding import iri_to_uri

from portal.core import changes
from portal.core.searchable import korean_url
from search.models import SearchDocument
from search.sync import sync_all
from tests.factories.site import make_case, make_user, restrict

pytestmark = pytest.mark.django_db


def remembered(client, page) -> str:
    text = client.get(iri_to_uri(korean_url(page))).content.decode()
    return re.search(r'data-recent-title="([^"]*)"', text)[1]


def test_a_page_leads_on_to_what_it_does_not_show_anyway(shown, client):
    words = "자율주행 청소차가 골목을 쓸고 배터리를 스스로 채운다"
    pages = [make_case(f"자율주행 청소차 {n}", summary=words, slug=f"sweeper-{n}") for n in range(3)]
    sync_all()
    text = client.get(iri_to_uri(korean_url(pages[0]))).content.decode()
    part = text[text.index('id="alike-title"') :]
    part = part[: part.index("</section>")]
    assert [f"자율주행 청소차 {n}" in part for n in range(3)] == [False, True, True]
    assert text.count(f'href="{korean_url(pages[1])}"') == 1


def test_only_pages_open_to_all_are_remembered(shown, client):
    closed = make_case("닫힌 사례", slug="closed")
    restrict(closed)
    sync_all()
    assert remembered(client, shown.cases[0]) == shown.cases[0].title
    client.force_login(make_user("somebody@example.org"))
    assert remembered(client, shown.cases[0]) == shown.cases[0].title
    assert remembered(client, closed) == ""


def test_a_page_that_is_not_indexed_yet_is_shown_without(shown, client):
    SearchDocument.objects.all().delete()
    assert remembered(client, shown.cases[0]) == ""


def test_results_lead_on_to_searches_that_find_something(shown, client):
    for number in range(3):
        make_case(f"자율주행 청소차 {number}", slug=f"sweeper-{number}", tags=("청소", "로봇"))
    sync_all()
    text = client.get("/search/?q=자율주행").content.decode()
    part = text[text.index('id="further-title"') :]
    found = re.findall(r'href="/search/([?]tag=[^"]+)"', part[: part.index("</section>")])
    assert len(found) == 2
    for address in found:
        assert client.get(f"/api/search/{address}").json()["total"] == 3


def test_pages_are_made_anew_when_an_index_has_moved_on_and_not_while_it_waits():
    assert changes.shows('UPDATE "search_indexstate" SET "cursor" = %s, "pending" = %s WHERE "id" = %s')
    assert changes.shows('INSERT INTO "search_indexstate" ("host") VALUES (%s)')
    assert not changes.shows('UPDATE "search_indexstate" SET "updated_at" = %s WHERE "host" = %s')
    assert not changes.shows('UPDATE "search_indexstate" SET "pending" = %s WHERE "id" = %s')
