"""Letters in tests: what waits, and what went out."""

from __future__ import annotations

from django.core import mail
from django.core.mail import EmailMessage
from post_office.models import Email

from portal.letters.domain import sending


def waiting_letters() -> list[Email]:
    """What is in the queue, the oldest first."""
    return list(sending.waiting().order_by("pk"))


def send_letters() -> list[EmailMessage]:
    """Send what is due and return all that went out in this test."""
    while sending.send_due():
        pass
    return mail.outbox
