"""One's own data: everything in a file, and the account deleted while what was written stays."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from portal.accounts import own_data
from portal.accounts.models import User
from portal.audit.enums import AuditAction
from portal.audit.models import AuditEntry
from portal.joining.models import AccountRequest, Invitation
from tests.factories.site import make_case, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return make_user("me@example.org", first_name="내 이름")


@pytest.fixture
def signed_in(user, client):
    """Signed in with the password a moment ago."""
    client.post("/login/", {"username": user.email, "password": "pw"})
    return client


def test_everything_is_in_one_file(signed_in, user, monkeypatch):
    monkeypatch.setattr(own_data, "_rooms", dict(own_data._rooms))
    own_data.register("notes", lambda person: [{"of": person.pk, "at": timezone.now()}], lambda person: None)
    AccountRequest.objects.create(email=user.email, reason="까닭")
    AccountRequest.objects.create(email="other@example.org", reason="남의 것")
    assert signed_in.get("/account/data/").status_code == 200
    answer = signed_in.post("/account/data/file/")
    assert answer["Content-Disposition"].startswith("attachment")
    held = json.loads(answer.content)
    assert (held["account"]["email"], held["account"]["name"]) == (user.email, "내 이름")
    assert held["account"]["requests"][0]["reason"] == "까닭"
    assert held["notes"][0]["of"] == user.pk
    assert any(entry["what"] == "로그인" for entry in held["record"])
    assert "남의 것" not in answer.content.decode()
    assert "pw" not in held["account"]
    assert AuditEntry.objects.filter(action=AuditAction.EXPORTED, by_number=user.pk).exists()


def test_only_who_signed_in_a_moment_ago(user, client, settings):
    for method, address in (
        (client.get, "/account/data/"),
        (client.post, "/account/data/file/"),
        (client.get, "/account/delete/"),
        (client.post, "/account/delete/"),
    ):
        answer = method(address, {"sure": "1"})
        assert answer.status_code == 302
        assert "/login/" in answer["Location"]
    late = Client()
    late.force_login(user)
    settings.REAUTHENTICATION_SECONDS = 0
    for address in ("/account/data/file/", "/account/delete/"):
        assert late.post(address, {"sure": "1"}).status_code == 302
    assert User.objects.filter(pk=user.pk).exists()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user)
    assert strict.post("/account/delete/", {"sure": "1"}).status_code == 403


def test_deleting_needs_a_tick(signed_in, user):
    assert signed_in.get("/account/delete/").status_code == 200
    assert signed_in.post("/account/delete/").status_code == 422
    assert User.objects.filter(pk=user.pk).exists()


def test_the_person_goes_and_the_content_stays(signed_in, user, monkeypatch):
    erased: list[int] = []
    monkeypatch.setattr(own_data, "_rooms", dict(own_data._rooms))
    own_data.register("notes", lambda person: [], lambda person: erased.append(person.pk))
    case = make_case("남는 사례", owner=user)
    case.save_revision(user=user)
    Invitation.objects.create(email=user.email, used_at=timezone.now() - timedelta(days=1))
    AccountRequest.objects.create(email=user.email)
    number = user.pk
    assert signed_in.post("/account/delete/", {"sure": "1"})["Location"] == "/account/deleted/"
    assert "_auth_user_id" not in signed_in.session
    assert erased == [number]
    assert not User.objects.filter(pk=number).exists()
    case.refresh_from_db()
    assert (case.live, case.owner, case.latest_revision.user) == (True, None, None)
    assert not Invitation.objects.exists()
    assert not AccountRequest.objects.exists()
    (last,) = Email.objects.all()
    assert last.to == ["me@example.org"]
    entry = AuditEntry.objects.get(action=AuditAction.ACCOUNT_DELETED)
    assert (entry.by_number, entry.about_number) == (number, number)
    assert signed_in.get("/account/deleted/").status_code == 200


def test_an_account_deleted_in_the_admin_leaves_no_person_either(user, monkeypatch):
    erased: list[int] = []
    monkeypatch.setattr(own_data, "_rooms", dict(own_data._rooms))
    own_data.register("notes", lambda person: [], lambda person: erased.append(person.pk))
    number = user.pk
    User.objects.filter(pk=number).delete()
    assert erased == [number]


def test_the_last_administrator_stays():
    admin = make_user("admin@example.org", is_superuser=True, is_staff=True)
    client = Client()
    client.post("/login/", {"username": admin.email, "password": "pw"})
    assert client.post("/account/delete/", {"sure": "1"}).status_code == 422
    assert User.objects.filter(pk=admin.pk).exists()
    make_user(is_superuser=True)
    assert client.post("/account/delete/", {"sure": "1"}).status_code == 302
    assert not User.objects.filter(pk=admin.pk).exists()
