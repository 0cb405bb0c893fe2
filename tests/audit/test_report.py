"""The report of the audit log: who sees it, its filters, its download."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts.roles import Role, ensure_roles
from portal.audit.enums import AuditAction
from portal.audit.log import record
from portal.audit.models import AuditEntry
from tests.factories.site import make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/reports/audit/"


@pytest.fixture
def admin():
    ensure_roles()
    return make_user("admin@example.org", Role.ADMINISTRATOR)


@pytest.fixture
def desk(admin):
    client = Client()
    client.force_login(admin)
    return client


def rows(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode().removeprefix("\ufeff"))))


def test_the_log_is_for_administrators(admin):
    for role, status in ((Role.FORUM_EDITOR, 302), (Role.READER, 302), (Role.ADMINISTRATOR, 200)):
        client = Client()
        client.force_login(make_user("", role))
        for address in (ADDRESS, f"{ADDRESS}results/", f"{ADDRESS}?export=csv"):
            assert client.get(address).status_code == status, (role, address)


def test_entries_are_shown_with_names_and_escaped(desk, admin):
    gone = make_user("gone@example.org", first_name="<b>이름</b>")
    record(AuditAction.EXPORTED, by=gone, subject="<script>alert(1)</script>")
    page = desk.get(ADDRESS).content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "<b>이름" not in page
    number = gone.pk
    gone.delete()
    page = desk.get(ADDRESS).content.decode()
    assert f"지운 계정 ({number})" in page
    assert "gone@example.org" not in page


def test_filters(desk, admin):
    other = make_user("other@example.org")
    AuditEntry.objects.create(
        action=AuditAction.APPROVED,
        by_number=other.pk,
        at=timezone.now() - timedelta(days=40),
        subject="옛것",
    )
    record(AuditAction.REJECTED, by=admin, about=other, subject="새것")
    record(AuditAction.APPROVED, by=admin, subject="셋째")

    def subjects(query: str) -> set[str]:
        found = {row[4] for row in rows(desk.get(f"{ADDRESS}?export=csv&{query}"))}
        return found & {"옛것", "새것", "셋째"}

    month_ago = (timezone.localdate() - timedelta(days=30)).isoformat()
    assert subjects("") == {"옛것", "새것", "셋째"}
    assert subjects("action=approved") == {"옛것", "셋째"}
    assert subjects("action=approved&action=rejected") == {"옛것", "새것", "셋째"}
    assert subjects(f"person={other.pk}") == {"옛것", "새것"}
    assert subjects(f"at_from={month_ago}") == {"새것", "셋째"}
    assert subjects("subject=새") == {"새것"}
    assert desk.get(f"{ADDRESS}?action=nonsense&person=x&at_from=y").status_code == 200


def test_taking_the_log_out_is_an_entry_and_no_formula(desk, admin):
    record(AuditAction.EXPORTED, by=None, subject="=1+1")
    taken = rows(desk.get(f"{ADDRESS}?export=csv&action=exported"))
    assert taken[0][:3] == ["때", "한 일", "한 사람"]
    assert "'=1+1" in taken[1]
    entry = AuditEntry.objects.filter(action=AuditAction.EXPORTED).latest("pk")
    assert (entry.by_number, entry.subject) == (admin.pk, ADDRESS)
    assert entry.detail == "export=csv, action=exported"


def test_tables_of_other_reports_are_recorded_too(desk, admin):
    desk.get("/admin/reports/search-log/?export=csv&q=%EA%B9%80%EB%AF%BC%EC%A4%80")
    entry = AuditEntry.objects.filter(action=AuditAction.EXPORTED).latest("pk")
    assert entry.subject == "/admin/reports/search-log/"
    assert entry.detail == "export=csv, q=…"


def test_nobody_edits_an_entry_in_the_admin(desk, admin):
    record(AuditAction.EXPORTED, by=admin)
    entry = AuditEntry.objects.latest("pk")
    for address in (f"/admin/snippets/audit/auditentry/edit/{entry.pk}/", f"{ADDRESS}{entry.pk}/"):
        assert desk.post(address, {"subject": "x"}).status_code in (302, 404)
    assert AuditEntry.objects.get(pk=entry.pk).subject == ""


def test_twenty_entries_cost_as_many_queries_as_one(desk, admin, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            desk.get(f"{ADDRESS}results/")
        return len(found)

    record(AuditAction.EXPORTED, by=make_user())
    desk.get(f"{ADDRESS}results/")
    before = cost()
    for _ in range(20):
        record(AuditAction.EXPORTED, by=make_user(), about=make_user())
    assert cost() == before
