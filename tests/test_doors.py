"""Signing in, cookies, headers, files and error pages: what an attacker tries first."""

from __future__ import annotations

import re
import subprocess
import sys
import time

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.urls import path as route
from wagtail.admin.forms.account import NameEmailForm
from wagtail.models import Collection

from portal import urls
from portal.accounts.models import User
from portal.accounts.roles import ensure_roles
from portal.core.enums import CheckState
from portal.core.models import PortalDocument
from tests.factories.hidden import make_picture
from tests.factories.site import make_case, make_district, make_user

pytestmark = pytest.mark.django_db

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    "/\\evil.example/",
    "\\\\evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "https://testserver@evil.example/",
    "//testserver.evil.example/",
    "/\t/evil.example/",
    "\x01https://evil.example",
)


@pytest.fixture
def site(settings, tmp_path):
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "media"
    return make_case("사례", district=make_district())


# --- signing in -----------------------------------------------------------------------------------------


def test_signing_in_never_leads_to_another_site(site):
    make_user("somebody@example.org")
    for start in ("/login/", "/en/login/", "/admin/login/"):
        for target in ELSEWHERE:
            client = Client()
            sent = {"username": "somebody@example.org", "password": "pw", "next": target}
            response = client.post(start, sent)
            assert response.status_code == 302, (start, target)
            assert "evil" not in response["Location"], (start, target)
    for target in ELSEWHERE:
        assert client.get("/_util/login/", {"next": target})["Location"].startswith("/login/?next=")


def test_forms_need_a_token(site):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("somebody@example.org"))
    for target in ("/login/", "/logout/", "/admin/account/", "/admin/login/", "/admin/password_reset/"):
        assert client.post(target, {"a": "b"}).status_code == 403, target
    assert client.get("/logout/").status_code == 405
    assert "_auth_user_id" in client.session


def test_a_wrong_password_and_an_unknown_person_are_answered_alike(site):
    make_user("somebody@example.org")
    User.objects.create_user("away@example.org", "pw", is_active=False)
    answers = []
    for email in ("somebody@example.org", "away@example.org", "nobody@example.org"):
        response = Client().post("/login/", {"username": email, "password": "wrong"})
        text = re.sub(r'value="\w{64}"', "", response.content.decode())
        answers.append((response.status_code, text.replace(email, "")))
    assert answers[0] == answers[1] == answers[2]


