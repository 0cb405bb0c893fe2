"""A session ends when nobody works in it; pages say how long it lasts, and a form that came late is not lost."""

from __future__ import annotations

import re
from html import unescape

import pytest
import time_machine
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.domain import kept_forms
from tests.accounts.signing import code, set_up, sign_in, signed_in
from tests.factories.site import make_case, make_district, make_user

pytestmark = pytest.mark.django_db

SESSION = "/account/session/"
HOUR = 3600


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def case():
    return make_case("사례", district=make_district())


def left(client: Client) -> int:
    return int(client.get(SESSION).json()["left"])


# --- how long it lasts ----------------------------------------------------------------------------------


def test_a_session_ends_after_the_set_time_without_work(clock, case):
    client = sign_in(make_user("somebody@example.org"))
    assert left(client) == HOUR
    clock.shift(HOUR - 5)
    assert client.get("/cases/").status_code == 200
    clock.shift(HOUR - 5)
    assert signed_in(client), "who works goes on"
    assert client.get("/account/password/").status_code == 200
    clock.shift(HOUR + 1)
    assert client.get("/account/password/")["Location"].startswith("/login/")
    assert not signed_in(client)
    assert left(client) == 0


def test_asking_how_long_is_no_work(clock, case):
    client = sign_in(make_user("editor@example.org", is_superuser=True))
    clock.shift(1000)
    assert left(client) == HOUR - 1000
    client.post("/admin/editing-sessions/ping/wagtailcore/page/1/1/")
    assert left(client) == HOUR - 1000
    longer = client.post(SESSION)
    assert longer.json()["left"] == HOUR
    clock.shift(HOUR - 5)
    assert left(client) == 5, "the session in the database lasts as long"


def test_the_address_needs_a_token_and_is_kept_nowhere():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("somebody@example.org"))
    assert client.post(SESSION).status_code == 403
    answer = client.get(SESSION)
    assert "no-store" in answer["Cache-Control"]
    assert client.post(SESSION, headers={"X-CSRFToken": answer.json()["token"]}).status_code == 200
    assert Client().get(SESSION).json() == {"left": 0, "user": None, "token": ""}


@pytest.mark.parametrize("address", ["/", "/cases/", "/account/password/", "/admin/", "/admin/pages/"])
def test_every_page_tells_a_reader_who_signed_in_how_long(case, address):
    page = (
        sign_in(make_user("editor@example.org", is_superuser=True)).get(address, follow=True).content.decode()
    )
    assert re.search(r'data-session-left="3[56]\d\d"', page)
    assert f'data-session-address="{SESSION}"' in page
    assert "js/session.js" in page
    assert "60분 동안" in page


def test_pages_of_others_say_nothing_of_sessions(case):
    for address in ("/", "/login/"):
        assert "data-session-left" not in Client().get(address).content.decode()


def test_work_is_not_written_down_at_every_step(clock):
    client = sign_in(make_user("somebody@example.org"))
    client.get(SESSION)
    before = Session.objects.get().session_data
    clock.shift(60)
    client.get("/cases/")
    assert Session.objects.get().session_data == before
    clock.shift(HOUR / 10)
    client.get("/cases/")
    assert Session.objects.get().session_data != before


# --- a form that came too late ----------------------------------------------------------------------------


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page by their names."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {unescape(name): unescape(value) for name, value in found}


def late(client: Client, clock, address: str, sent: dict[str, str]) -> str:
    clock.shift(HOUR + 1)
    answer = client.post(address, sent)
    assert answer.status_code == 200
    assert not signed_in(client)
    return answer.content.decode()


def test_a_form_that_came_too_late_is_sent_after_signing_in_again(clock, case):
    user = make_user("editor@example.org", is_superuser=True)
    client = sign_in(user)
    edit = reverse("wagtailadmin_pages:edit", args=[case.pk])
    text = 'A long text with "quotes" & <b>signs</b> in it'
    page = late(client, clock, edit, {"title": text, "csrfmiddlewaretoken": "x", "new_password1": "hunter2"})
    assert "쓴 글은 남아 있으니" in page
    assert "hunter2" not in page
    carried = hidden(page)["kept_form"]
    wrong = client.post("/login/", {"username": user.email, "password": "no", "kept_form": carried})
    assert hidden(wrong.content.decode())["kept_form"] == carried
    sent = {"username": user.email, "password": "pw", "kept_form": carried}
    back = client.post("/login/", sent)["Location"]
    shown = client.get(back).content.decode()
    assert f'action="{edit}"' in shown
    assert "<b>signs" not in shown
    fields = hidden(shown)
    assert fields["title"] == text
    assert set(fields) == {"title", "csrfmiddlewaretoken"}
    client.post(back)
    assert "남아 있는 글이 없습니다" in client.get(back).content.decode()


def test_it_comes_back_after_the_second_factor_too(clock, case):
    user = make_user("editor@example.org", is_superuser=True)
    client = sign_in(user)
    set_up(user)
    page = late(client, clock, "/admin/pages/1/edit/", {"title": "A title of several words"})
    sent = {"username": user.email, "password": "pw", "kept_form": hidden(page)["kept_form"]}
    assert client.post("/login/", sent)["Location"] == "/account/2fa/authenticate/"
    back = client.post("/account/2fa/authenticate/", {"code": code()})["Location"]
    assert back == "/account/kept-form/"
    assert "A title of several words" in client.get(back).content.decode()


def test_a_form_that_this_site_did_not_keep_is_not_taken():
    user = make_user("somebody@example.org")
    client = Client()
    for forged in ("x", "eyJ4IjoxfQ:1abc:zzz", "", "." * 1000):
        sent = {"username": user.email, "password": "pw", "kept_form": forged}
        assert client.post("/login/", sent)["Location"] == "/"
        assert kept_forms._SESSION_KEY not in client.session
        client.post("/logout/")


def test_strangers_and_programs_are_sent_to_sign_in_as_ever(clock, case):
    assert Client().post("/admin/pages/1/edit/", {"title": "x"}).status_code == 302
    client = sign_in(make_user("editor@example.org", is_superuser=True))
    clock.shift(HOUR + 1)
    answer = client.post("/admin/pages/1/edit/", {"title": "x"}, headers={"accept": "application/json"})
    assert answer.status_code == 302


def test_what_is_too_long_to_be_kept_is_not(clock, case):
    client = sign_in(make_user("editor@example.org", is_superuser=True))
    clock.shift(HOUR + 1)
    answer = client.post("/admin/pages/1/edit/", {"title": "x" * (kept_forms.LONGEST + 1)})
    assert answer.status_code == 302


def test_only_its_writer_sees_a_kept_form(clock, case):
    client = sign_in(make_user("editor@example.org", is_superuser=True))
    page = late(client, clock, "/admin/pages/1/edit/", {"title": "A title of several words"})
    other = make_user("other@example.org")
    sign_in(other, client, kept_form=hidden(page)["kept_form"])
    client.post("/logout/")
    sign_in(other, client)
    assert "A title" not in client.get("/account/kept-form/").content.decode()
    assert "A title" not in Client().get("/account/kept-form/").content.decode()


def test_the_cookie_goes_with_the_browser():
    client = sign_in(make_user("somebody@example.org"))
    assert client.cookies[django_settings.SESSION_COOKIE_NAME]["max-age"] == ""
