"""Sensitive steps ask once more who one is, and lose nothing."""

from __future__ import annotations

import re

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import clear_url_caches, path, reverse

from portal import urls
from portal.accounts.reauthentication import recently_signed_in
from tests.accounts.signing import code, long_ago, set_up, sign_in
from tests.factories.site import make_user

pytestmark = pytest.mark.django_db


@recently_signed_in
def sensitive(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"done {request.method} {request.POST.get('what', '')}")


@pytest.fixture(autouse=True)
def address(monkeypatch):
    monkeypatch.setattr(urls, "urlpatterns", [path("sensitive/", sensitive), *urls.urlpatterns])
    clear_url_caches()
    yield
    clear_url_caches()


def test_who_has_just_signed_in_goes_on():
    client = sign_in(make_user("somebody@example.org"))
    assert client.get("/sensitive/?a=1").content == b"done GET "
    assert client.post("/sensitive/", {"what": "x"}).content == b"done POST x"


def test_a_stranger_signs_in_first():
    assert Client().get("/sensitive/?a=1")["Location"] == "/login/?next=/sensitive/%3Fa%3D1"


def test_after_a_while_the_password_is_asked_for_again():
    client = sign_in(make_user("somebody@example.org"))
    long_ago(client, 901)
    asked = client.get("/sensitive/?a=1")["Location"]
    assert asked == "/account/reauthenticate/?next=%2Fsensitive%2F%3Fa%3D1"
    assert client.get(asked).status_code == 200
    assert client.post(asked, {"password": "wrong", "next": "/sensitive/?a=1"}).status_code == 200
    assert client.get("/sensitive/").status_code == 302
    assert client.post(asked, {"password": "pw", "next": "/sensitive/?a=1"})["Location"] == "/sensitive/?a=1"
    assert client.get("/sensitive/?a=1").status_code == 200


def test_a_form_is_sent_again_by_its_writer_after_that():
    client = sign_in(make_user("somebody@example.org"))
    long_ago(client, 901)
    asked = client.post("/sensitive/", {"what": "a thing"})["Location"]
    assert asked == "/account/reauthenticate/?next=%2Faccount%2Fkept-form%2F"
    back = client.post("/account/reauthenticate/", {"password": "pw", "next": "/account/kept-form/"})[
        "Location"
    ]
    page = client.get(back).content.decode()
    assert 'action="/sensitive/"' in page
    assert re.search(r'name="what" value="a thing"', page)


def test_a_code_will_do_as_well():
    user = make_user("somebody@example.org")
    set_up(user)
    client = sign_in(user)
    client.post("/account/2fa/authenticate/", {"code": code()})
    long_ago(client, 901)
    page = client.get(client.get("/sensitive/")["Location"]).content.decode()
    assert "/account/2fa/reauthenticate/?next=" in page
    sent = {"code": code(ahead=1), "next": "/sensitive/"}
    assert client.post("/account/2fa/reauthenticate/", sent)["Location"] == "/sensitive/"
    assert client.get("/sensitive/").status_code == 200


def test_asking_again_never_leads_to_another_site():
    client = sign_in(make_user("somebody@example.org"))
    for target in ("https://evil.example/", "//evil.example/", "/\\evil.example/"):
        answer = client.post("/account/reauthenticate/", {"password": "pw", "next": target})
        assert "evil" not in answer["Location"]


@pytest.mark.parametrize(
    "name", ["wagtailusers_users:index", "wagtailusers_users:add", "wagtailusers_groups:index"]
)
def test_rights_in_the_admin_are_a_sensitive_step(name):
    client = sign_in(make_user("admin@example.org", is_superuser=True))
    address = reverse(name)
    assert client.get(address).status_code == 200
    long_ago(client, 901)
    assert client.get("/admin/").status_code == 200
    for ask in (client.get, client.post):
        assert ask(address)["Location"].startswith("/account/reauthenticate/?next="), ask


def test_exports_of_the_admin_are_a_sensitive_step():
    client = sign_in(make_user("admin@example.org", is_superuser=True))
    address = "/admin/reports/site-history/"
    assert client.get(f"{address}?export=csv").status_code == 200
    long_ago(client, 901)
    assert client.get(address).status_code == 200
    assert client.get(f"{address}?export=csv")["Location"].startswith("/account/reauthenticate/?next=")
