"""When nothing is found: other spellings, fewer filters, and a request to the editors."""

from __future__ import annotations

import datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.core.open_forms import MOST_PER_HOUR
from search.case_requests import forget_old
from search.models import CaseRequest
from tests.search.fakes import record

PATH = "/search/request/"


def page(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def test_without_results_the_page_helps(client, shelve):
    shelve(
        record("case", 1, "임플란트 지원", districts=("노원구",)),
        record("case", 2, "비밀조직 명단", audience="login"),
    )
    answer = client.get("/search/?q=임플란트&district=강남구")
    assert answer.context["results"] == []
    link = page(answer).find("a", string="사례 요청하기")["href"]
    form = page(client.get(link))
    assert form.select_one("#id_query")["value"] == "임플란트"
    assert form.select_one("option[selected]")["value"] == "강남구"
    assert [item["count"] for item in answer.context["loosenings"]] == [1]


def test_near_spellings_are_links_and_tell_nothing_hidden(client, shelve):
    shelve(
        record("case", 1, "임플란트 지원"),
        record("case", 2, "비밀조직 명단", audience="login"),
    )
    answer = client.get("/search/?q=임플런트&asis=1&year=1999")
    (near,) = answer.context["nearest"]
    assert near["text"] == "임플란트"
    assert client.get(near["url"].replace("year=1999", "")).context["response"].total == 1
    assert client.get("/search/?q=비밀조작&asis=1").context["nearest"] == []


def test_a_request_is_kept_for_the_editors(client, shelves, admin_client):
    sent = client.post(
        PATH, {"query": " 스마트  쉼터 ", "district": "11350", "text": "비용", "contact": "", "website": ""}
    )
    assert sent.status_code == 302
    assert "요청을 받았습니다" in client.get(sent["Location"]).content.decode()
    kept = CaseRequest.objects.get()
    assert (kept.query, kept.district, kept.text, kept.contact, kept.done) == (
        "스마트 쉼터",
        "노원구",
        "비용",
        "",
        False,
    )
    listed = admin_client.get(reverse("wagtailsnippets_search_caserequest:list"))
    assert "스마트 쉼터" in listed.content.decode()


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"query": ""},
        {"query": " \u200b "},
        {"query": "가" * 201},
        {"query": "가\x00나", "text": "다" * 1001},
    ],
)
def test_what_cannot_be_kept_is_said(client, shelves, data):
    answer = client.post(PATH, data)
    assert answer.status_code == 422
    assert page(answer).select_one("[role=alert]")
    assert not CaseRequest.objects.exists()


def test_programs_and_floods_leave_nothing(client, shelves):
    assert client.post(PATH, {"query": "광고", "website": "http://x"}).status_code == 302
    assert not CaseRequest.objects.exists()
    CaseRequest.objects.bulk_create(CaseRequest(query="가") for _ in range(MOST_PER_HOUR))
    assert client.post(PATH, {"query": "나"}).status_code == 422
    assert CaseRequest.objects.count() == MOST_PER_HOUR


def test_other_sites_cannot_send_it(shelves):
    assert Client(enforce_csrf_checks=True).post(PATH, {"query": "가"}).status_code == 403


def test_old_requests_are_forgotten(db):
    old, new = CaseRequest.objects.create(query="가"), CaseRequest.objects.create(query="나")
    before = timezone.now() - datetime.timedelta(days=CaseRequest.KEPT_DAYS, hours=1)
    CaseRequest.objects.filter(pk=old.pk).update(created_at=before)
    assert forget_old() == 1
    assert list(CaseRequest.objects.all()) == [new]
