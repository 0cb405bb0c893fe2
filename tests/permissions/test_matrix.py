"""Every address of ours x every role, as the table says. A new address without a line fails."""

from __future__ import annotations

from copy import deepcopy

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils.encoding import iri_to_uri

from tests.permissions.addresses import names
from tests.permissions.rules import ANONYMOUS, ROLES, Try, rules
from tests.permissions.stage import PASSWORD, Stage, set_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(db, own_data, scenes) -> Stage:
    return scenes.enter("permissions", set_up)


def sign_in(stage: Stage, role: str) -> Client:
    """The browser of somebody in that role, who signed in a moment ago."""
    client = Client(raise_request_exception=False)
    if role != ANONYMOUS:
        email = stage.people[role].email
        client.post("/login/", {"username": email, "password": PASSWORD})
        assert "_auth_user_id" in client.session, role
    return client


def gets_in(client: Client, asked: Try) -> bool:
    """Whether the request reaches what it asked for. What it changes is undone."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = getattr(client, asked.method)(iri_to_uri(asked.path))
        if response.streaming:
            list(response.streaming_content)
        transaction.set_rollback(True)
    client.cookies = cookies
    assert response.status_code < 500, asked
    return not _is_refused(response, asked.path)


def _is_refused(response: HttpResponseBase, path: str) -> bool:
    if response.status_code in (301, 302):
        target = response["Location"].partition("?")[0]
        starts = {reverse("login"), reverse("account_reauthenticate"), reverse("wagtailadmin_home")}
        return target in starts and target != path.partition("?")[0]
    return response.status_code in (403, 404, 410)


def test_every_address_has_a_line(stage):
    assert names() == set(rules(stage))


def test_no_line_is_empty(stage):
    assert [name for name, tries in rules(stage).items() if not tries] == []


@pytest.mark.parametrize("role", ROLES)
def test_who_gets_in_where(stage, role):
    client = sign_in(stage, role)
    wrong = [
        f"{name}: {asked.method} {asked.path} {'is closed' if role in asked.who else 'is open'}"
        for name, tries in rules(stage).items()
        for asked in tries
        if gets_in(client, asked) != (role in asked.who)
    ]
    assert wrong == []


def test_every_level_is_met(stage):
    """The table tells roles apart: no two of them may do exactly the same."""
    tries = [asked for found in rules(stage).values() for asked in found]
    allowed = {role: frozenset(asked.path for asked in tries if role in asked.who) for role in ROLES}
    alike = {(a, b) for a in ROLES for b in ROLES if a < b and allowed[a] == allowed[b]}
    assert alike == {("office", "superuser")}