def test_the_time_an_answer_takes_does_not_tell_who_has_an_account(site, settings):
    """Both ways hash a password once; a way without hashing would be many times faster."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    make_user("somebody@example.org")
    spent = {}
    for email in ("somebody@example.org", "nobody@example.org"):
        start = time.process_time()
        Client().post("/login/", {"username": email, "password": "wrong"})
        spent[email] = time.process_time() - start
    low, high = sorted(spent.values())
    assert high < 4 * low


def test_asking_for_a_new_password_does_not_tell_who_has_an_account(site, mailoutbox):
    make_user("somebody@example.org")
    known = Client().post("/account/password/reset/", {"email": "somebody@example.org"})
    unknown = Client().post("/account/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])


def test_nobody_takes_the_address_of_somebody_else_in_another_spelling(site, settings):
    """Else neither of the two could sign in any more."""
    settings.WAGTAIL_EMAIL_MANAGEMENT_ENABLED = True
    admin = make_user("admin@example.org", is_superuser=True)
    other = make_user("other@example.org")
    taken = NameEmailForm(
        {"first_name": "가", "last_name": "나", "email": "Admin@Example.ORG"}, instance=other
    )
    assert set(taken.errors) == {"email"}
    free = NameEmailForm({"first_name": "가", "last_name": "나", "email": "New@Example.ORG"}, instance=other)
    assert free.save().email == "new@example.org"
    other.refresh_from_db()
    assert other.email == "new@example.org"
    assert User.objects.get(email="ADMIN@example.org") == admin
    sent = {"username": "ADMIN@Example.org", "password": "pw"}
    assert Client().post("/login/", sent)["Location"] == "/"


def test_an_account_takes_no_picture(site):
    """It would have no address, and every screen that shows it would fail."""
    ensure_roles()
    client = Client()
    client.force_login(make_user("other@example.org", "노원구 편집자"))
    assert "avatar-avatar" not in client.get("/admin/account/").content.decode()


@pytest.mark.parametrize("name", ["a" * 5000, "\x00", "\ud7a3" * 300, "x' OR 1=1 --", "{{7*7}}"])
def test_any_text_is_a_name_and_a_password(site, name):
    for start in ("/login/", "/admin/login/", "/account/password/reset/"):
        response = Client().post(start, {"username": name, "password": name, "email": name})
        assert response.status_code in (200, 302)


# --- headers --------------------------------------------------------------------------------------------


def test_every_answer_carries_the_protecting_headers(site, client):
    for address in ("/", "/search/?q=x", "/api/search/", "/login/", "/nowhere/", "/admin/login/"):
        response = client.get(address)
        policy = response["Content-Security-Policy"]
        assert "object-src 'none'" in policy
        assert "frame-ancestors 'self'" in policy
        assert ("'unsafe-inline'" in policy) == address.startswith("/admin/"), address
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert response["Referrer-Policy"] == "same-origin"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(site):
    make_user("somebody@example.org")
    client = Client()
    client.get("/login/")
    client.post("/login/", {"username": "somebody@example.org", "password": "pw"})
    session, csrf = client.cookies["sessionid"], client.cookies["csrftoken"]
    assert session["httponly"]
    assert {session["samesite"], csrf["samesite"]} == {"Lax"}


def test_readers_get_no_cookie_at_all(site):
    client = Client()
    for address in ("/", "/cases/", "/search/?q=x", "/api/search/", "/districts/nowon-gu/"):
        client.get(address)
    assert not client.cookies


def test_a_strange_host_name_is_refused(site, settings):
    settings.ALLOWED_HOSTS = ["portal.example"]
    client = Client()
    for host in (
        "evil.example",
        "portal.example.evil.example",
        "portal.example@evil",
        "a b",
        "[::1",
        "x" * 300,
    ):
        response = client.get("/", headers={"host": host})
        assert response.status_code == 400, host
        assert host not in response.content.decode()
    forged = client.get(
        "/sitemap.xml", headers={"host": "portal.example", "x-forwarded-host": "evil.example"}
    )
    assert "evil" not in forged.content.decode()


# --- error pages ----------------------------------------------------------------------------------------


def test_an_error_page_tells_nothing_of_the_inside(site, settings, monkeypatch):
    def broken(request):
        password = "hunter2-in-a-local-variable"
        raise RuntimeError(password)

    monkeypatch.setattr(urls, "urlpatterns", [route("broken/", broken), *urls.urlpatterns])
    client = Client(raise_request_exception=False)
    from django.urls import clear_url_caches

    clear_url_caches()
    response = client.get("/broken/")
    clear_url_caches()
    said = response.content.decode()
    assert response.status_code == 500
    for secret in ("hunter2", "Traceback", "RuntimeError", settings.SECRET_KEY, "/portal/", "settings"):
        assert secret not in said


# --- files ----------------------------------------------------------------------------------------------


@pytest.fixture
def document(site) -> PortalDocument:
    root = Collection.get_first_root_node()
    return PortalDocument.objects.create(
        title="자료",
        file=ContentFile(b"x" * 1000, name="file.pdf"),
        collection=root,
        check_state=CheckState.OPEN,
    )


def test_no_address_leads_out_of_the_folder_of_uploads(document, client):
    start = f"/documents/{document.pk}/"
    tails = (
        "../../settings/base.py",
        "..%2f..%2fdb",
        "file.pdf/../x",
        "%2e%2e/x",
        "file.pdf%00.txt",
        "/etc/passwd",
    )
    for tail in (*tails, "FILE.PDF", "file.pdf/", "..\\..\\x", "C:\\x"):
        assert client.get(start + tail).status_code == 404, tail
    for address in ("/media/documents/file.pdf", "/media/../manage.py", "/static/../manage.py", "/media/"):
        assert client.get(address).status_code == 404, address
    for number in ("0", "99999999999999999999999", "-1", "abc", "1e3", "٣"):
        assert client.get(f"/documents/{number}/file.pdf").status_code == 404
        assert client.get(f"/media/pictures/{number}/x.png").status_code == 404


def test_any_range_is_answered(document, client):
    many = "bytes=" + ",".join(f"{n}-{n}" for n in range(500))
    ranges = ["bytes=" + "9" * 5000 + "-", "bytes=0-" + "9" * 5000, "bytes=-" + "9" * 5000, many, "bytes=-0"]
    ranges += [
        "bytes=0-0",
        "bytes=999-",
        "bytes=1000-",
        "bytes=-1",
        "bytes=abc-",
        "bytes=٣-٤",
        "x=1-2",
        "bytes=" * 99,
    ]
    for wanted in ranges:
        response = client.get(document.url, headers={"range": wanted})
        size = len(b"".join(response.streaming_content)) if response.streaming else 0
        assert response.status_code in (200, 206, 416), wanted[:30]
        assert size <= 1000
    for header in ("if-none-match", "if-range", "if-modified-since"):
        response = client.get(document.url, headers={header: '"' * 3000, "range": "bytes=0-1"})
        list(response.streaming_content)
        assert response.status_code in (200, 206)


def test_an_upload_cannot_run_in_the_readers_browser(document, client):
    response = client.get(document.url)
    list(response.streaming_content)
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    picture = make_picture("p.png").get_rendition("width-20")
    for address in (picture.url + "/", picture.url.replace("p.", "q."), picture.url + "%00"):
        assert client.get(address).status_code == 404


# --- settings of production -----------------------------------------------------------------------------


def test_production_passes_its_own_check():
    names = "DEBUG SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS"
    code = f"from portal.settings import production as s; print(*[bool(getattr(s, n)) for n in '{names}'.split()])"
    run = subprocess.run(
        [sys.executable, "-c", code],
        env={
            "SECRET_KEY": "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-AbCdEfGhIjKlMnOp",
            "ALLOWED_HOSTS": "portal.example",
            "DATABASE_URL": "postgres://db/portal",
            "PATH": "/usr/bin",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.split() == ["False", "True", "True", "True", "True"]


def test_the_write_lock_is_not_taken_while_a_form_is_still_arriving(site, monkeypatch):
    """Else one slow sender without an account would stop every editor on SQLite."""
    inside: list[bool] = []
    outside = len(connection.savepoint_ids)

    class Slow:
        def __init__(self, content: bytes) -> None:
            self.content = content

        def read(self, size: int = -1) -> bytes:
            inside.append(len(connection.savepoint_ids) > outside)
            sent, self.content = self.content, b""
            return sent

        readline = read

    content = b"username=a&password=b"
    Client().generic(
        "POST",
        "/login/",
        content,
        content_type="application/x-www-form-urlencoded",
        **{"wsgi.input": Slow(content)},
    )
    assert inside
    assert not any(inside)
