"""Mails that Django and Wagtail send themselves take the same way: no screen waits for a mail server."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from wagtail.admin.mail import send_mail

from portal.letters.backend import QueueBackend
from tests.factories.letters import send_letters, waiting_letters

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _through_the_queue(settings):
    settings.EMAIL_BACKEND = "portal.letters.backend.QueueBackend"


def test_a_notice_of_wagtail_waits_in_the_queue():
    send_mail("제목 {% now 'Y' %}", "본문 {{ x }}", ["one@example.org"], html_message="<p>{% x %}</p>")
    assert mail.outbox == []
    assert len(waiting_letters()) == 1
    (sent,) = send_letters()
    assert sent.subject == "제목 {% now 'Y' %}"
    assert sent.body == "본문 {{ x }}"
    assert sent.alternatives[0][0] == "<p>{% x %}</p>"
    assert sent.message()["Auto-Submitted"] == "auto-generated"


def test_addresses_with_names_and_answers_are_carried():
    EmailMultiAlternatives(
        "가", "나", to=["이름 <one@example.org>"], cc=["two@example.org"], reply_to=["three@example.org"]
    ).send()
    (sent,) = send_letters()
    assert (sent.to, sent.cc) == (["one@example.org"], ["two@example.org"])
    assert sent.message()["Reply-To"] == "three@example.org"


@pytest.mark.parametrize("to", ["no address", "a@example.org\nBcc: b@example.org"])
def test_what_cannot_be_sent_to_anybody_breaks_no_screen(to, caplog):
    assert send_mail("가", "나", [to]) == 0
    assert not waiting_letters()
    assert "cannot be sent" in caplog.text


def test_a_subject_forges_no_header():
    send_mail("가\r\nBcc: b@example.org", "나", ["one@example.org"])
    (sent,) = send_letters()
    assert sent.message()["Bcc"] is None


def test_what_the_queue_cannot_carry_is_said():
    message = EmailMultiAlternatives("가", "나", to=["one@example.org"])
    message.attach("a.txt", "text")
    with pytest.raises(ValueError, match="attachments"):
        QueueBackend().send_messages([message])
