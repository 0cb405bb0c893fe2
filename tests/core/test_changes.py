"""The state of the site is another one after every change that readers can see, and after no other."""

from __future__ import annotations

import threading

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Collection, Locale, Page

from portal.core import changes
from portal.core.models import Change, Tag
from search.models import IndexJob


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ('SELECT "a" FROM "wagtailcore_page"', False),
        ("  select 1 FOR UPDATE", False),
        ("SAVEPOINT x", False),
        ("PRAGMA journal_mode=WAL", False),
        ('INSERT INTO "core_tag" ("name") VALUES (%s)', True),
        ('INSERT OR IGNORE INTO "core_tag" ("name") VALUES (%s)', True),
        ("insert into core_tag (name) values (1)", True),
        ('DELETE FROM "core_tag" WHERE "id" = %s', True),
        ('UPDATE "core_tag" SET "name" = %s WHERE "id" = %s', True),
        ('INSERT INTO "a_table_of_tomorrow" ("x") VALUES (%s)', True),
        ('INSERT INTO "search_indexjob" ("source") VALUES (%s)', False),
        ('UPDATE "django_session" SET "expire_date" = %s WHERE "session_key" = %s', False),
        ('UPDATE "accounts_user" SET "last_login" = %s WHERE "accounts_user"."id" = %s', False),
        ('UPDATE "accounts_user" SET "name" = %s, "last_login" = %s WHERE "id" = %s', True),
        (
            'UPDATE "wagtailcore_page" SET "latest_revision_id" = %s, "draft_title" = %s WHERE "id" = %s',
            False,
        ),
        ('UPDATE "wagtailcore_page" SET "locked" = %s WHERE "wagtailcore_page"."title" = %s', False),
        ('UPDATE "wagtailcore_page" SET "latest_revision_id" = NULL, "live" = %s WHERE "id" = %s', True),
        ('UPDATE "wagtailcore_page" SET "draft_title" = "title" WHERE "id" = %s', True),
        ("UPDATE wagtailcore_page SET path = 1", True),
        ('UPDATE "wagtailcore_page" SET "draft_title" = (SELECT 1), "owner_id" = %s', True),
        ('INSERT INTO "core_portalrendition" ("x") VALUES (%s)', True),
        ('DELETE FROM "core_portalrendition" WHERE "id" IN (%s)', True),
        ('WITH x AS (DELETE FROM "core_tag" RETURNING *) SELECT * FROM x', True),
        ('TRUNCATE "core_tag", "wagtailcore_page"', True),
        ('ALTER TABLE "core_tag" ADD COLUMN "x" integer', True),
    ],
)
def test_which_statements_count(statement: str, expected: bool) -> None:
    assert changes.shows(statement) is expected


@pytest.mark.django_db
def test_every_table_named_as_unseen_exists() -> None:
    gone = (changes.UNSEEN | set(changes.UNSEEN_COLUMNS)) - set(connection.introspection.table_names())
    # The admin of Django is not installed; the full-text table is SQLite's.
    assert gone <= {"django_admin_log", "wagtailsearch_indexentry_fts"}


@pytest.mark.django_db
def test_inside_a_transaction_the_state_is_unknown() -> None:
    with pytest.raises(changes.Unknown):
        changes.state()


@pytest.mark.django_db
def test_a_change_that_was_rolled_back_to_a_savepoint_does_not_hide_the_next() -> None:
    def rows() -> int:
        return Change.objects.count()

    before = rows()
    with transaction.atomic():
        Tag.objects.create(name="하나", slug="one")
        assert rows() == before + 1
        transaction.set_rollback(True)
    assert rows() == before
    Tag.objects.create(name="둘", slug="two")
    Tag.objects.create(name="셋", slug="three")
    assert rows() == before + 1


@pytest.mark.django_db(transaction=True)
class TestCommitted:
    def test_the_state_changes_with_what_readers_see(self) -> None:
        tag = Tag.objects.create(name="돌봄", slug="care")
        states = [changes.state()]

        def differs() -> bool:
            states.append(changes.state())
            return states[-1] not in states[:-1]

        Tag.objects.filter(pk=tag.pk).update(name="안전")
        assert differs()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE core_tag SET name = 'x'")
        assert differs()
        with transaction.atomic():
            tag.delete()
        assert differs()
        with connection.cursor() as cursor:
            cursor.executemany("DELETE FROM core_tag WHERE id = %s", [(1,), (2,)])
        assert differs()

    def test_the_state_stays_when_readers_see_nothing_of_it(self) -> None:
        Locale.objects.get_or_create(language_code="ko")
        if Collection.get_first_root_node() is None:
            Collection.add_root(name="Root")
        root = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
        page = root.add_child(title="Seite", slug="seite")
        before = changes.state()
        Session.objects.create(session_key="x", session_data="", expire_date=timezone.now())
        IndexJob.objects.create(source="page", object_id=1)
        for number in range(3):
            page.title = f"Entwurf {number}"
            page.save_revision()
        assert Page.objects.get(pk=page.pk).has_unpublished_changes
        assert changes.state() == before
        page.get_latest_revision().publish()
        assert changes.state() != before

    def test_what_was_rolled_back_is_no_change(self) -> None:
        before = changes.state()
        with transaction.atomic():
            Tag.objects.create(name="돌봄", slug="care")
            transaction.set_rollback(True)
        assert changes.state() == before

    def test_few_rows_are_kept(self, monkeypatch) -> None:
        monkeypatch.setattr(changes, "KEPT_ROWS", 8)
        seen = set()
        for number in range(120):
            Tag.objects.update_or_create(slug="care", defaults={"name": f"돌봄 {number}"})
            seen.add(changes.state())
        assert len(seen) == 120
        assert Change.objects.count() < 100

    def test_changes_that_commit_in_another_order_than_they_began(self) -> None:
        """On a server the later number can be seen first; the state must differ all the same."""
        if connection.vendor == "sqlite":
            connection.close()
        first, second, done = threading.Event(), threading.Event(), []

        def slow() -> None:
            try:
                with transaction.atomic():
                    Tag.objects.create(name="늦게", slug="late")
                    first.set()
                    if connection.vendor != "sqlite":
                        second.wait(10)
            finally:
                connection.close()
                done.append(True)

        thread = threading.Thread(target=slow)
        thread.start()
        assert first.wait(10)
        if connection.vendor == "sqlite":
            thread.join(10)
        Tag.objects.create(name="먼저", slug="early")
        between = changes.state()
        second.set()
        thread.join(10)
        assert done
        if connection.vendor != "sqlite":
            assert changes.state() != between
        assert set(Tag.objects.values_list("slug", flat=True)) == {"late", "early"}
