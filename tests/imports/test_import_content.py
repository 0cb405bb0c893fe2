"""The command on a database: drafts, publishing, loading again, editors in between."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from wagtail.models import Page, Revision

from districts.models import CaseStudy, District
from lectures.models import ForumSession, Lecture, Speaker
from portal.core.models import Tag, TagAlias
from portal.imports.models import ImportRecord, PendingLink
from search.models import IndexJob
from tests.factories.site import make_tag
from tests.imports.files import CASE, LECTURE, SESSION, TAG, csv_file, jsonl, load, summary, xlsx

pytestmark = pytest.mark.django_db


def state() -> dict[str, int]:
    models = (Page, Revision, Tag, TagAlias, Speaker, District, IndexJob, ImportRecord, PendingLink)
    return {model.__name__: model._default_manager.count() for model in models}


def case(external_id: str = "case-t1") -> CaseStudy:
    return CaseStudy.objects.get(external_id=external_id)


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


# --- loading again ----------------------------------------------------------------------------------


def test_loading_again_changes_nothing_at_all(tmp_path):
    path = jsonl(tmp_path, TAG, SESSION, {**LECTURE, "session": "session-t1", "tags": ["iot"]}, CASE)
    load(path, publish=True)
    before = state()

    assert summary(load(path, publish=True)) == "새로 만듦 0 · 바꿈 0 · 그대로 4 · 오류 0 · 알림 0"
    assert state() == before


def test_an_editors_change_survives_loading_the_same_file(tmp_path):
    path = jsonl(tmp_path, CASE)
    load(path, publish=True)
    page = case()
    page.title = "편집자가 고친 제목"
    page.save_revision().publish()
    load(path, publish=True)

    assert case().title == "편집자가 고친 제목"


def test_a_changed_row_is_a_new_revision_and_history_keeps_the_editors(tmp_path):
    load(jsonl(tmp_path, CASE), publish=True)
    page = case()
    page.title, page.department = "편집자가 고친 제목", "스마트도시과"
    page.save_revision().publish()
    report = load(jsonl(tmp_path, {**CASE, "summary": "새 요약입니다."}), publish=True)

    assert summary(report).startswith("새로 만듦 0 · 바꿈 1 ")
    page = case()
    assert (page.title, page.summary) == ("스마트경로당", "새 요약입니다.")
    # The row says nothing about the department.
    assert page.department == "스마트도시과"
    assert "편집자가 고친 제목" in [revision.content["title"] for revision in page.revisions.all()]


def test_a_null_clears_and_an_empty_cell_says_nothing(tmp_path):
    load(jsonl(tmp_path, {**CASE, "department": "스마트도시과"}), publish=True)
    load(
        csv_file(
            tmp_path, [["kind", "external_id", "title", "department"], ["case", "case-t1", "새 제목", ""]]
        ),
        publish=True,
    )
    assert (case().title, case().department) == ("새 제목", "스마트도시과")

    load(jsonl(tmp_path, {**CASE, "department": None}), publish=True)
    assert case().department == ""


def test_a_draft_load_leaves_what_is_live_untouched(tmp_path):
    load(jsonl(tmp_path, {**CASE, "tags": []}), publish=True)
    make_tag("드론")
    load(
        jsonl(tmp_path, {**CASE, "title": "초안 제목", "district": "도봉구", "tags": ["드론"], "sources": []})
    )

    page = case()
    assert page.live
    assert page.has_unpublished_changes
    assert page.title == "스마트경로당"
    assert page.district is not None
    assert page.district.name == "노원구"
    assert page.tags.count() == 0
    assert len(page.sources) == 1
    assert page.url_path.startswith("/home/districts/nowon-gu/")
    draft = page.get_latest_revision_as_object()
    assert (draft.title, draft.district.name) == ("초안 제목", "도봉구")
    assert [tag.name for tag in draft.tags.all()] == ["드론"]


def test_a_case_moves_with_its_district_when_that_is_published(tmp_path):
    load(jsonl(tmp_path, CASE), publish=True)
    moved = jsonl(tmp_path, {**CASE, "district": "도봉구"})
    load(moved)
    assert case().url_path.startswith("/home/districts/nowon-gu/")
    load(moved, publish=True)

    assert case().url_path == "/home/districts/dobong-gu/cases/smart-senior-center/"
    load(jsonl(tmp_path, {**CASE, "district": None}), publish=True)
    assert case().url_path == "/home/cases/smart-senior-center/"


def test_an_unfinished_draft_of_an_editor_does_not_go_public(tmp_path):
    load(jsonl(tmp_path, CASE), publish=True)
    draft = case()
    draft.department, draft.title = "아직 확인 중인 부서", "고치는 중"
    draft.save_revision()
    report = load(jsonl(tmp_path, {**CASE, "summary": "새 요약입니다."}), publish=True)

    assert "편집 중이던 초안이 있습니다" in report
    assert (case().title, case().summary, case().department) == ("스마트경로당", "새 요약입니다.", "")
    assert "고치는 중" in [revision.content["title"] for revision in case().revisions.all()]


def test_what_was_taken_down_or_deleted_does_not_come_back_by_itself(tmp_path):
    path = jsonl(tmp_path, CASE, LECTURE)
    load(path, publish=True)
    case().unpublish()
    Lecture.objects.get().delete()
    load(jsonl(tmp_path, {**CASE, "title": "새 제목"}, name="changed.jsonl"), publish=True)
    report = load(path, publish=True)

    assert not case().live
    assert not Lecture.objects.exists()
    assert "지워진 자료입니다" in report
    restored = load(jsonl(tmp_path, LECTURE, name="again.jsonl"), publish=True, restore=True)
    assert summary(restored).startswith("새로 만듦 1 ")
    assert Lecture.objects.get().live


# --- links and tags that come later -----------------------------------------------------------------


def test_links_wait_for_targets_in_later_loads(tmp_path):
    first = load(
        jsonl(tmp_path, SESSION, {**CASE, "related_lectures": ["lecture-t1", "lecture-none"]}), publish=True
    )
    assert "관련 강연 'lecture-none'이(가) 아직 없습니다" in first
    assert PendingLink.objects.count() == 3
    second = load(jsonl(tmp_path, LECTURE), publish=True)

    assert "기다리던 연결 2개를 이었습니다." in second
    lecture = Lecture.objects.get()
    assert list(case().related_lectures.all()) == [lecture]
    assert ForumSession.objects.get().programme.get().lecture == lecture
    assert case().live
    assert not case().has_unpublished_changes
    assert [link.target for link in PendingLink.objects.all()] == ["lecture-none"]
    assert "기다리던" not in load(jsonl(tmp_path, LECTURE), publish=True)


def test_a_waiting_link_goes_into_an_editors_draft_without_publishing_it(tmp_path):
    load(jsonl(tmp_path, {**CASE, "related_lectures": ["lecture-t1"]}), publish=True)
    page = case()
    page.title = "고치는 중"
    page.save_revision()
    load(jsonl(tmp_path, LECTURE), publish=True)

    page = case()
    assert page.title == "스마트경로당"
    draft = page.get_latest_revision_as_object()
    assert draft.title == "고치는 중"
    assert [lecture.external_id for lecture in draft.related_lectures.all()] == ["lecture-t1"]


def test_a_lecture_moves_below_its_session_when_that_comes_later(tmp_path):
    load(jsonl(tmp_path, {**LECTURE, "session": "session-t1"}), publish=True)
    assert Lecture.objects.get().url_path == "/home/lectures/generative-ai-in-government/"
    load(jsonl(tmp_path, SESSION))
    assert Lecture.objects.get().url_path == "/home/lectures/generative-ai-in-government/"
    load(jsonl(tmp_path, SESSION), publish=True)

    lecture = Lecture.objects.get()
    assert lecture.url_path == "/home/sessions/session-t1/generative-ai-in-government/"
    assert lecture.live


def test_unknown_tags_are_left_out_until_somebody_makes_them(tmp_path):
    path = jsonl(tmp_path, {**CASE, "tags": ["드론 배송"]})
    load(path, publish=True)
    assert case().tags.count() == 0
    assert not Tag.objects.exists()
    make_tag("드론배송")
    report = load(path, publish=True)

    assert "기다리던 연결 1개를 이었습니다." in report
    assert [tag.name for tag in case().tags.all()] == ["드론배송"]


def test_unknown_tags_are_made_when_asked_to(tmp_path):
    rows = [
        {**CASE, "tags": ["드론 배송"]},
        {**CASE, "external_id": "case-t2", "tags": ["드론배송", "드론-배송"]},
    ]
    load(jsonl(tmp_path, *rows), publish=True, create_tags=True)

    assert list(Tag.objects.values_list("name", flat=True)) == ["드론 배송"]
    assert [tag.name for tag in case("case-t2").tags.all()] == ["드론 배송"]


def test_a_tag_row_keeps_the_spellings_that_editors_added(tmp_path):
    load(jsonl(tmp_path, TAG), publish=True)
    tag = Tag.objects.get()
    TagAlias.objects.create(tag=tag, name="아이오티")
    load(jsonl(tmp_path, {**TAG, "aliases": ["IoT", "사물 인터넷망"]}), publish=True)

    assert Tag.objects.get().pk == tag.pk
    assert set(tag.aliases.values_list("name", flat=True)) == {"IoT", "IoT 센서", "아이오티", "사물 인터넷망"}


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
