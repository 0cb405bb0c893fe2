"""How long things are kept. The worker asks every hour; each part deletes a limited number at once."""

from __future__ import annotations

from datetime import timedelta

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone

from portal.audit.models import AuditEntry
from portal.joining.domain.ask import CONFIRM_WITHIN
from portal.joining.domain.rules import account_rules
from portal.joining.enums import RequestState
from portal.joining.models import AccountRequest, Invitation

MOST_AT_ONCE = 1000
#: Failed sign-ins serve the lock; what is worth keeping is in the audit log.
ATTEMPTS_KEPT = timedelta(days=30)


def forget_old() -> int:
    """Delete what has been kept long enough; returns how many rows. Letters have a chore of their own."""
    return _audit() + _requests() + _invitations() + _sessions() + _attempts()


def _audit() -> int:
    before = timezone.now() - timedelta(days=account_rules().audit_days)
    keys = list(AuditEntry.objects.filter(at__lt=before).values_list("pk", flat=True)[:MOST_AT_ONCE])
    # The log refuses any other deletion; its trigger lets go of what is old enough.
    found = AuditEntry.objects.filter(pk__in=keys)
    return found._raw_delete(found.db) if keys else 0


def _requests() -> int:
    now = timezone.now()
    never_confirmed = Q(
        state__in=(RequestState.UNCONFIRMED, RequestState.KNOWN),
        created_at__lt=now - CONFIRM_WITHIN - timedelta(days=1),
    )
    decided = Q(decided_at__lt=now - timedelta(days=account_rules().request_days))
    return AccountRequest.objects.filter(never_confirmed | decided).delete()[0]


def _invitations() -> int:
    rules, now = account_rules(), timezone.now()
    kept = timedelta(days=rules.request_days)
    ended = Q(sent_at__lt=now - kept - timedelta(days=rules.invitation_days))
    closed = Q(used_at__lt=now - kept) | Q(taken_back_at__lt=now - kept)
    return Invitation.objects.filter(ended | closed).delete()[0]


def _sessions() -> int:
    return Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]


def _attempts() -> int:
    return AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - ATTEMPTS_KEPT).delete()[0]
