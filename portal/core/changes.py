"""Which state of the site the database holds, so that kept pages are thrown away exactly when it changes.

Every statement that writes is watched, whoever sends it: a signal does not fire for `QuerySet.update` or a raw
statement. Unless it writes only what no public page shows, a row of `Change` goes into the same transaction. The
state is read with one small query and is another one as soon as the change can be seen, in every process.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, Error, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from portal.core.models.changes import Change

Execute = Callable[[Any, Any, bool, dict[str, Any]], Any]

#: Tables that no public page is made from. Any other table counts, also one that is added later.
UNSEEN = frozenset(
    {
        "account_emailaddress",
        "account_emailconfirmation",
        "attachments_attachmentcheck",
        "audit_auditentry",
        "bookmarks_bookmark",
        "bookmarks_position",
        "bookmarks_savedsearch",
        "axes_accessattempt",
        "axes_accessattemptexpiration",
        "axes_accessfailurelog",
        "axes_accesslog",
        "core_change",
        "digests_digest",
        "digests_digestchoice",
        "django_admin_log",
        "django_session",
        "django_tasks_database_dbtaskresult",
        "home_errorreport",
        "ideas_commentreport",
        "imports_importrecord",
        "imports_pendinglink",
        "members_casecheck",
        "members_holding",
        "members_member",
        "members_member_topics",
        "letters_handover",
        "letters_mailserver",
        "mfa_authenticator",
        "post_office_attachment",
        "post_office_attachment_emails",
        "post_office_email",
        "post_office_emailtemplate",
        "post_office_log",
        "questions_speakercontact",
        "joining_accountrequest",
        "joining_dormancy",
        "joining_invitation",
        "search_audiencekey",
        "search_caserequest",
        "search_indexjob",
        "search_searchcount",
        "search_searchday",
        "search_searchpassage",
        "socialaccount_socialaccount",
        "socialaccount_socialapp",
        "socialaccount_socialtoken",
        "wagtailadmin_editingsession",
        "wagtailadmin_formstate",
        "wagtailcore_apitoken",
        "wagtailcore_comment",
        "wagtailcore_commentreply",
        "wagtailcore_modellogentry",
        "wagtailcore_pagelogentry",
        "wagtailcore_pagesubscription",
        "wagtailcore_referenceindex",
        "wagtailcore_revision",
        "wagtailcore_taskstate",
        "wagtailcore_uploadedfile",
        "wagtailcore_workflowstate",
        "wagtailsearch_indexentry",
        "wagtailsearch_indexentry_fts",
        "wagtailusers_userprofile",
    }
)
#: Columns of other tables that no public page shows: what saving a draft, locking and signing in write.
UNSEEN_COLUMNS = {
    "accounts_user": frozenset({"last_login"}),
    # Pages show what is alike by the index: where it has come to matters, that it is alive does not.
    "search_indexstate": frozenset({"checked_at", "error", "pending", "updated_at", "words"}),
    "wagtailcore_page": frozenset(
        {
            "draft_title",
            "has_unpublished_changes",
            "latest_revision_created_at",
            "latest_revision_id",
            "live_revision_id",
            "locked",
            "locked_at",
            "locked_by_id",
            "owner_id",
        }
    ),
}
KEPT_ROWS = 256
_READS = re.compile(
    r"\s*\(*(SELECT|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|PRAGMA|SET|SHOW|EXPLAIN|DECLARE|FETCH|CLOSE)\b",
    re.I,
)
_WRITE = re.compile(r'\s*(INSERT|UPDATE|DELETE)\s+(?:OR\s+\w+\s+)?(?:INTO\s+|FROM\s+)?"?(\w+)"?', re.I)
_ASSIGNED = re.compile(r'"(\w+)" = (?:%s|NULL|\d+)(?:, |$)')
_tables_known: set[str] = set()


class Unknown(Exception):
    """The state cannot be told: inside a transaction, or the database does not answer."""


def state() -> str:
    """The state of the site as the database holds it now; one query. Raises Unknown.

    Whoever keeps something under a state has to read the state first: what is read afterwards is as new or newer,
    and something newer is never asked for under the older state.
    """
    # A transaction sees its own changes before there is a state of them for others.
    if connections[DEFAULT_DB_ALIAS].in_atomic_block:
        raise Unknown
    try:
        return read_state()
    except Error as error:
        raise Unknown from error


def read_state() -> str:
    """The state as this connection sees it."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT COUNT(*), MAX(id), SUM(token) FROM core_change")
        return "-".join(map(str, cursor.fetchone()))


