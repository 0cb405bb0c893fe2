"""Every listing costs the same number of queries for one row and for twenty."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from search.sync import sync_all
from tests.factories.site import make_case, make_district, make_lecture, make_session, make_speaker

pytestmark = pytest.mark.django_db

TAGS = ("돌봄", "사물인터넷")
MOST = 40
MOST_OF_A_RECORD = 48


def add_rows(first: int, count: int) -> None:
    district = make_district()
    for number in range(first, first + count):
        make_case(district=district, tags=TAGS)
        session = make_session(number, date=f"2024-01-{number:02}")
        make_lecture(session=session, speaker=make_speaker(), tags=TAGS, date="2024-02-01")


def count_queries(path: str) -> int:
    client = Client()
    client.get(path)  # fills caches that live as long as the process
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(path)
    assert response.status_code == 200, path
    return len(queries)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/en/",
        "/cases/",
        "/cases/?field=복지&tag=돌봄",
        "/districts/",
        "/districts/?field=복지",
        "/districts/table/",
        "/districts/table.csv",
        "/districts/gap/",
        "/districts/nowon-gu/",
        "/districts/nowon-gu/cases/",
        "/lectures/",
        "/lectures/?year=2024",
        "/sessions/",
        "/sessions/session-1/",
        "/speakers/",
        "/tags/",
        "/tags/돌봄/",
        "/search/?q=사례",
        "/search/",
        "/api/search/?q=강연",
        "/sitemap.xml",
        "/feed/",
        "/feed/district/nowon-gu/",
        "/feed/tag/돌봄/",
        "/api/cases.json",
        "/api/cases.csv?field=복지",
    ],
)
def test_a_listing_costs_the_same_for_one_row_and_for_twenty(path):
    add_rows(1, 1)
    make_case(district=make_district(), tags=TAGS)  # a tag page needs two items
    sync_all()
    few = count_queries(path)
    add_rows(2, 19)
    sync_all()
    many = count_queries(path)
    assert many <= few + 1, f"{path}: {few} queries for one row, {many} for twenty"
    assert many <= MOST


@pytest.mark.parametrize("kind", ["case", "lecture", "session"])
def test_a_record_costs_the_same_however_much_is_related_to_it(kind):
    district = make_district()
    case = make_case(district=district, tags=TAGS)
    session = make_session(1, date="2024-01-01")
    lecture = make_lecture(session=session, speaker=make_speaker(), tags=TAGS)
    case.related_lectures.add(lecture)
    case.save()
    path = {"case": case, "lecture": lecture, "session": session}[kind].get_url()
    add_rows(2, 1)
    few = count_queries(path)
    add_rows(3, 19)
    many = count_queries(path)
    assert many <= few + 1, f"{path}: {few} queries for one row, {many} for twenty"
    assert many <= MOST_OF_A_RECORD
