"""Searches that are kept: saved, run, renamed, deleted, by their owner."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client

from portal.community.bookmarks.domain import searches
from portal.community.bookmarks.models import SavedSearch
from search.sync import sync_all
from tests.factories.site import make_case, make_district, make_user

pytestmark = pytest.mark.django_db

LIST, ADD = "/members/me/searches/", "/members/me/searches/add/"


@pytest.fixture
def member(own_data):
    return make_user()


@pytest.fixture
def client(member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def test_the_page_of_results_offers_it_to_people_signed_in(client):
    make_case("돌봄 로봇", district=make_district())
    sync_all()
    address = "/search/?q=돌봄&district=노원구"
    page = client.get(address).content.decode()
    assert "이 검색 담아 두기" in page
    assert f'value="q={quote("돌봄")}&amp;district={quote("노원구")}"' in page
    assert "이 검색 담아 두기" not in Client().get(address).content.decode()
    assert "이 검색 담아 두기" not in client.get("/search/").content.decode()


def test_a_search_is_saved_once_under_a_name_in_words(client):
    make_district()
    for _ in range(2):
        client.post(ADD, {"query": "q=돌봄&district=노원구&page=3&size=50&evil=1"})
    saved = SavedSearch.objects.get()
    assert saved.name == "돌봄 · 노원구"
    page = client.get(LIST).content.decode()
    assert f'href="/search/?q={quote("돌봄")}&amp;district={quote("노원구")}"' in page


@pytest.mark.parametrize("query", ["", "page=2", "size=50", "district=nowhere", "q=" + "%00", "&&&="])
def test_what_asks_for_nothing_is_not_saved(client, query):
    client.post(ADD, {"query": query})
    assert not SavedSearch.objects.exists()


def test_a_search_is_renamed_and_deleted_by_its_owner_only(client, member):
    mine = SavedSearch.objects.create(user=member, name="돌봄", query="q=1")
    theirs = SavedSearch.objects.create(user=make_user(), name="남의 것", query="q=1")
    client.post(f"{LIST}{mine.pk}/rename/", {"name": "<b>새 이름</b>"})
    page = client.get(LIST).content.decode()
    assert "&lt;b&gt;새 이름&lt;/b&gt;" in page
    assert "남의 것" not in page
    client.post(f"{LIST}{mine.pk}/rename/", {"name": " "})
    client.post(f"{LIST}{mine.pk}/rename/", {"name": "가" * 81})
    mine.refresh_from_db()
    assert mine.name == "<b>새 이름</b>"
    for way in ("rename", "delete"):
        assert client.post(f"{LIST}{theirs.pk}/{way}/", {"name": "x"}).status_code == 404
        assert client.post(f"{LIST}{2**64}/{way}/", {"name": "x"}).status_code == 404
    client.post(f"{LIST}{mine.pk}/delete/")
    assert SavedSearch.objects.get() == theirs


def test_there_is_an_end_to_saving(client, monkeypatch):
    monkeypatch.setattr(searches, "MOST_SEARCHES", 1)
    client.post(ADD, {"query": "q=하나"})
    client.post(ADD, {"query": "q=둘"})
    assert SavedSearch.objects.get().name == "하나"