def connect() -> None:
    """Watch the connections of this process, now and later."""
    connection_created.connect(_watch, dispatch_uid="core-changes")
    for connection in connections.all(initialized_only=True):
        _watch(connection)


def _watch(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if connection.alias == DEFAULT_DB_ALIAS and noticed not in connection.execute_wrappers:
        # At the front: others take the last one off again.
        connection.execute_wrappers.insert(0, noticed)


def noticed(execute: Execute, sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Run a statement and, where readers may see what it writes, note that in its transaction."""
    statement = sql if isinstance(sql, str) else str(sql)
    if not shows(statement):
        return execute(sql, params, many, context)
    connection: BaseDatabaseWrapper = context["connection"]
    if connection.in_atomic_block or not connection.get_autocommit():
        result = execute(sql, params, many, context)
        _note_once(connection)
        return result
    if _must_stand_alone(connection, statement):
        result = execute(sql, params, many, context)
        _note(connection)
        return result
    with transaction.atomic(using=connection.alias):
        result = execute(sql, params, many, context)
        _note(connection)
        return result


def shows(statement: str) -> bool:
    """Whether what the statement writes may be on a public page; also for statements that are not understood."""
    if _READS.match(statement):
        return False
    written = _WRITE.match(statement)
    if written is None:
        return True
    verb, table = written[1].upper(), written[2].lower()
    if table in UNSEEN:
        return False
    return not (
        verb == "UPDATE" and table in UNSEEN_COLUMNS and _assigned(statement) <= UNSEEN_COLUMNS[table]
    )


def _assigned(statement: str) -> set[str]:
    """The columns that an UPDATE sets; with "*" among them when that is not plain to see."""
    assignments = statement.partition(" SET ")[2].partition(" WHERE ")[0]
    columns = set(_ASSIGNED.findall(assignments))
    return columns if columns and not _ASSIGNED.sub("", assignments) else columns | {"*"}


def _must_stand_alone(connection: BaseDatabaseWrapper, statement: str) -> bool:
    """What cannot be wrapped in a transaction: SQLite commits no statement whose rows are still being read."""
    return _WRITE.match(statement) is None or (connection.vendor == "sqlite" and " RETURNING " in statement)


def _note_once(connection: BaseDatabaseWrapper) -> None:
    """Once in a transaction. Hooks on commit go with the savepoint that they were made in, as the row does."""
    if connection.in_atomic_block:
        if any(hook[1] is _noted for hook in connection.run_on_commit):
            return
        connection.on_commit(_noted)
    _note(connection)


def _noted() -> None:
    """Stands among the hooks on commit as long as the row of this transaction is there."""


def _note(connection: BaseDatabaseWrapper) -> None:
    if not _has_table(connection):
        return
    token = secrets.randbelow(1 << 40)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO core_change (token) VALUES (%s)", [token])
        if token % KEPT_ROWS == 0:
            cursor.execute(
                "DELETE FROM core_change WHERE id < (SELECT MAX(id) FROM core_change) - %s", [KEPT_ROWS]
            )


def _has_table(connection: BaseDatabaseWrapper) -> bool:
    """False only while the database is being set up."""
    name = str(connection.settings_dict["NAME"])
    if name not in _tables_known and Change._meta.db_table in connection.introspection.table_names():
        _tables_known.add(name)
    return name in _tables_known
