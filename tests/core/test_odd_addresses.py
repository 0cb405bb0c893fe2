"""Addresses that no database can look up are answered like any that is not there."""

from __future__ import annotations

import pytest

from portal.accounts.roles import ensure_roles
from tests.factories.site import make_case, make_district

pytestmark = pytest.mark.django_db
# PostgreSQL takes no NUL in a text.
ODD = (
    "/%00/",
    "/en/%00/",
    "/speakers/%00/",
    "/districts/%00/",
    "/districts/nowon-gu/cases/%00/",
    "/documents/1/%00",
    "/nothing/?x=%00",
    "/cases/?tag=%00&district=%00&technology=%00&page=%00",
    "/lectures/?tag=%00&speaker=%00",
    "/sessions/?tag=%00&page=%00",
    "/search/?tag=%00&q=%00",
    "/api/search/?tag=%00",
    "/login/?next=%00",
)


@pytest.mark.parametrize("address", ODD)
def test_a_nul_breaks_nothing(client, address):
    district = make_district()
    ensure_roles()
    make_case(district=district)
    assert client.get(address).status_code in (200, 400, 404)
