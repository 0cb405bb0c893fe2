"""The audit log only grows: neither the portal's code nor a statement to the database changes it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from portal.audit import protection
from portal.audit.enums import AuditAction
from portal.audit.log import record
from portal.audit.models import AppendOnly, AuditEntry
from tests.factories.site import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> AuditEntry:
    record(AuditAction.EXPORTED, by=make_user(), subject="감사 기록", detail="3줄")
    return AuditEntry.objects.latest("pk")


@pytest.fixture
def protected(entry):
    """Tests lay out rows as they need them, so the triggers are down (tests.conftest); here they are up."""
    protection.take_down(connection)
    protection.put_up(connection)
    return entry


def test_the_code_neither_changes_nor_deletes(entry):
    entry.subject = "다른 것"
    for attempt in (
        entry.save,
        entry.delete,
        AuditEntry.objects.all().delete,
        lambda: AuditEntry.objects.update(subject="다른 것"),
        lambda: AuditEntry.objects.bulk_update([entry], ["subject"]),
        lambda: AuditEntry.objects.update_or_create({"subject": "다른 것"}, pk=entry.pk),
        lambda: AuditEntry._base_manager.filter(pk=entry.pk).delete(),
    ):
        with pytest.raises(AppendOnly):
            attempt()
    assert AuditEntry.objects.get(pk=entry.pk).subject == "감사 기록"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET subject = 'x'",
        "UPDATE audit_auditentry SET at = '2000-01-01 00:00:00'",
        "DELETE FROM audit_auditentry",
    ],
)
def test_the_database_refuses_as_well(protected, statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditEntry.objects.get(pk=protected.pk).subject == "감사 기록"


def test_what_is_older_than_a_year_may_go(protected):
    AuditEntry.objects.create(action=AuditAction.EXPORTED, at=timezone.now() - timedelta(days=366))
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM audit_auditentry WHERE at < %s",
            [connection.ops.adapt_datetimefield_value(timezone.now() - timedelta(days=365))],
        )
    assert protected in AuditEntry.objects.all()
    assert not AuditEntry.objects.filter(at__lt=timezone.now() - timedelta(days=365)).exists()


def test_an_entry_is_one_line_and_as_long_as_the_table_holds(rf):
    record(
        AuditAction.EXPORTED,
        by=None,
        subject="가" * 400,
        detail="한 줄\r\n2026-01-01 다른 사람 로그인\x00\u2028끝",
        request=rf.get("/", REMOTE_ADDR="fe80::1%eth0"),
    )
    entry = AuditEntry.objects.latest("pk")
    assert entry.subject == "가" * 300
    assert entry.detail == "한 줄 2026-01-01 다른 사람 로그인 끝"
    assert (entry.address, entry.by_number) == ("fe80::1", None)
    record(AuditAction.EXPORTED, by=None, request=rf.get("/", REMOTE_ADDR="<script>"))
    assert AuditEntry.objects.latest("pk").address is None
