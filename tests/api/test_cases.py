"""Cases as data: whole, public, as documented, safe to open."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from jsonschema import Draft202012Validator

from districts.models import CaseStudy
from portal.api import cases as case_data
from portal.api import files
from portal.api.files import cell
from portal.api.records import CaseRecord
from tests.factories.site import make_case, make_district, make_user, restrict

pytestmark = pytest.mark.django_db
ADDRESSES = ("/api/cases.json", "/api/cases.csv")


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.getvalue().decode()


def data(client: Client, query: str = "") -> dict[str, Any]:
    return json.loads(body(client, f"/api/cases.json{query}"))


def rows(client: Client, query: str = "") -> list[dict[str, str]]:
    text = body(client, f"/api/cases.csv{query}")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def full_case() -> CaseStudy:
    """A case with every field."""
    nowon, gangnam = make_district(), make_district("강남구", "Gangnam-gu", "11680")
    case = make_case(
        "모두 있는 사례",
        district=nowon,
        slug="full",
        title_en="Full",
        summary="요약입니다.",
        problem="<p>첫 문단 &amp; 기호</p><p>둘째 문단</p>",
        approach="<ul><li>하나</li></ul>",
        cost_krw=1_200_000,
        partners="서울시\n재단",
        licence="1",
        stage="running",
        year_started=2023,
        tags=("센서",),
        sources=[{"outlet": "신문", "title": "기사", "date": "2024.8", "url": "https://news.example/1"}],
    )
    case.outcomes = [("outcome", {"type": "effect", "metric": "사고", "result": "9", "unit": "건"})]
    case.timeline = [("step", {"when": "2023", "what": "시작"})]
    case.adopted_by = [("adoption", {"who": "다른 시"})]
    case.co_districts.add(gangnam)
    case.save_revision().publish()
    return CaseStudy.objects.get(pk=case.pk)


def test_a_case_is_told_as_it_is_known(client):
    full_case()
    dataset = data(client)
    (case,) = dataset["cases"]
    assert (dataset["total"], dataset["filters"]) == (1, {})
    assert case["url"] == "http://testserver/districts/nowon-gu/cases/full/"
    assert case["district"] == {"code": "11350", "name": "노원구", "name_en": "Nowon-gu"}
    assert [district["name"] for district in case["co_districts"]] == ["강남구"]
    assert case["problem"] == "첫 문단 & 기호\n둘째 문단"
    assert case["approach"] == "하나"
    assert case["date"] == "2024-08"
    assert case["outcomes"][0] == {
        "type": "effect",
        "metric": "사고",
        "baseline": None,
        "result": "9",
        "unit": "건",
        "as_of": None,
        "method": None,
    }
    assert case["sources"][0]["date"] == "2024-08"
    assert case["partners"] == ["서울시", "재단"]
    assert case["licence_url"] == "https://www.kogl.or.kr/info/licenseType1.do"
    assert case["attribution"].endswith(case["url"])
    assert case["staff"] is None


def test_the_data_say_their_source_and_their_terms(client):
    make_case(licence="1")
    dataset = data(client)
    assert dataset["source"]["name"] == "스마트시티 서울 CDO 포럼"
    assert "licence" in dataset["licence"]["note"]
    assert dataset["licence"]["url"].startswith("https://www.kogl.or.kr/")
    (row,) = rows(client)
    assert row["licence"] == "1"
    assert row["attribution"].startswith("스마트시티 서울 CDO 포럼 지식 포털, http://testserver/cases/")


def test_the_answer_follows_its_published_schema(client):
    full_case()
    make_case("아무것도 모르는 사례", sources=[], field="")
    dataset = data(client)
    response = client.get(dataset["schema"].removeprefix("http://testserver"))
    assert response["Content-Type"] == "application/schema+json; charset=utf-8"
    schema = response.json()
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    assert list(validator.iter_errors(dataset)) == []
    dataset["cases"][0]["invented"] = 1
    dataset["cases"][1]["date"] = "2024-8"
    assert len(list(validator.iter_errors(dataset))) == 2


def test_the_table_has_a_column_for_every_field(client):
    full_case()
    (row,) = rows(client)
    assert list(row) == list(CaseRecord.model_fields)
    assert row["district"] == "노원구"
    assert row["cost_krw"] == "1200000"
    assert row["partners"] == "서울시\n재단"
    assert row["outcomes"] == "type=effect; metric=사고; result=9; unit=건"
    assert row["staff"] == ""
    (korean,) = rows(client, "?header=ko")
    assert (korean["제목"], korean["자치구"]) == ("모두 있는 사례", "노원구")
    assert korean["성과"] == "갈래=effect; 지표=사고; 값=9; 단위=건"
    assert len(korean) == len(row), "two columns of one name"


@pytest.mark.parametrize("text", ["=1+1", "+82", "-3", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_text_is_never_a_formula(client, text):
    assert str(cell(text)).startswith("'")
    make_case(f"{text.strip()}제목", summary=text)
    (row,) = rows(client)
    assert row["title"].startswith("'") == (text.strip()[0] in "=+-@")
    assert row["summary"].startswith("'") or not row["summary"].strip()


def test_numbers_stay_numbers():
    assert (cell(-5), cell(None), cell(0)) == (-5, "", 0)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?district=노원구", {"가", "나"}),
        ("?district=11350", {"가", "나"}),
        ("?district=nowon-gu&field=교통", {"가"}),
        ("?district=노원구&district=강남구", {"가", "나", "다"}),
        ("?field=교통&field=복지", {"가", "나", "다"}),
        ("?year=2023", {"다"}),
        ("?year=1999", set()),
        ("?tag=센서", {"나"}),
        ("?tag=없는태그", set()),
        ("?stage=running", {"다"}),
        ("?outcome=none", {"가", "나", "다"}),
        ("?outcome=effect", set()),
        ("?utm_source=x", {"가", "나", "다"}),
    ],
)
def test_the_filters_are_those_of_the_list(client, query, titles):
    nowon, gangnam = make_district(), make_district("강남구", "Gangnam-gu", "11680")
    make_case("가", district=nowon, field="교통")
    make_case("나", district=nowon, tags=("센서",))
    make_case("다", district=gangnam, stage="running", sources=[{"outlet": "자료", "date": "2023"}])
    from portal.core.models import Tag

    Tag.objects.update(group="technology")
    assert {case["title"] for case in data(client, query)["cases"]} == titles
    assert {row["title"] for row in rows(client, query)} == titles


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("name", "value"),
    [("district", "아틀란티스"), ("field", "x"), ("stage", "x"), ("outcome", "x"), ("year", "언제")],
)
def test_a_wrong_value_is_refused_by_name(client, address, name, value):
    make_case()
    response = client.get(address, {name: value})
    assert response.status_code == 400
    error = response.json()["error"]
    assert error["parameter"] == name
    assert value in error["message"]


def test_the_header_of_the_table_is_one_of_two(client):
    assert client.get("/api/cases.csv?header=fr").json()["error"]["parameter"] == "header"


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_what_anybody_may_see_is_given_to_anybody(client, address):
    make_case("보이는 사례")
    before = body(client, address)
    restrict(make_case("은닉 사례", tags=("은닉태그",)))
    make_case("초안", live=False)
    client.force_login(make_user(is_superuser=True))
    assert body(client, address) == before


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_did_not_change_is_not_sent_again(client, address):
    case = make_case("하나")
    first = client.get(address)
    first.getvalue()
    headers = {"If-None-Match": first["ETag"]}
    assert client.get(address, headers=headers).status_code == 304
    assert first["Access-Control-Allow-Origin"] == "*"
    assert "public" in first["Cache-Control"]
    case.title = "둘"
    case.save()
    again = client.get(address, headers=headers)
    assert again.status_code == 200
    assert "둘" in again.getvalue().decode()


def test_queries_grow_with_batches_and_not_with_cases(client, monkeypatch):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            data(client)
        return len(captured)

    district = make_district()
    for _ in range(3):
        make_case(district=district, tags=("센서",))
    data(client)
    few = queries()
    for _ in range(12):
        make_case(district=district, tags=("센서",))
    assert queries() == few
    monkeypatch.setattr(case_data, "BATCH", 5)
    assert len(data(client)["cases"]) == 15


def test_a_large_file_lies_on_disk_while_it_is_sent(monkeypatch):
    monkeypatch.setattr(files, "IN_MEMORY", 10)
    spooled = files.spool(iter(["한국어 글자", "x" * 50]))
    with spooled.file as file:
        assert file._rolled
        content = file.read()
    assert len(content) == spooled.size
    assert content.decode().startswith("한국어")


def test_no_cases_are_an_answer_too(client):
    assert data(client)["cases"] == []
    assert rows(client) == []


def test_a_list_leads_to_its_own_data(client):
    nowon = make_district()
    make_case("가", district=nowon, field="교통")
    make_case("나", district=nowon)
    make_case("다", field="교통")
    for address, titles in (
        ("/cases/?field=교통&sort=title", {"가", "다"}),
        ("/districts/nowon-gu/cases/?field=교통", {"가"}),
        ("/en/districts/nowon-gu/cases/", {"가", "나"}),
    ):
        links = [
            html.unescape(link)
            for link in re.findall(r'href="(/api/cases[^"]+)"', client.get(address).content.decode())
        ]
        table, records = links
        assert table.startswith("/api/cases.csv?header=ko")
        text = body(client, table).removeprefix("\ufeff")
        assert {row["제목"] for row in csv.DictReader(io.StringIO(text, newline=""))} == titles
        assert {case["title"] for case in json.loads(body(client, records))["cases"]} == titles
