"""A member, somebody else, the office, and the post that answers."""

from __future__ import annotations

import pytest
from django.test import Client

from portal.community.members.enums import PostRole
from portal.community.members.models import Post
from tests.factories.site import make_district, make_user


@pytest.fixture(autouse=True)
def _site(fixed_site, settings):
    settings.OFFICE_EMAIL = "office@example.org"


@pytest.fixture
def member():
    return make_user("member@example.org", district=make_district())


@pytest.fixture
def other():
    return make_user("other@example.org")


@pytest.fixture
def officer():
    return make_user("officer@example.org", "포럼 편집자")


def browser_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def client(member) -> Client:
    """The member's browser."""
    return browser_of(member)


@pytest.fixture
def others_client(other) -> Client:
    return browser_of(other)


@pytest.fixture
def office(officer) -> Client:
    return browser_of(officer)


@pytest.fixture
def post() -> Post:
    return Post.objects.create(district=make_district(), role=PostRole.SMART_CITY, unit="스마트도시과")
