"""The queue is sent one letter at a time, its outcome written down before the next.

What concerns the server (away, refuses us) makes all letters wait; what concerns one letter puts off that letter
alone, later and later, until it is given up after three days.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from enum import Enum
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from post_office.models import STATUS, Email, Log
from post_office.settings import get_backend

from portal.letters.models import Handover, MailServer
from search.locks import cluster_lock

logger = logging.getLogger(__name__)

BATCH = 20
#: Minutes until a letter that was refused for now is tried again, the first time, the second time …
PATIENCE = (1, 5, 15, 60, 180, 360, 720, 1440, 1440)
#: Seconds until a server that is away is asked again: doubled each time, at most this.
AWAY_LONGEST = 300
AWAY_FIRST = 5
SERVICE_CLOSES = 421
ERROR_LENGTH = 300


class Outcome(Enum):
    """What became of handing over a letter."""

    SENT = "sent"
    LATER = "later"
    NEVER = "never"
    AWAY = "away"


def send_due() -> int:
    """Send what is due, at most BATCH letters; returns how many. One worker of all hosts does it at a time."""
    with cluster_lock("letters") as mine:
        if not mine or _server_rests():
            return 0
        letters = list(due()[:BATCH])
        return _send_all(letters) if letters else 0


def due() -> QuerySet[Email]:
    """What waits and may go now: urgent ones first, then the oldest."""
    now = timezone.now()
    return waiting().filter(Q(scheduled_time=None) | Q(scheduled_time__lte=now)).order_by("-priority", "pk")


def waiting() -> QuerySet[Email]:
    """All letters that have still to go out."""
    return Email.objects.filter(status__in=(STATUS.queued, STATUS.requeued))


def send_again() -> int:
    """Put what was given up back into the queue; returns how many."""
    return Email.objects.filter(status=STATUS.failed).update(
        status=STATUS.queued, number_of_retries=0, scheduled_time=None, last_updated=timezone.now()
    )


def _server_rests() -> bool:
    return MailServer.objects.filter(next_try__gt=timezone.now()).exists()


def _send_all(letters: list[Email]) -> int:
    server = get_connection(get_backend("default"))
    try:
        server.open()
    except (OSError, SMTPException) as error:
        _note_away(error)
        return 0
    sent = 0
    try:
        for letter in letters:
            outcome = _send(letter, server)
            if outcome == Outcome.AWAY:
                return sent
            sent += outcome == Outcome.SENT
    finally:
        _close(server)
    if sent:
        _note_works()
    return sent


def _send(letter: Email, server: BaseEmailBackend) -> Outcome:
    _begin(letter)
    try:
        server.send_messages([letter.email_message()])
    except Exception as error:
        outcome = outcome_of(error)
        if outcome == Outcome.AWAY:
            _note_away(error)
        _refused(letter, error, outcome)
        return outcome
    _gone(letter)
    return Outcome.SENT


def outcome_of(error: Exception) -> Outcome:
    """Whom an error concerns: the server, or this letter, for now or for good."""
    if isinstance(error, SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return Outcome.NEVER if codes and min(codes) >= 500 else Outcome.LATER
    if isinstance(error, SMTPServerDisconnected):
        return Outcome.AWAY
    if isinstance(error, SMTPResponseException):
        if error.smtp_code == SERVICE_CLOSES:
            return Outcome.AWAY
        # A sender that is refused is a mistake in the settings, which can be mended.
        if isinstance(error, SMTPSenderRefused) or error.smtp_code < 500:
            return Outcome.LATER
        return Outcome.NEVER if isinstance(error, SMTPDataError) else Outcome.LATER
    if isinstance(error, SMTPException):
        return Outcome.LATER
    if isinstance(error, OSError):
        return Outcome.AWAY
    # It cannot even be written as a message.
    return Outcome.NEVER


def _begin(letter: Email) -> None:
    """Say that it is being handed over, for whoever finds it after a crash."""
    handover, fresh = Handover.objects.get_or_create(letter=letter)
    if fresh:
        return
    handover.save()
    _log(letter, "Interrupted", f"handed over before, outcome unknown; again as {letter.message_id}")
    logger.warning("letter %s was being handed over when its worker ended: sent again", letter.pk)


def _gone(letter: Email) -> None:
    """It is with the server. Its text is not kept: it may carry a link that signs somebody in."""
    with transaction.atomic():
        Email.objects.filter(pk=letter.pk).update(
            status=STATUS.sent, last_updated=timezone.now(), message="", html_message="", headers=None
        )
        Handover.objects.filter(letter=letter).delete()


def _refused(letter: Email, error: Exception, outcome: Outcome) -> None:
    """Put it off or give it up. One at which the server goes away is put off too, so that it does not stop others."""
    tries = (letter.number_of_retries or 0) + 1
    again = outcome != Outcome.NEVER and tries <= len(PATIENCE)
    if not again:
        logger.error("letter %s is given up: %s", letter.pk, _words(error))
    with transaction.atomic():
        Email.objects.filter(pk=letter.pk).update(
            status=STATUS.requeued if again else STATUS.failed,
            number_of_retries=tries,
            scheduled_time=timezone.now() + timedelta(minutes=PATIENCE[tries - 1]) if again else None,
            last_updated=timezone.now(),
        )
        _log(letter, type(error).__name__, _words(error))
        if outcome != Outcome.AWAY:
            Handover.objects.filter(letter=letter).delete()


def _log(letter: Email, kind: str, message: str) -> None:
    Log.objects.create(email=letter, status=STATUS.failed, exception_type=kind, message=message)


def _note_away(error: Exception) -> None:
    server, _ = MailServer.objects.get_or_create(pk=MailServer.ONLY)
    if server.away_since is None:
        logger.error("the mail server is away, letters wait: %s", _words(error))
    now = timezone.now()
    rest = min(AWAY_FIRST * 2 ** min(server.failures, 10), AWAY_LONGEST)
    server.away_since = server.away_since or now
    server.next_try = now + timedelta(seconds=rest)
    server.failures += 1
    server.error = _words(error)
    server.save()


def _note_works() -> None:
    server, _ = MailServer.objects.get_or_create(pk=MailServer.ONLY)
    if server.away_since is not None:
        logger.info("the mail server works again")
    server.away_since, server.next_try, server.failures, server.error = None, None, 0, ""
    server.worked_at = timezone.now()
    server.save()


def _close(server: BaseEmailBackend) -> None:
    try:
        server.close()
    except (OSError, SMTPException) as error:
        logger.warning("saying goodbye to the mail server failed: %s", _words(error))


def _words(error: Exception) -> str:
    return (" ".join(str(error).split()) or type(error).__name__)[:ERROR_LENGTH]
