"""A speaker made while a lecture is written."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lectures.models import Speaker
from portal.accounts.roles import Role, ensure_roles
from tests.factories.site import make_district, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client):
    make_district()
    ensure_roles()
    client.force_login(make_user("office@example.org", Role.FORUM_EDITOR))
    return client


def make(client, name: str) -> dict:
    url = reverse(Speaker.snippet_viewset.chooser_viewset.get_url_name("create"))
    return client.post(url, {"name": name, "name_en": ""}).json()


def test_the_address_is_made_from_the_name_and_stays_unique(office):
    assert [make(office, "김 서울")["step"] for _ in range(3)] == ["chosen"] * 3
    assert list(Speaker.objects.order_by("pk").values_list("slug", flat=True)) == [
        "김-서울",
        "김-서울-2",
        "김-서울-3",
    ]


def test_a_name_without_letters_still_gets_an_address(office):
    make(office, "★")
    assert Speaker.objects.get().slug == "speaker"


def test_a_speaker_needs_a_name(office):
    assert make(office, " ")["step"] == "reshow_creation_form"
    assert not Speaker.objects.exists()
