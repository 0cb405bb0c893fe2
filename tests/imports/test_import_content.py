"""The command on a database: drafts, publishing, several files, rows that fail."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from districts.models import CaseStudy, District
from lectures.models import ForumSession, Lecture, Speaker
from portal.core.models import Tag
from portal.imports.models import ImportRecord, PendingLink
from search.models import IndexJob
from tests.imports.database import case, state
from tests.imports.files import CASE, LECTURE, SESSION, TAG, csv_file, jsonl, load, summary, xlsx

pytestmark = pytest.mark.django_db


# --- making -----------------------------------------------------------------------------------------


def test_a_dry_run_reports_everything_and_writes_nothing(tmp_path):
    path = jsonl(tmp_path, TAG, SESSION, LECTURE, CASE, {**CASE, "external_id": "bad", "field": "우주"})
    before = state()
    dry = load(path, dry_run=True, publish=True)

    assert state() == before
    assert summary(dry) == "새로 만듦 4 · 바꿈 0 · 그대로 0 · 오류 1 · 알림 0"
    real = load(path, publish=True)
    rows = [line for line in dry.splitlines() if line.startswith("  ")]
    assert rows == [line for line in real.splitlines() if line.startswith("  ")]
    assert "  5행 bad: 오류 · 스마트경로당" in rows
    assert real.endswith("EXIT 1: 1건에 오류가 있습니다. 나머지는 들어갔습니다.\n")


def test_everything_of_a_published_row_is_there(tmp_path):
    row = {
        **CASE,
        "districts": ["도봉구"],
        "tags": ["iot 센서", "사물인터넷"],
        "resources": {"cost_krw": 400000000, "cost_note": "총액", "period": "2024", "staff": None},
        "outcomes": [{"type": "effect", "metric": "이용", "unit": "명", "baseline": "10", "result": "20"}],
        "timeline": [{"when": "2024-03", "what": "시작"}],
        "learning": ["먼저 물어봅니다."],
        "partners": ["노원경찰서", "대학"],
        "adopted_by": [{"who": "도봉구", "how": "따라 함", "when": "2025"}],
        "related_lectures": ["lecture-t1"],
    }
    assert summary(load(jsonl(tmp_path, row, LECTURE, TAG), publish=True)).startswith("새로 만듦 3 ")

    page = case()
    assert page.url_path == "/home/districts/nowon-gu/cases/smart-senior-center/"
    assert page.live
    assert not page.has_unpublished_changes
    assert page.live_revision_id == page.latest_revision_id
    assert (page.date, page.date_precision, page.outcome_level) == (
        datetime.date(2025, 3, 2),
        "day",
        "effect",
    )
    assert [district.name for district in page.co_districts.all()] == ["도봉구"]
    assert [tag.name for tag in page.tags.all()] == ["사물인터넷"]
    assert page.cost_krw == 400000000
    assert page.outcomes[0].value["result"] == "20"
    assert page.timeline[0].value["what"] == "시작"
    assert page.partners == "노원경찰서\n대학"
    assert page.adopted_by[0].value["who"] == "도봉구"
    assert [lecture.title for lecture in page.related_lectures.all()] == ["생성형 AI와 행정"]
    tag = Tag.objects.get(external_id="tag-iot")
    assert (tag.name_en, tag.group) == ("Internet of Things", "technology")
    assert set(tag.aliases.values_list("name", flat=True)) == {"IoT", "IoT 센서"}


def test_without_publish_pages_are_drafts_and_a_later_load_publishes_them(tmp_path):
    path = jsonl(tmp_path, CASE)
    report = load(path)

    assert "초안으로 넣었습니다" in report
    page = case()
    assert not page.live
    assert page.has_unpublished_changes
    assert page.latest_revision_id
    assert summary(load(path)) == "새로 만듦 0 · 바꿈 0 · 그대로 1 · 오류 0 · 알림 0"
    assert summary(load(path, publish=True)) == "새로 만듦 0 · 바꿈 1 · 그대로 0 · 오류 0 · 알림 0"
    assert case().live
    assert case().revisions.count() == 1


def test_speakers_are_one_person_per_name_and_keep_their_affiliation(tmp_path):
    other = {
        **LECTURE,
        "external_id": "lecture-t2",
        "title": "둘째 강연",
        "speakers": [{"name": "홍보라", "affiliation": "서울디지털재단", "role": None}, {"name": "이두리"}],
    }
    load(jsonl(tmp_path, LECTURE, other), publish=True)

    assert set(Speaker.objects.values_list("name", "slug", "external_id")) == {
        ("홍보라", "홍보라", "speaker-홍보라"),
        ("이두리", "이두리", "speaker-이두리"),
    }
    talks = Speaker.objects.get(name="홍보라").talks.order_by("pk")
    assert [(talk.affiliation, talk.district and talk.district.name) for talk in talks] == [
        ("노원구청 스마트도시과", "노원구"),
        ("서울디지털재단", None),
    ]


def test_lectures_live_below_their_session_and_the_programme_leads_to_them(tmp_path):
    load(jsonl(tmp_path, {**LECTURE, "session": "session-t1"}, SESSION), publish=True)

    lecture, session = Lecture.objects.get(), ForumSession.objects.get()
    assert lecture.url_path == "/home/sessions/session-t1/generative-ai-in-government/"
    assert session.programme.get().lecture == lecture
    assert not session.has_unpublished_changes
    assert not PendingLink.objects.exists()


def test_a_district_row_fills_figures_and_page(tmp_path):
    figures = [
        {
            "key": key,
            "label": key,
            "value": value,
            "unit": "%",
            "as_of": "2024-12",
            "source": {"outlet": "통계청"},
        }
        for key, value in (("b", 22.0), ("a", 7))
    ]
    row: dict[str, Any] = {"kind": "district", "external_id": "district-11350", "title": "노원구"}
    row |= {"title_en": "Nowon-gu", "slug": "nowon-gu", "summary": "첫 요약", "profile": figures}
    load(jsonl(tmp_path, row), publish=True)

    district = District.objects.get(code="11350")
    assert [(figure.key, figure.value) for figure in district.figures.all()] == [("b", "22.0"), ("a", "7")]
    assert district.page.summary == "첫 요약"
    assert district.page.live

    # Without publishing, what readers see stays: the summary waits in a draft, the figures for the next load.
    later = jsonl(tmp_path, {**row, "summary": "새 요약", "profile": figures[:1]})
    load(later)
    district = District.objects.get(code="11350")
    assert district.figures.count() == 2
    assert district.page.summary == "첫 요약"
    assert district.page.get_latest_revision_as_object().summary == "새 요약"
    load(later, publish=True)
    district = District.objects.get(code="11350")
    assert district.figures.count() == 1
    assert district.page.summary == "새 요약"


def test_address_names_are_unique_and_come_from_the_english_title_or_the_identifier(tmp_path):
    bare = {key: value for key, value in CASE.items() if key not in ("slug", "title_en")}
    rows = [CASE, {**CASE, "external_id": "case-t2"}, {**bare, "external_id": "case-t3"}]
    rows.append({**bare, "external_id": "case-t4", "title_en": "Smart senior center"})
    load(jsonl(tmp_path, *rows), publish=True)

    assert list(CaseStudy.objects.order_by("path").values_list("slug", flat=True)) == [
        "smart-senior-center",
        "smart-senior-center-2",
        "case-t3",
        "smart-senior-center-3",
    ]


@pytest.mark.parametrize("write", [csv_file, xlsx])
def test_a_table_with_the_least_columns_is_enough(tmp_path, write):
    header = ["kind", "external_id", "title", "summary", "body", "district", "tags", "date"]
    rows = [
        header,
        ["case", "f-1", "가로등", "요약", "첫 문단\n둘째 문단", "노원구", "IoT, 없는 태그", "2024-10"],
        ["lecture", "f-2", "특강", "요약", "첫 문단\n둘째 문단", "", "IoT", "2024-10-01"],
    ]
    load(jsonl(tmp_path, TAG), publish=True)
    report = load(write(tmp_path, rows), publish=True)

    assert summary(report) == "새로 만듦 2 · 바꿈 0 · 그대로 0 · 오류 0 · 알림 1"
    assert "모르는 태그 '없는 태그'" in report
    page = case("f-1")
    assert page.live
    assert page.approach == "<p>첫 문단</p><p>둘째 문단</p>"
    assert (page.date, page.date_precision) == (datetime.date(2024, 10, 1), "month")
    assert [tag.name for tag in page.tags.all()] == ["사물인터넷"]
    lecture = Lecture.objects.get(external_id="f-2")
    assert lecture.body[0].value.source == "<p>첫 문단</p><p>둘째 문단</p>"
    assert lecture.url_path == "/home/lectures/f-2/"


# --- several files, several failures ----------------------------------------------------------------


def test_files_are_loaded_together_and_reported_apart(tmp_path):
    cases = jsonl(tmp_path, {**CASE, "tags": ["iot"]}, "{", name="cases.jsonl")
    tags = jsonl(tmp_path, TAG, name="tags.jsonl")
    report = load(cases, tmp_path / "none.csv", tags, publish=True)

    assert summary(report) == "새로 만듦 2 · 바꿈 0 · 그대로 0 · 오류 2 · 알림 0"
    assert [tag.name for tag in case().tags.all()] == ["사물인터넷"]
    lines = report.splitlines()
    assert lines.index(str(cases)) < lines.index(str(tmp_path / "none.csv")) < lines.index(str(tags))
    assert any(line.startswith("  2행: 오류 JSON이 아닙니다") for line in lines)


def test_a_row_that_fails_while_it_is_saved_loses_nothing_else(tmp_path, monkeypatch, caplog):
    from portal.imports.apply import run

    def failing(content, external_id, *args, **kwargs):
        if external_id == "case-t2":
            raise RuntimeError("disk on fire")
        return save_case(content, external_id, *args, **kwargs)

    save_case = run.save_case
    monkeypatch.setattr(run, "save_case", failing)
    rows = [{**CASE, "external_id": f"case-t{number}", "slug": f"c-{number}"} for number in (1, 2, 3)]
    report = load(jsonl(tmp_path, *rows), publish=True)

    assert set(CaseStudy.objects.values_list("external_id", flat=True)) == {"case-t1", "case-t3"}
    assert "예상하지 못한 오류입니다(RuntimeError: disk on fire)" in report
    assert "EXIT 1" in report
    assert not ImportRecord.objects.filter(external_id="case-t2").exists()


def test_every_loaded_page_is_announced_to_the_index(tmp_path):
    load(jsonl(tmp_path, CASE), publish=True)

    assert IndexJob.objects.filter(source="page", object_id=case().pk).exists()
