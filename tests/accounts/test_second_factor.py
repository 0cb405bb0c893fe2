"""Codes of an app and recovery codes; compulsory for whoever can edit or approve."""

from __future__ import annotations

import base64
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from portal.accounts.roles import ensure_roles
from portal.audit.enums import AuditAction
from portal.audit.models import AuditEntry
from tests.accounts.signing import SECRET, code, long_ago, set_up, sign_in, signed_in, wrong_code
from tests.factories.site import make_case, make_district, make_user

pytestmark = pytest.mark.django_db

STEP, SET_UP, AGAIN = (
    "/account/2fa/authenticate/",
    "/account/2fa/totp/activate/",
    "/account/2fa/reauthenticate/",
)


@pytest.fixture
def required(settings):
    settings.TOTP_REQUIRED = True


@pytest.fixture
def site():
    make_case("사례", district=make_district())
    ensure_roles()


def secret_of(page: str) -> str:
    found = re.search(r'class="secret-text">([A-Z2-7]+)<', page)
    assert found
    return found[1]


def test_a_password_alone_does_not_open_an_account_with_codes():
    user = make_user("editor@example.org")
    set_up(user)
    client = Client()
    answer = client.post("/login/", {"username": user.email, "password": "pw", "next": "/cases/"})
    assert answer["Location"] == STEP
    assert not signed_in(client)
    assert client.post(STEP, {"code": wrong_code()}).status_code == 200
    assert not signed_in(client)
    assert client.post(STEP, {"code": code()})["Location"] == "/cases/"
    assert signed_in(client)


def test_the_step_of_the_code_is_closed_without_a_password():
    client = Client()
    assert client.get(STEP)["Location"] == "/login/"
    assert client.post(STEP, {"code": code()})["Location"] == "/login/"


def test_a_code_is_good_once_in_all_processes():
    user = make_user("editor@example.org")
    set_up(user)
    used = code()
    assert signed_in(_with_code(user, used))
    cache.clear()  # another process knows nothing of it
    assert not signed_in(_with_code(user, used))
    cache.clear()
    assert not signed_in(_with_code(user, code(ahead=-1))), "nor is one from before"
    assert signed_in(_with_code(user, code(ahead=1)))


def _with_code(user, text: str) -> Client:
    client = sign_in(user)
    client.post(STEP, {"code": text})
    return client


def test_a_recovery_code_opens_once():
    user = make_user("editor@example.org")
    set_up(user)
    codes = RecoveryCodes.activate(user).get_unused_codes()
    assert len(codes) == 10
    assert signed_in(_with_code(user, codes[0]))
    assert not signed_in(_with_code(user, codes[0]))
    assert signed_in(_with_code(user, codes[1]))


def test_secrets_are_not_in_the_database_as_they_are(settings):
    user = make_user("editor@example.org")
    row = set_up(user)
    recovery = RecoveryCodes.activate(user)
    kept = str([one.data for one in Authenticator.objects.all()])
    assert SECRET not in kept
    assert not any(text in kept for text in recovery.get_unused_codes())
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert row.wrap().validate_code(code()), "a key that was replaced still reads"


def test_setting_up_shows_the_picture_on_the_page_and_gives_recovery_codes():
    client = sign_in(make_user("editor@example.org"))
    page = client.get(SET_UP)
    html = page.content.decode()
    source = re.search(r'src="(data:image/svg\+xml;base64,[^"]+)"', html)
    assert source
    assert "<svg" in base64.b64decode(source[1].partition(",")[2]).decode()
    assert "data:" in page["Content-Security-Policy"]
    assert client.post(SET_UP, {"code": "000"}).status_code == 200
    answer = client.post(SET_UP, {"code": code(secret_of(html))})
    assert answer["Location"] == "/account/2fa/recovery-codes/"
    shown = client.get(answer["Location"]).content.decode()
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
    assert all(text in shown for text in codes)
    assert client.get("/account/2fa/recovery-codes/download/").content.decode().split() == codes


