from __future__ import annotations

import pytest

from portal.accounts.roles import Role, ensure_roles
from portal.core.writing_desk import starts_for
from tests.factories.site import make_district, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    make_district()
    make_district("강남구", "Gangnam-gu", "11680")
    ensure_roles()


def test_a_district_editor_goes_straight_to_a_case_of_the_district(site, client):
    user = make_user("nowon@example.org", "노원구 편집자")
    [start] = starts_for(user)
    client.force_login(user)
    form = client.get(start.url)
    assert form.status_code == 200
    assert form.context["parent_page"].get_url() == "/districts/nowon-gu/cases/"
    assert start.url in client.get("/admin/").content.decode()


def test_the_office_may_begin_everything_and_chooses_the_district(site):
    starts = starts_for(make_user("office@example.org", Role.FORUM_EDITOR))
    assert [start.label for start in starts] == [
        "사례 쓰기",
        "강연 쓰기",
        "포럼 회차 만들기",
        "엑스포 회차 만들기",
        "상 회차 만들기",
    ]
    assert "/admin/pages/" in starts[0].url
    assert "/add/" not in starts[0].url


def test_a_reader_is_offered_nothing(site):
    assert starts_for(make_user("reader@example.org", Role.READER)) == []
