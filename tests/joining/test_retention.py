"""What is kept for how long, as the administrators set it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from portal.audit import protection
from portal.audit.models import AuditEntry
from portal.core.models import AccountRules
from portal.joining.domain.retention import forget_old
from portal.joining.enums import RequestState
from portal.joining.models import AccountRequest, Invitation
from search import chores

pytestmark = pytest.mark.django_db


def ago(days: float):
    return timezone.now() - timedelta(days=days)


def test_the_audit_log_is_kept_as_long_as_it_is_set():
    protection.take_down(connection)
    protection.put_up(connection)
    for days in (1, 400, 731):
        AuditEntry.objects.create(action="exported", at=ago(days))
    forget_old()
    assert AuditEntry.objects.count() == 2
    AccountRules.objects.create(audit_days=365)
    forget_old()
    assert AuditEntry.objects.count() == 1
    with pytest.raises(ValidationError):
        AccountRules(audit_days=30).full_clean()


def test_requests_and_invitations():
    AccountRequest.objects.create(email="a@go.kr", created_at=ago(5))
    AccountRequest.objects.create(email="b@go.kr", created_at=ago(5), state=RequestState.KNOWN)
    AccountRequest.objects.create(email="c@go.kr", created_at=ago(500), state=RequestState.WAITING)
    AccountRequest.objects.create(
        email="d@go.kr", created_at=ago(99), decided_at=ago(91), state=RequestState.REFUSED
    )
    AccountRequest.objects.create(
        email="e@go.kr", created_at=ago(99), decided_at=ago(89), state=RequestState.REFUSED
    )
    Invitation.objects.create(email="a@go.kr", sent_at=ago(80))
    Invitation.objects.create(email="b@go.kr", sent_at=ago(105))
    Invitation.objects.create(email="c@go.kr", sent_at=ago(95), used_at=ago(91))
    forget_old()
    assert set(AccountRequest.objects.values_list("email", flat=True)) == {"c@go.kr", "e@go.kr"}
    assert set(Invitation.objects.values_list("email", flat=True)) == {"a@go.kr"}


def test_sessions_that_ended_and_failures():
    Session.objects.create(session_key="old", session_data="", expire_date=ago(0.1))
    Session.objects.create(session_key="new", session_data="", expire_date=ago(-0.1))
    for days in (1, 31):
        attempt = AccessAttempt.objects.create(
            username=f"{days}@x.kr", ip_address="192.0.2.1", failures_since_start=1
        )
        AccessAttempt.objects.filter(pk=attempt.pk).update(attempt_time=ago(days))
    assert forget_old() == 2
    assert Session.objects.get().session_key == "new"
    assert AccessAttempt.objects.get().username == "1@x.kr"


def test_the_worker_does_it():
    names = {chore.name for chore in chores.each()}
    assert {"retention", "dormant accounts", "old letters"} <= names
