"""Signing in with a confirmed address and a password; a new password; one's address."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from post_office.models import Email

from portal.accounts.models import User
from tests.accounts.signing import link_in, long_ago, sign_in, signed_in
from tests.factories.site import make_user

pytestmark = pytest.mark.django_db


def last_letter() -> Email:
    letter = Email.objects.order_by("-pk").first()
    assert letter
    return letter


def test_signing_in_leads_to_where_one_wanted_to_go():
    user = make_user("somebody@example.org")
    sent = {"username": "Somebody@Example.org ", "password": "pw", "next": "/cases/"}
    client = Client()
    assert client.post("/login/", sent)["Location"] == "/cases/"
    assert client.session["_auth_user_id"] == str(user.pk)
    client.post("/logout/")
    assert not signed_in(client)


def test_the_admin_has_the_same_sign_in():
    answer = Client().get("/admin/pages/")
    assert answer["Location"] == "/login/?next=/admin/pages/"
    assert Client().get("/admin/login/")["Location"] == "/login/?next=%2Fadmin%2F"
    for old in ("/admin/password_reset/", "/admin/password_reset/confirm/MQ/abc/"):
        assert Client().get(old)["Location"] == "/account/password/reset/"


def test_nobody_signs_up_by_themselves():
    for address in ("/account/signup/", "/signup/", "/accounts/signup/", "/account/2fa/webauthn/"):
        assert Client().get(address).status_code == 404


def test_an_unconfirmed_address_gets_a_letter_and_signs_in_after_its_link():
    User.objects.create_user("new@example.org", "pw")
    client = Client()
    answer = client.post("/login/", {"username": "new@example.org", "password": "pw"})
    assert answer["Location"] == "/account/confirm-email/"
    assert not signed_in(client)
    assert client.get(answer["Location"]).status_code == 200
    assert last_letter().to == ["new@example.org"]
    link = link_in(last_letter().message)
    other = Client()
    assert "new@example.org" in other.get(link).content.decode()
    assert not EmailAddress.objects.filter(verified=True).exists(), (
        "a link that is only opened confirms nothing"
    )
    other.post(link)
    assert EmailAddress.objects.get().verified
    assert not signed_in(other), "a link in a letter is no way in"
    assert signed_in(sign_in(User.objects.get()))


def test_a_forged_link_confirms_nothing():
    user = User.objects.create_user("new@example.org", "pw")
    EmailAddress.objects.create(user=user, email=user.email)
    client = Client()
    for key in ("1", "MQ:1abc:xyz", "MQ"):
        assert client.get(f"/account/confirm-email/{key}/").status_code == 200
        assert client.post(f"/account/confirm-email/{key}/").status_code == 404
    assert not EmailAddress.objects.get().verified


def test_an_inactive_account_does_not_open_and_says_so_only_with_the_right_password():
    user = make_user("away@example.org", is_active=False)
    client = sign_in(user)
    assert not signed_in(client)
    right = Client().post("/login/", {"username": user.email, "password": "pw"})
    assert right["Location"] == "/account/inactive/"
    assert Client().get("/account/inactive/").status_code == 200


def test_a_new_password_by_a_link_that_is_good_once():
    user = make_user("somebody@example.org")
    before = sign_in(user)
    Client().post("/account/password/reset/", {"email": user.email})
    link = link_in(last_letter().message)
    client = Client()
    form = client.get(link)["Location"]
    assert "set-password" in form
    weak = client.post(form, {"password1": "short", "password2": "short"})
    assert weak.status_code == 200
    assert 'id="id_password1-error"' in weak.content.decode()
    sent = {"password1": "several words 8", "password2": "several words 8"}
    assert client.post(form, sent)["Location"] == "/account/password/reset/complete/"
    assert not signed_in(client)
    user.refresh_from_db()
    assert user.check_password("several words 8")
    assert before.get("/account/password/").status_code == 302, "sessions of the old password have ended"
    assert "이미 썼거나" in Client().get(link).content.decode()
    assert last_letter().subject == "[CDO 포럼] 비밀번호를 새로 정했습니다."


def test_an_unknown_address_gets_no_letter():
    make_user("away@example.org", is_active=False)
    for email in ("nobody@example.org", "away@example.org"):
        Client().post("/account/password/reset/", {"email": email})
    assert not Email.objects.exists()
    assert not mail.outbox


def test_a_link_in_a_letter_never_leads_to_the_host_of_the_request(settings):
    settings.WAGTAILADMIN_BASE_URL = "https://portal.example"
    make_user("somebody@example.org")
    Client().post(
        "/account/password/reset/", {"email": "somebody@example.org"}, headers={"host": "evil.example"}
    )
    assert "evil" not in last_letter().message
    assert "https://portal.example/account/password/reset/" in last_letter().message


def test_the_address_changes_when_the_new_one_is_confirmed():
    user = make_user("old@example.org")
    client = sign_in(user)
    client.post("/account/email/", {"email": "new@example.org", "action_add": ""})
    user.refresh_from_db()
    assert user.email == "old@example.org"
    assert last_letter().to == ["new@example.org"]
    assert "new@example.org" in client.get("/account/email/").content.decode()
    client.post(link_in(last_letter().message))
    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert [one.email for one in EmailAddress.objects.all()] == ["new@example.org"]


def test_the_address_of_somebody_else_is_not_told_and_not_taken():
    make_user("taken@example.org")
    user = make_user("somebody@example.org")
    client = sign_in(user)
    answer = client.post("/account/email/", {"email": "taken@example.org", "action_add": ""})
    other = sign_in(make_user("third@example.org"))
    free = other.post("/account/email/", {"email": "free@example.org", "action_add": ""})
    assert (answer.status_code, answer["Location"]) == (free.status_code, free["Location"])
    link = link_in(Email.objects.get(to="taken@example.org").message)
    assert "이미 다른 계정" in client.get(link).content.decode(), "only the mailbox of the owner learns that"
    client.post(link)
    user.refresh_from_db()
    assert user.email == "somebody@example.org"


def test_changing_the_address_asks_who_one_is():
    client = sign_in(make_user("somebody@example.org"))
    long_ago(client, 3600)
    answer = client.post("/account/email/", {"email": "new@example.org", "action_add": ""})
    assert answer["Location"].startswith("/account/reauthenticate/?next=")
    assert not Email.objects.exists()


def test_the_password_changes_only_with_the_old_one():
    user = make_user("somebody@example.org")
    client = sign_in(user)
    sent = {"oldpassword": "wrong", "password1": "several words 8", "password2": "several words 8"}
    assert client.post("/account/password/", sent).status_code == 200
    assert client.post("/account/password/", {**sent, "oldpassword": "pw"}).status_code == 302
    user.refresh_from_db()
    assert user.check_password("several words 8")
    assert signed_in(client)


def test_a_password_belongs_to_its_account_alone():
    """Neither form of Wagtail's own page takes an address or a password any more."""
    user = make_user("admin@example.org", is_superuser=True)
    page = sign_in(user).get("/admin/account/").content.decode()
    assert 'name="name_email-first_name"' in page
    assert 'name="name_email-email"' not in page
    assert "old_password" not in page


def test_an_address_that_the_office_changed_is_confirmed_anew():
    user = make_user("old@example.org", first_name="노원구 담당")
    admin = sign_in(make_user("admin@example.org", is_superuser=True))
    page = reverse("wagtailusers_users:edit", args=[user.pk])
    form = {"email": "new@example.org", "first_name": "노원구 담당", "last_name": "x", "is_active": "on"}
    assert admin.post(page, form).status_code == 302
    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert not signed_in(sign_in(User(email="old@example.org")))
    client = sign_in(user)
    assert not signed_in(client)
    client.post(link_in(last_letter().message))
    assert signed_in(sign_in(user))
