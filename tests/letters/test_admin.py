"""The page "편지 상태": who sees it, what it says, what its button does."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from post_office.models import STATUS, Email

from portal.letters.domain import sending
from portal.letters.domain.queue import post
from tests.factories.site import make_user
from tests.letters.test_sending import UNKNOWN

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/letters/"


@pytest.fixture
def office(db) -> Client:
    call_command("setup_site", verbosity=0)
    client = Client()
    user = make_user()
    user.groups.add(Group.objects.get(name="포럼 편집자"))
    client.force_login(user)
    return client


def _shown(client: Client) -> str:
    response = client.get(ADDRESS)
    assert response.status_code == 200
    return response.content.decode()


def test_all_is_well(office):
    page = _shown(office)
    assert "모두 정상입니다" in page
    assert "다시 보내기" not in page


def test_a_server_that_is_away_is_told_with_its_reason(office, note, server):
    post(["one@example.org"], note, {"title": "가"})
    server.at_door = ConnectionRefusedError("<b>refused</b>")
    sending.send_due()
    page = _shown(office)
    assert "편지 1통이 기다립니다" in page
    assert "&lt;b&gt;refused&lt;/b&gt;" in page


def test_a_letter_that_was_given_up_shows_its_reason_and_can_be_sent_again(office, note, server):
    post(["one@example.org"], note, {"title": "<i>가"})
    server.on_letters = [UNKNOWN]
    sending.send_due()
    page = _shown(office)
    assert "보내지 못한 편지가 있습니다" in page
    assert "소식: &lt;i&gt;가" in page
    assert "unknown" in page
    assert office.post(ADDRESS).status_code == 302
    assert Email.objects.get().status == STATUS.queued


def test_letters_that_nobody_sends_are_told(office, note):
    post(["one@example.org"], note, {"title": "가"})
    assert "모두 정상입니다" in _shown(office)
    Email.objects.update(created="2026-01-01T00:00:00+09:00")
    assert "작업자(manage.py worker)가 돌고 있는지" in _shown(office)


def test_others_are_refused_and_not_shown_the_way(desk):
    client = Client()
    client.force_login(desk.editor)
    assert client.get(ADDRESS).status_code in (302, 403)
    assert client.post(ADDRESS).status_code in (302, 403)
    assert "/admin/letters/" not in client.get("/admin/").content.decode()
    assert Client().get(ADDRESS).status_code == 302
