"""The page that tells how search is doing."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from search import admin_status, outbox, status
from search.models import IndexJob
from search.sync import sync_all
from tests.factories.site import make_case, make_user
from tests.search.fakes import MemoryEngine

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/search-status/"


@pytest.fixture
def office(site) -> Client:
    client = Client()
    user = make_user()
    user.groups.add(Group.objects.get(name="포럼 편집자"))
    client.force_login(user)
    return client


@pytest.fixture
def site(db):
    from django.core.management import call_command

    call_command("setup_site", verbosity=0)


def shown(client: Client) -> str:
    response = client.get(ADDRESS)
    assert response.status_code == 200
    return response.content.decode()


def test_all_is_well(office):
    make_case("스마트경로당")
    sync_all()
    page = shown(office)
    assert "모두 정상입니다" in page
    assert "내장 검색" in page
    assert "다시 시도하기" not in page


def test_a_job_that_was_given_up_shows_its_reason_and_can_be_tried_again(office):
    case = make_case("스마트경로당")
    sync_all()
    IndexJob.objects.create(
        source="page", object_id=case.pk, attempts=outbox.MAX_ATTEMPTS, last_error="ValueError: <b>no</b>"
    )
    page = shown(office)
    assert "ValueError: &lt;b&gt;no&lt;/b&gt;" in page
    assert f"/admin/pages/{case.pk}/edit/" in page
    assert "반영하지 못한 자료가 있습니다" in page
    assert office.post(ADDRESS).status_code == 302
    assert not outbox.dead_letters().exists()
    assert outbox.ready_jobs().count() == 1


def test_a_cluster_that_is_away_is_told_with_what_to_do(office, monkeypatch):
    class Away(MemoryEngine):
        name = "elasticsearch"
        shared = False

        def cursor(self):
            raise RuntimeError("no such host")

    monkeypatch.setattr(status, "all_engines", lambda: [Away(), MemoryEngine()])
    page = shown(office)
    assert "응답 없음" in page
    assert "내장 검색이 대신 답하고 있습니다" in page


def test_others_are_refused_and_not_shown_the_way(desk):
    client = Client()
    client.force_login(desk.editor)
    assert client.get(ADDRESS).status_code in (302, 403)
    assert not admin_status.may_see(desk.editor)
    assert "search-status" not in client.get("/admin/").content.decode()
    assert Client().get(ADDRESS).status_code == 302
