"""The report of what is searched for: who may see it, what it adds up, what it leads to."""

from __future__ import annotations

import csv
import datetime
import io

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from search.counting import report
from search.counting.models import SearchCount, SearchDay
from tests.factories.site import make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/reports/search-log/"
TODAY = timezone.localdate()
MONDAY = report.week_of(TODAY)


@pytest.fixture
def site(db):
    call_command("setup_site", verbosity=0)


def signed_in(role: str) -> Client:
    client = Client()
    user = make_user()
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return client


@pytest.fixture
def office(site) -> Client:
    return signed_in("포럼 편집자")


@pytest.fixture
def searched(db) -> None:
    week_ago = TODAY - datetime.timedelta(days=7)
    rows = [
        {"day": TODAY, "query": "쉼터", "searches": 5, "found": 9, "field": "교통", "opened": 2},
        {"day": TODAY, "query": "쉼터", "filters": "kind=case", "ranked": 2, "rank_sum": 5, "field": "교통"},
        {"day": week_ago, "query": "쉼터", "searches": 4, "found": 9, "field": "교통", "opened": 1},
        {"day": TODAY, "query": "디지털 배움터", "searches": 3, "empty": 3, "district": "노원구"},
        {"day": TODAY, "query": "경로당", "searches": 2, "found": 4, "field": "복지"},
        {"day": TODAY, "query": "=cmd|calc", "searches": 1, "empty": 1},
        {"day": TODAY, "query": "되돌린 말", "searches": 0, "opened": 1},
    ]  # fmt: skip
    for row in rows:
        SearchCount.objects.create(**row)
    SearchDay.objects.create(day=TODAY, searches=12, withheld=1)
    SearchDay.objects.create(day=week_ago, searches=4)


def rows_of(client: Client, **chosen: str) -> list[list[str]]:
    answer = client.get(ADDRESS, {**chosen, "export": "csv"})
    text = answer.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))[1:]


def test_popular_queries_are_added_up_over_days(office, searched):
    assert [row[:2] for row in rows_of(office)] == [
        ["쉼터", "9"], ["디지털 배움터", "3"], ["경로당", "2"], ["'=cmd|calc", "1"]
    ]  # fmt: skip
    assert rows_of(office)[0] == ["쉼터", "9", "0", "9", "5", "2.5", "3", "교통", ""]


def test_a_week_and_a_field_narrow_them(office, searched):
    assert rows_of(office, week=MONDAY.isoformat())[0][:2] == ["쉼터", "5"]
    assert [row[0] for row in rows_of(office, field="복지")] == ["경로당"]
    nowhere = rows_of(office, field="-", week=MONDAY.isoformat())
    assert [row[0] for row in nowhere] == ["디지털 배움터", "'=cmd|calc"]


def test_queries_without_results_and_without_clicks(office, searched):
    assert [row[0] for row in rows_of(office, about="empty")] == ["디지털 배움터", "'=cmd|calc"]
    assert [row[0] for row in rows_of(office, about="unopened")] == ["경로당"]


def test_each_row_says_what_to_do_next(office, searched):
    page = office.get(ADDRESS, {"about": "empty"}).content.decode()
    assert "모두 16번 찾았습니다" in page
    assert "글을 남기지 않은 검색: 1번" in page
    form = office.get("/admin/snippets/search/caserequest/add/?query=디지털+배움터&district=노원구")
    assert 'value="디지털 배움터"' in form.content.decode()
    assert 'value="노원구"' in form.content.decode()
    assert "query=%EB%94%94" in page
    assert "/admin/pages/add/districts/casestudy/" in page


def test_the_number_of_queries_does_not_follow_the_rows(office, searched, django_assert_max_num_queries):
    office.get(ADDRESS)
    for number in range(30):
        SearchCount.objects.create(day=TODAY, query=f"말 {number}", searches=1, found=1)
    with django_assert_max_num_queries(30):
        office.get(ADDRESS)


def test_wrong_filters_are_named_and_break_nothing(office, searched):
    for wrong in ({"week": "2026-99-99"}, {"about": "x"}, {"field": "없음"}, {"p": "99"}):
        assert office.get(ADDRESS, wrong).status_code in (200, 404)


def test_only_the_office_sees_it(site, searched):
    for role in ("노원구 편집자", "열람"):
        client = signed_in(role)
        assert client.get(ADDRESS).status_code in (302, 403)
        assert "쉼터" not in client.get(ADDRESS, follow=True).content.decode()
        assert "search-log" not in client.get("/admin/", follow=True).content.decode()
    assert Client().get(ADDRESS).status_code == 302
    assert "search-log" in signed_in("관리자").get("/admin/").content.decode()