def test_every_change_of_the_second_factor_asks_who_one_is():
    user = make_user("editor@example.org")
    set_up(user)
    RecoveryCodes.activate(user)
    client = _with_code(user, code())
    long_ago(client, 3600)
    for address in (
        "/account/2fa/totp/deactivate/",
        "/account/2fa/recovery-codes/",
        "/account/2fa/recovery-codes/download/",
        "/account/2fa/recovery-codes/generate/",
    ):
        assert client.get(address)["Location"].startswith("/account/reauthenticate/?next="), address
    assert Authenticator.objects.count() == 2
    client.post("/account/reauthenticate/", {"password": "pw"})
    assert client.post("/account/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.exists()


def test_nobody_sees_the_codes_of_somebody_else():
    user = make_user("editor@example.org")
    set_up(user)
    RecoveryCodes.activate(user)
    other = sign_in(make_user("other@example.org"))
    for address in ("", "download/"):
        assert other.get(f"/account/2fa/recovery-codes/{address}").status_code == 404
    assert other.get("/account/2fa/totp/deactivate/").status_code == 404


# --- compulsory -----------------------------------------------------------------------------------------

EDITORS = ("관리자", "포럼 편집자", "노원구 편집자")


@pytest.mark.parametrize("group", EDITORS)
def test_an_editor_without_codes_reaches_nothing_but_the_set_up(site, required, group):
    client = sign_in(make_user("editor@example.org", group))
    for address in (
        "/",
        "/en/cases/",
        "/search/?q=x",
        "/api/search/",
        "/admin/",
        "/admin/pages/",
        "/admin/account/",
        "/account/email/",
        "/account/password/",
        "/account/2fa/",
        "/account/kept-form/",
        "/sitemap.xml",
        "/documents/1/x.pdf",
        "/members/",
    ):
        assert client.get(address)["Location"] in (SET_UP, f"/en{SET_UP}"), address
    assert client.post("/admin/pages/1/edit/", {"title": "x"})["Location"] == SET_UP
    assert client.get(SET_UP).status_code == 200
    assert client.post("/logout/").status_code == 302
    assert not signed_in(client)


def test_after_the_set_up_everything_is_open(required):
    client = sign_in(make_user("editor@example.org", is_superuser=True))
    page = client.get(SET_UP).content.decode()
    client.post(SET_UP, {"code": code(secret_of(page))})
    assert client.get("/account/2fa/recovery-codes/").status_code == 200
    assert client.get("/admin/").status_code == 200


def test_a_session_from_before_the_set_up_is_asked_for_a_code(required):
    user = make_user("editor@example.org", is_superuser=True)
    older = sign_in(user)
    set_up(user)
    assert older.get("/admin/")["Location"] == f"{AGAIN}?next=%2Fadmin%2F"
    assert older.get(SET_UP)["Location"] == "/account/2fa/totp/deactivate/"
    assert older.get("/account/2fa/totp/deactivate/")["Location"].startswith(AGAIN)
    assert older.post(AGAIN, {"code": code(), "next": "/admin/"})["Location"] == "/admin/"
    assert older.get("/admin/").status_code == 200


def test_an_editor_cannot_take_the_second_factor_off(required):
    user = make_user("editor@example.org", is_superuser=True)
    set_up(user)
    client = _with_code(user, code())
    assert client.post("/account/2fa/totp/deactivate/").status_code == 200
    assert Authenticator.objects.filter(type="totp").exists()


def test_readers_and_members_need_none(required):
    for groups in ((), ("열람",)):
        client = sign_in(make_user("", *groups))
        assert client.get("/tags/").status_code == 200


def test_a_superuser_without_a_group_needs_one(required):
    client = sign_in(make_user("root@example.org", is_superuser=True))
    assert client.get("/admin/")["Location"] == SET_UP


def test_whoever_lost_phone_and_codes_is_helped_by_the_operator(required):
    user = make_user("editor@example.org", is_superuser=True)
    set_up(user)
    RecoveryCodes.activate(user)
    open_session = _with_code(user, code())
    call_command("reset_second_factor", "Editor@example.org", verbosity=0)
    assert not Authenticator.objects.exists()
    assert open_session.get("/admin/")["Location"].startswith("/login/"), "sessions are closed"
    assert AuditEntry.objects.filter(action=AuditAction.SECOND_FACTOR_TAKEN, about_number=user.pk).exists()
    assert sign_in(user).get("/admin/")["Location"] == SET_UP
