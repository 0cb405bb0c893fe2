"""The queue is sent: nothing is lost while the server is away, and a crash is recognised."""

from __future__ import annotations

import smtplib
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from post_office.models import STATUS, Email, Log

from portal.letters.domain import sending
from portal.letters.domain.keeping import forget_old
from portal.letters.domain.queue import post
from portal.letters.models import Handover, MailServer
from search.locks import cluster_lock
from tests.factories.letters import waiting_letters

pytestmark = pytest.mark.django_db

GONE = smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
UNKNOWN = smtplib.SMTPRecipientsRefused({"one@example.org": (550, b"unknown")})
FULL = smtplib.SMTPRecipientsRefused({"one@example.org": (452, b"mailbox full")})


class Killed(BaseException):
    """The end of the process: nothing catches it."""


@pytest.fixture
def two(note):
    for name in ("one", "two"):
        post([f"{name}@example.org"], note, {"title": name})


def _due_again() -> None:
    Email.objects.filter(scheduled_time__isnull=False).update(scheduled_time=timezone.now())
    MailServer.objects.update(next_try=timezone.now() - timedelta(seconds=1))


def test_a_server_that_is_away_makes_all_wait_and_loses_none(two, server, caplog):
    server.at_door = ConnectionRefusedError("refused")
    for _ in range(20):
        assert sending.send_due() == 0
        _due_again()
    assert len(waiting_letters()) == 2
    assert not any(letter.number_of_retries for letter in waiting_letters())
    assert caplog.text.count("is away") == 1
    server.at_door = None
    assert sending.send_due() == 2
    assert MailServer.objects.get().away_since is None
    assert sending.send_due() == 0
    assert len(server.taken) == 2


def test_a_server_that_is_away_is_asked_less_and_less(two, server):
    server.at_door = ConnectionRefusedError("refused")
    rests = []
    for _ in range(9):
        sending.send_due()
        state = MailServer.objects.get()
        rests.append(round((state.next_try - timezone.now()).total_seconds()))
        server_before = state.failures
        sending.send_due()
        assert MailServer.objects.get().failures == server_before
        _due_again()
    assert rests[:3] == [5, 10, 20]
    assert rests[-1] == 300


def test_a_letter_at_which_the_server_goes_away_does_not_stop_the_others(two, server):
    server.on_letters = [GONE]
    assert sending.send_due() == 0
    MailServer.objects.update(next_try=None)
    assert sending.send_due() == 1
    assert [message.to for message in server.taken] == [["two@example.org"]]


@pytest.mark.parametrize("error", [UNKNOWN, smtplib.SMTPDataError(554, b"no"), ValueError("no message")])
def test_what_the_server_never_takes_is_given_up_at_once(two, server, error):
    server.on_letters = [error]
    assert sending.send_due() == 1
    refused = Email.objects.get(status=STATUS.failed)
    assert refused.to == ["one@example.org"]
    assert Log.objects.get(email=refused).exception_type == type(error).__name__
    assert sending.send_again() == 1
    assert sending.send_due() == 1


@pytest.mark.parametrize("error", [FULL, smtplib.SMTPSenderRefused(553, b"who", "portal@localhost")])
def test_what_is_refused_for_now_is_tried_later_and_later_and_then_given_up(note, server, error):
    post(["one@example.org"], note, {"title": "가"})
    server.on_letters = [error] * 20
    waits = []
    while waiting_letters():
        sending.send_due()
        (letter,) = Email.objects.all()
        if letter.scheduled_time:
            waits.append(letter.scheduled_time - timezone.now())
            assert sending.send_due() == 0
        _due_again()
    minutes = [round(wait / timedelta(minutes=1)) for wait in waits]
    assert minutes == list(sending.PATIENCE)
    assert Email.objects.get().status == STATUS.failed


def test_a_worker_that_dies_after_the_server_took_a_letter_sends_it_again_under_the_same_id(two, server):
    server.after_taking = [Killed()]
    with pytest.raises(Killed):
        sending.send_due()
    assert Handover.objects.get().letter.status == STATUS.queued
    assert sending.send_due() == 2
    first, again, other = (message.message()["Message-ID"] for message in server.taken)
    assert first == again != other
    assert Log.objects.get().exception_type == "Interrupted"
    assert not Handover.objects.exists()
    assert sending.send_due() == 0


def test_no_second_worker_sends_at_the_same_time(two, server):
    """The other worker is a thread: a connection of its own, as PostgreSQL locks by connection."""
    held, done = threading.Event(), threading.Event()

    def other_worker() -> None:
        with cluster_lock("letters") as mine:
            assert mine
            held.set()
            done.wait(30)
        connection.close()

    worker = threading.Thread(target=other_worker)
    worker.start()
    try:
        assert held.wait(30)
        assert sending.send_due() == 0
    finally:
        done.set()
        worker.join()
    assert sending.send_due() == 2


def test_the_text_is_not_kept_once_the_letter_is_out(two, server):
    sending.send_due()
    assert set(Email.objects.values_list("message", "html_message")) == {("", "")}


def test_what_was_done_with_long_ago_is_forgotten(two, server, settings):
    server.on_letters = [UNKNOWN]
    sending.send_due()
    old = timezone.now() - timedelta(days=settings.LETTERS_DAYS, hours=1)
    assert forget_old() == 0
    Email.objects.update(last_updated=old)
    Email.objects.create(from_email="a@b.org", to=["c@d.org"], status=STATUS.queued)
    Email.objects.filter(status=STATUS.queued).update(last_updated=old)
    assert forget_old() == 2
    assert len(waiting_letters()) == 1
