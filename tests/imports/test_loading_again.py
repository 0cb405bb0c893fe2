"""Loading a second time: nothing new changes nothing, and editors in between keep their work."""

from __future__ import annotations

import pytest

from lectures.models import Lecture
from tests.factories.site import make_tag
from tests.imports.database import case, state
from tests.imports.files import CASE, LECTURE, SESSION, TAG, csv_file, jsonl, load, summary

pytestmark = pytest.mark.django_db


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
