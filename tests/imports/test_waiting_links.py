"""Links and tags whose target comes with a later load."""

from __future__ import annotations

import pytest

from lectures.models import ForumSession, Lecture
from portal.core.models import Tag, TagAlias
from portal.imports.models import PendingLink
from tests.factories.site import make_tag
from tests.imports.database import case
from tests.imports.files import CASE, LECTURE, SESSION, TAG, jsonl, load

pytestmark = pytest.mark.django_db


def test_links_wait_for_targets_in_later_loads(tmp_path):
    first = load(
        jsonl(tmp_path, SESSION, {**CASE, "related_lectures": ["lecture-t1", "lecture-none"]}), publish=True
    )
    assert "관련 강연 'lecture-none'가 아직 없습니다" in first
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
