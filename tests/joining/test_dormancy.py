"""Accounts that nobody uses: told of, locked, opened again by the office or from their mailbox."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from portal.accounts.roles import Role
from portal.audit.enums import AuditAction
from portal.audit.models import AuditEntry
from portal.core.models import AccountRules
from portal.joining.domain.dormancy import keep_watch
from tests.factories.site import make_user

pytestmark = pytest.mark.django_db


def days(number: int) -> timedelta:
    return timedelta(days=number)


@pytest.fixture
def sleeper():
    user = make_user("sleeper@example.org")
    user.date_joined = timezone.now() - days(900)
    user.last_login = timezone.now() - days(336)
    user.save()
    return user


@pytest.fixture
def locked(sleeper):
    keep_watch()
    with time_machine.travel(timezone.now() + days(31)):
        keep_watch()
    sleeper.refresh_from_db()
    assert not sleeper.is_active
    return sleeper


def test_told_first_locked_a_month_later(sleeper):
    awake = make_user(last_login=timezone.now() - days(300))
    assert keep_watch() == 1
    assert Email.objects.get().to == [sleeper.email]
    assert keep_watch() == 0
    sleeper.refresh_from_db()
    assert sleeper.is_active
    with time_machine.travel(timezone.now() + days(29)):
        keep_watch()
        sleeper.refresh_from_db()
        assert sleeper.is_active
    with time_machine.travel(timezone.now() + days(31)):
        keep_watch()
    sleeper.refresh_from_db()
    awake.refresh_from_db()
    assert (sleeper.is_active, awake.is_active) == (False, True)
    entry = AuditEntry.objects.get(action=AuditAction.ACCOUNT_LOCKED)
    assert (entry.by_number, entry.about_number) == (None, sleeper.pk)


def test_nobody_is_locked_without_having_been_told(sleeper):
    sleeper.last_login = timezone.now() - days(800)
    sleeper.save()
    keep_watch()
    sleeper.refresh_from_db()
    assert sleeper.is_active
    assert Email.objects.count() == 1


def test_who_signs_in_after_the_letter_goes_on(sleeper):
    keep_watch()
    sleeper.last_login = timezone.now() + days(5)
    sleeper.save()
    with time_machine.travel(timezone.now() + days(40)):
        keep_watch()
    sleeper.refresh_from_db()
    assert sleeper.is_active


def test_nobody_is_locked_where_the_office_says_so(sleeper):
    AccountRules.objects.create(dormant_days=0)
    with time_machine.travel(timezone.now() + days(4000)):
        assert keep_watch() == 0


def test_a_locked_account_is_opened_from_its_mailbox(locked, client):
    client.post("/login/", {"username": locked.email, "password": "pw"})
    assert "_auth_user_id" not in client.session
    shown = [
        client.post("/account/wake/", {"email": email}, follow=True) for email in (locked.email, "x@x.kr")
    ]
    assert re.sub(r'value="\w{64}"', "", shown[0].content.decode()) == re.sub(
        r'value="\w{64}"', "", shown[1].content.decode()
    )
    client.post("/account/wake/", {"email": locked.email})
    letter = Email.objects.filter(to=locked.email).latest("pk")
    assert Email.objects.filter(subject=letter.subject).count() == 1
    link = re.search(r"https?://[^/\s]+(/\S+)", letter.message)[1]
    assert client.get(link).status_code == 200
    locked.refresh_from_db()
    assert not locked.is_active
    client.post(link)
    locked.refresh_from_db()
    assert locked.is_active
    assert client.post(link).status_code == 410
    assert AuditEntry.objects.get(action=AuditAction.ACCOUNT_UNLOCKED).by_number == locked.pk
    # It is not locked again at once.
    keep_watch()
    locked.refresh_from_db()
    assert locked.is_active
    client.post("/login/", {"username": locked.email, "password": "pw"})
    assert client.session["_auth_user_id"] == str(locked.pk)


def test_a_link_serves_for_one_lock_and_one_day(locked, client):
    client.post("/account/wake/", {"email": locked.email})
    letter = Email.objects.filter(to=locked.email).latest("pk")
    link = re.search(r"https?://[^/\s]+(/\S+)", letter.message)[1]
    with time_machine.travel(timezone.now() + days(2)):
        assert client.post(link).status_code == 410
    locked.refresh_from_db()
    assert not locked.is_active


def test_the_office_opens_a_locked_account_and_no_closed_one(locked):
    closed = make_user(is_active=False)
    from portal.accounts.roles import ensure_roles

    ensure_roles()
    office = Client()
    office.force_login(make_user("office@example.org", Role.FORUM_EDITOR))
    assert locked.email in office.get("/admin/joining/").content.decode()
    for user in (locked, closed):
        office.post(f"/admin/joining/accounts/{user.pk}/")
        user.refresh_from_db()
    assert (locked.is_active, closed.is_active) == (True, False)


def test_what_the_office_closed_nobody_opens_by_mail(client):
    closed = make_user("closed@example.org", is_active=False)
    client.post("/account/wake/", {"email": closed.email})
    assert not Email.objects.exists()


def test_an_account_opened_in_the_form_of_users_is_not_locked_again(locked):
    locked.is_active = True
    locked.save()
    keep_watch()
    locked.refresh_from_db()
    assert locked.is_active
    with time_machine.travel(timezone.now() + days(330)):
        keep_watch()
    locked.refresh_from_db()
    assert locked.is_active
