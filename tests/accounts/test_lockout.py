"""Who guesses is locked out: in every process, behind proxies, and without telling who has an account."""

from __future__ import annotations

import datetime
import re

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from tests.accounts.signing import set_up, sign_in, signed_in, wrong_code
from tests.factories.site import make_user

pytestmark = pytest.mark.django_db


def fail(email: str, times: int, address: str = "203.0.113.7", **headers: str) -> list[int]:
    """The statuses of so many wrong passwords in a row."""
    sent = {"username": email, "password": "wrong"}
    return [
        Client().post("/login/", sent, REMOTE_ADDR=address, headers=headers).status_code for _ in range(times)
    ]


def right(email: str, address: str = "203.0.113.7", **headers: str) -> bool:
    client = Client()
    client.post("/login/", {"username": email, "password": "pw"}, REMOTE_ADDR=address, headers=headers)
    return signed_in(client)


def test_five_wrong_passwords_close_the_door_for_a_while():
    make_user("somebody@example.org")
    assert fail("somebody@example.org", 5) == [200, 200, 200, 200, 429]
    assert not right("somebody@example.org"), "the right password does not open it either"
    assert right("somebody@example.org", "203.0.113.8"), "its owner elsewhere is not shut out"
    AccessAttempt.objects.update(attempt_time=timezone.now() - datetime.timedelta(minutes=16))
    assert right("somebody@example.org")


def test_the_page_says_how_long_and_names_nobody():
    make_user("somebody@example.org")
    answers = []
    for email in ("somebody@example.org", "nobody@example.org"):
        fail(email, 4)
        answer = Client().post("/login/", {"username": email, "password": "wrong"}, REMOTE_ADDR="203.0.113.7")
        text = answer.content.decode()
        assert answer.status_code == 429
        assert answer["Retry-After"] == "900"
        assert "15분 뒤에" in text
        assert email not in text
        answers.append(re.sub(r'value="\w{64}"', "", text))
    assert answers[0] == answers[1]


def test_trying_during_the_lock_makes_it_no_longer():
    make_user("somebody@example.org")
    fail("somebody@example.org", 5)
    before = AccessAttempt.objects.get().attempt_time
    fail("somebody@example.org", 3)
    assert AccessAttempt.objects.get().attempt_time == before


def test_another_spelling_of_the_name_is_the_same_name():
    make_user("somebody@example.org")
    for email in (
        "Somebody@example.org",
        " somebody@example.org",
        "SOMEBODY@EXAMPLE.ORG",
        "somebody@example.org",
    ):
        fail(email, 1)
    assert fail("somebody@example.org", 1) == [429]


def test_behind_a_proxy_the_browser_counts_and_not_what_it_claims(settings):
    settings.TRUSTED_PROXIES = 1
    make_user("somebody@example.org")
    for number in range(5):
        fail(
            "somebody@example.org", 1, "10.0.0.1", **{"x-forwarded-for": f"198.51.100.{number}, 203.0.113.7"}
        )
    assert not right("somebody@example.org", "10.0.0.1", **{"x-forwarded-for": "203.0.113.7"})
    assert right("somebody@example.org", "10.0.0.1", **{"x-forwarded-for": "203.0.113.8"})


def test_many_places_together_lock_a_name(settings):
    settings.LOCKOUT_FAILURES_OF_NAME = 8
    make_user("somebody@example.org")
    for number in range(4):
        fail("somebody@example.org", 2, f"203.0.113.{number}")
    assert not right("somebody@example.org", "198.51.100.1")


def test_many_names_from_one_place_lock_the_place(settings):
    settings.LOCKOUT_FAILURES_OF_PLACE = 6
    make_user("somebody@example.org")
    for number in range(6):
        fail(f"nobody{number}@example.org", 1)
    assert not right("somebody@example.org")
    assert right("somebody@example.org", "203.0.113.8")


def test_wrong_codes_count_like_wrong_passwords():
    user = make_user("somebody@example.org")
    set_up(user)
    client = sign_in(user)
    answers = [
        client.post("/account/2fa/authenticate/", {"code": wrong_code()}).status_code for _ in range(6)
    ]
    assert answers == [200, 200, 200, 200, 429, 429]
    assert not signed_in(client)
    assert not signed_in(sign_in(user))


def test_a_wrong_password_before_a_sensitive_step_counts_too():
    user = make_user("somebody@example.org")
    client = sign_in(user)
    answers = [client.post("/account/reauthenticate/", {"password": "wrong"}).status_code for _ in range(5)]
    assert answers[-1] == 429


def test_what_is_kept_of_an_attempt_holds_no_password():
    fail("somebody@example.org", 1)
    kept = AccessAttempt.objects.get()
    assert "wrong" not in f"{kept.post_data} {kept.get_data} {kept.path_info}"
