"""What rows become and what is wrong with them. Planning needs no database: these tests have none."""

from __future__ import annotations

import datetime

import pytest

from portal.imports.content import CaseContent, DistrictContent, LectureContent, SessionContent
from portal.imports.plan import Verb, plan
from tests.imports.files import CASE, LECTURE, SESSION
from tests.imports.planning import EMPTY, one, row, told

# --- what a row becomes -----------------------------------------------------------------------------


def test_a_case_becomes_fields_streams_and_districts():
    action = one(
        {**CASE, "districts": ["도봉구", "노원구"], "resources": {"cost_krw": "1,200,000원", "period": None}}
    )

    assert action.verb is Verb.CREATE
    assert action.problems == ()
    content = action.content
    assert isinstance(content, CaseContent)
    assert (content.district, content.co_districts) == ("11350", ("11320",))
    assert (
        content.values["approach"]
        == "<p>경로당 30곳에 화면을 두었습니다.</p><p>한곳에서 강사가 가르칩니다.</p>"
    )
    assert content.values["cost_krw"] == 1_200_000
    assert content.streams["sources"][0][1]["outlet"] == "전자신문"
    assert "outcomes" not in content.streams


def test_everything_in_a_text_is_escaped():
    text = '<script>alert("x")</script>\n둘째 줄 & 끝'
    content = one({**CASE, "approach": [text], "learning": [text]}).content

    assert isinstance(content, CaseContent)
    escaped = "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;"
    assert content.values["approach"] == f"<p>{escaped}<br/>둘째 줄 &amp; 끝</p>"
    assert content.values["learning"] == f"<ul><li>{escaped} 둘째 줄 &amp; 끝</li></ul>"


@pytest.mark.parametrize("written", ["노원구", "11350", "nowon-gu", "Nowon-gu", "노원", "서울시 노원구"])
def test_a_district_is_known_by_name_code_and_address(written):
    content = one({**CASE, "district": written}).content

    assert isinstance(content, CaseContent)
    assert content.district == "11350"


def test_a_case_of_the_whole_city_has_no_district():
    content = one({**CASE, "district": "서울시 전체"}).content

    assert isinstance(content, CaseContent)
    assert content.district == ""


def test_several_districts_in_one_cell_lead_and_share():
    content = one({**CASE, "district": "노원구; 도봉구"}).content

    assert isinstance(content, CaseContent)
    assert (content.district, content.co_districts) == ("11350", ("11320",))


def test_a_row_date_counts_only_where_no_source_has_one():
    dated = one({**CASE, "date": "2023-01"}).content
    undated = one({**CASE, "date": "2023. 1.", "sources": [{"outlet": "구청"}]}).content

    assert isinstance(dated, CaseContent)
    assert isinstance(undated, CaseContent)
    assert dated.values["stated_date"] == ""
    assert undated.values["stated_date"] == "2023-01"


def test_a_lecture_without_a_title_says_so():
    content = one({**LECTURE, "title": None, "language": None, "level": None}).content

    assert isinstance(content, LectureContent)
    assert content.title == "제목 미상"
    assert content.values["title_unknown"] is True
    assert content.values["language"] == ""
    assert content.values["level"] == ""


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2024", datetime.date(2024, 1, 1), "year"),
        ("2024-10", datetime.date(2024, 10, 1), "month"),
        ("2024년 10월 3일", datetime.date(2024, 10, 3), "day"),
        ("2024. 10. 3.", datetime.date(2024, 10, 3), "day"),
        ("2024-10-03 00:00:00", datetime.date(2024, 10, 3), "day"),
    ],
)
def test_dates_keep_what_is_known_of_them(text, day, precision):
    content = one({**LECTURE, "date": text}).content

    assert isinstance(content, LectureContent)
    assert (content.values["date"], content.values["date_precision"]) == (day, precision)


@pytest.mark.parametrize(
    ("affiliation", "code"),
    [
        ("노원구청 스마트도시과", "11350"),
        ("서울특별시 중구", "11140"),
        ("서울대학교", ""),
        ("㈜강남구청역", ""),
        ("", ""),
    ],
)
def test_a_speaker_speaks_for_the_district_that_the_affiliation_begins_with(affiliation, code):
    content = one({**LECTURE, "speakers": [{"name": "홍보라", "affiliation": affiliation}]}).content

    assert isinstance(content, LectureContent)
    assert content.speakers is not None
    assert content.speakers[0].district == code


def test_the_district_column_of_a_lecture_goes_to_its_speakers_where_there_are_any():
    speaker = {"name": "홍보라", "affiliation": "스마트도시과"}
    with_speaker = one({**LECTURE, "speakers": [speaker], "district": "노원구"}).content
    without = one({**LECTURE, "speakers": [], "district": "노원구"}).content

    assert isinstance(with_speaker, LectureContent)
    assert with_speaker.speakers is not None
    assert (with_speaker.speakers[0].district, with_speaker.district) == ("11350", "")
    assert isinstance(without, LectureContent)
    assert without.district == "11350"


