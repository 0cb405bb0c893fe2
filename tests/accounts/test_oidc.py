"""Signing in through an institution, with a real OpenID Connect provider on this machine."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from tests.accounts.signing import code, set_up, sign_in, signed_in
from tests.factories.site import make_user

# The provider runs in a thread of this process and warns of changes in its own libraries.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning")]

START = "/account/sso/sso/login/"
PEOPLE = {
    "known": {"email": "Somebody@example.org", "email_verified": True},
    "unconfirmed": {"email": "somebody@example.org", "email_verified": False},
    "silent": {"email": "somebody@example.org"},
    "stranger": {"email": "stranger@example.org", "email_verified": True},
    "moved": {"email": "elsewhere@example.org", "email_verified": True},
}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with warnings.catch_warnings(record=True):
        import oidc_provider_mock
    people = [oidc_provider_mock.User(sub=sub, claims=claims) for sub, claims in PEOPLE.items()]
    with oidc_provider_mock.run_server_in_thread(user_claims=people) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def provider(address, settings) -> str:
    app = {
        "provider_id": "sso",
        "name": "기관",
        "client_id": "portal",
        "secret": "a secret",
        "settings": {"server_url": address},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    return address


def come_back(client: Client, sub: str, **sent: str) -> str:
    """The address of the portal to which the provider sends the browser."""
    start = client.post(START, sent)
    assert start.status_code == 302, start.content.decode()
    answer = requests.post(start["Location"], data={"sub": sub}, allow_redirects=False, timeout=10)
    return answer.headers["Location"].removeprefix("http://testserver")


def through(sub: str, client: Client | None = None, **sent: str):
    client = client or Client()
    return client, client.get(come_back(client, sub, **sent))


def test_a_confirmed_address_opens_its_account_and_stays_connected(provider):
    user = make_user("somebody@example.org")
    client, answer = through("known", next="/cases/")
    assert answer["Location"] == "/cases/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert SocialAccount.objects.get().user == user
    again, _ = through("known")
    assert signed_in(again)
    assert SocialAccount.objects.count() == 1
    user.refresh_from_db()
    assert user.check_password("pw")


def test_the_request_to_the_provider_is_bound_to_this_browser(provider):
    asked = parse_qs(urlsplit(Client().post(START)["Location"]).query)
    assert asked["redirect_uri"] == ["http://testserver/account/sso/sso/callback/"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["state"]
    make_user("somebody@example.org")
    stranger = Client()
    answer = stranger.get(come_back(Client(), "known"))
    assert not signed_in(stranger)
    assert "로그인하지 못했습니다" in answer.content.decode()


@pytest.mark.parametrize("sub", ["unconfirmed", "silent"])
def test_an_address_that_the_provider_has_not_confirmed_opens_nothing(provider, sub):
    make_user("somebody@example.org")
    client, answer = through(sub)
    assert not signed_in(client)
    assert "아직 없습니다" in answer.content.decode()
    assert not SocialAccount.objects.exists()


def test_who_has_no_account_gets_none(provider, django_user_model):
    client, answer = through("stranger")
    assert not signed_in(client)
    assert "초대를 받거나" in answer.content.decode()
    assert not django_user_model.objects.exists()


def test_an_inactive_account_stays_closed(provider):
    make_user("somebody@example.org", is_active=False)
    client, answer = through("known")
    assert not signed_in(client)
    assert answer["Location"] == "/account/inactive/"


def test_the_second_factor_is_asked_for_here_too(provider):
    user = make_user("somebody@example.org")
    set_up(user)
    client, answer = through("known")
    assert answer["Location"] == "/account/2fa/authenticate/"
    assert not signed_in(client)
    client.post("/account/2fa/authenticate/", {"code": code()})
    assert signed_in(client)


def test_a_code_of_the_provider_is_good_once(provider):
    make_user("somebody@example.org")
    client = Client()
    back = come_back(client, "known")
    client.get(back)
    client.post("/logout/")
    answer = client.get(back)
    assert not signed_in(client)
    assert answer.status_code in (200, 401)


def test_who_says_no_at_the_provider_is_told_so(provider):
    client = Client()
    start = client.post(START)["Location"]
    answer = requests.post(start, data={"action": "deny"}, allow_redirects=False, timeout=10)
    # The standard asks the provider to send the state back with a refusal too; this one leaves it out.
    state = parse_qs(urlsplit(start).query)["state"][0]
    back = answer.headers["Location"].removeprefix("http://testserver")
    page = client.get(f"{back}&state={state}", follow=True)
    assert "로그인을 그만두었습니다" in page.content.decode()


def test_a_provider_that_is_away_is_said_kindly(provider, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = (
        "http://127.0.0.1:9"
    )
    answer = Client().post(START)
    assert answer.status_code == 502
    assert "답하지 않거나" in answer.content.decode()


def test_the_sign_in_page_offers_what_the_environment_names(provider, settings):
    assert "기관 계정으로 로그인" in Client().get("/login/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert "기관 계정으로 로그인" not in Client().get("/login/").content.decode()
    assert Client().post(START).status_code == 404
    assert Client().post("/account/sso/other/login/").status_code == 404


def test_connections_can_be_ended_by_their_owner_alone(provider):
    make_user("somebody@example.org")
    client, _ = through("known")
    page = client.get("/account/sso/")
    assert page.status_code == 200, page["Location"]
    other = sign_in(make_user("other@example.org"))
    pk = SocialAccount.objects.get().pk
    other.post("/account/sso/", {"account": pk})
    assert SocialAccount.objects.exists()
    client.post("/account/sso/", {"account": pk})
    assert not SocialAccount.objects.exists()


def test_the_environment_names_the_provider():
    script = (
        "from portal.settings import base as s; app = s.SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS'][0];"
        "print(app['client_id'], app['secret'], app['settings']['server_url'],"
        " s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'][1:])"
    )
    environment = {
        "OIDC_SERVER_URL": "https://sso.example/realms/seoul",
        "OIDC_CLIENT_ID": "portal",
        "OIDC_CLIENT_SECRET": "s3cret",
        "PATH": "/usr/bin",
    }
    run = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == [
        "portal",
        "s3cret",
        environment["OIDC_SERVER_URL"],
        "['https://sso.example']",
    ]