def test_profile_values_keep_their_text():
    figure = {
        "key": "share",
        "label": "비율",
        "value": "22.0",
        "unit": "%",
        "as_of": "2024-12",
        "source": {"outlet": "행안부", "url": None},
    }
    content = one(
        {"kind": "district", "external_id": "district-11350", "title": "노원구", "profile": [figure]}
    ).content

    assert isinstance(content, DistrictContent)
    assert content.figures is not None
    assert content.figures[0]["value"] == "22.0"
    assert content.figures[0]["source_outlet"] == "행안부"
    assert content.code == "11350"


def test_a_programme_keeps_its_order_and_its_lectures():
    action = one(SESSION)

    assert isinstance(action.content, SessionContent)
    assert action.content.programme == (
        {"title": "", "speaker": "홍보라", "affiliation": "노원구청", "summary": ""},
    )
    assert action.content.links[0].target == "lecture-t1"
    assert "아직 없습니다" in told(action)["programme"]


# --- what is wrong with a row -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"kind": "person"}, "kind", "모르는 종류입니다: person"),
        ({"kind": None}, "kind", "비어 있습니다"),
        ({"external_id": ""}, "external_id", "비어 있습니다"),
        ({"external_id": "두 낱말"}, "external_id", "80자까지"),
        ({"external_id": "x" * 81}, "external_id", "80자까지"),
        ({"title": None}, "title", "비어 있습니다"),
        ({"title": "가" * 10_000}, "title", "255자까지 쓸 수 있습니다(지금 10,000자)"),
        ({"title": ["목록"]}, "title", "글자가 와야 합니다"),
        ({"summary": "가" * 601}, "summary", "600자까지"),
        ({"slug": "두 낱말!"}, "slug", "만 쓸 수 있습니다"),
        ({"district": "노온구"}, "district", "모르는 자치구입니다: 노온구 (가까운 이름: 노원구)"),
        ({"districts": ["부산"]}, "districts", "모르는 자치구입니다: 부산"),
        ({"field": "우주"}, "field", "쓸 수 없는 값입니다"),
        ({"stage": "끝"}, "stage", "쓸 수 있는 값: plan(계획)"),
        ({"licence": "9"}, "licence", "쓸 수 없는 값입니다"),
        ({"date": "2024-13"}, "date", "달력에 없는 날짜"),
        ({"date": "작년"}, "date", "읽을 수 없습니다"),
        ({"year_started": "이천년"}, "year_started", "정수가 와야"),
        ({"year_started": 20240}, "year_started", "사이여야"),
        ({"last_confirmed": "2024-10"}, "last_confirmed", "일까지"),
        ({"resources": {"cost_krw": -1}}, "resources.cost_krw", "정수가 와야"),
        ({"resources": []}, "resources", "객체가 와야"),
        ({"problem": [1]}, "problem", "글자의 목록이 와야"),
        (
            {"sources": [{"outlet": "신문", "url": "javascript:alert(1)"}]},
            "sources[1].url",
            "주소의 꼴이 아닙니다",
        ),
        ({"sources": [{"outlet": "신문"}, {"title": "매체 없음"}]}, "sources[2].outlet", "비어 있습니다"),
        ({"sources": "기사"}, "sources", "객체의 목록"),
        (
            {"outcomes": [{"type": "effect", "metric": "사고", "result": None}]},
            "outcomes[1].result",
            "비어 있습니다",
        ),
        (
            {"outcomes": [{"type": "큰 효과", "metric": "사고", "result": "1"}]},
            "outcomes[1].type",
            "쓸 수 없는 값",
        ),
        ({"timeline": [{"when": "봄", "what": "시작"}]}, "timeline[1].when", "읽을 수 없습니다"),
    ],
)
def test_what_does_not_fit_is_named_by_its_column(change, column, words):
    action = one({**CASE, **change})

    assert action.verb is Verb.ERROR
    assert action.content is None
    assert words in told(action)[column]


def test_a_long_body_is_no_error():
    assert one({**CASE, "approach": ["가" * 10_000]}).verb is Verb.CREATE


def test_one_external_id_twice_in_a_file_is_an_error_of_the_second_row():
    first, second = plan([row(CASE, 3), row({**CASE, "title": "다른 제목"}, 9)], EMPTY)

    assert first.verb is Verb.CREATE
    assert second.verb is Verb.ERROR
    assert told(second)["external_id"] == "rows.jsonl 3행에 이미 있습니다."


def test_items_that_a_kind_does_not_have_are_named():
    assert "sumary" in told(one({**CASE, "sumary": "요약"}))["sumary"]
    assert (
        "suports" in told(one({**CASE, "sources": [{"outlet": "가", "suports": []}]}))["sources[1].suports"]
    )
