"""No way around the checklist: form, bulk, workflow, schedule, copy and import stop where the desk does."""

from __future__ import annotations

import datetime

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision, Workflow

from lectures.domain.checklist import page_blocks
from lectures.models import Lecture, LectureIndexPage, Recording
from search.scheduled import publish_due
from tests.factories.recordings import make_recording
from tests.factories.site import make_lecture, make_session, make_user
from tests.imports.files import jsonl, load
from tests.test_desk_writes import form_of

pytestmark = pytest.mark.django_db

PHONE = "문의는 010-1234-5678로 합니다."
VIDEO = "https://youtu.be/abc"
#: What the scripts of the form add.
NO_BLOCKS = {"body-count": "0", "attachments-count": "0", "sources-count": "0"}


@pytest.fixture
def office(client):
    client.force_login(make_user(is_superuser=True, is_staff=True))
    return client


def draft(**fields) -> Lecture:
    return make_lecture("초안 강연", live=False, **fields)


def is_live(lecture: Lecture) -> bool:
    return Lecture.objects.get(pk=lecture.pk).live


def give_reason(lecture: Lecture) -> None:
    Recording.objects.create(lecture=lecture, no_transcript_reason="말이 없는 영상입니다.")


def by_form(office, lecture):
    address = f"/admin/pages/{lecture.pk}/edit/"
    return office.post(address, {**form_of(office, address), **NO_BLOCKS, "action-publish": "1"}, follow=True)


def in_bulk(office, lecture):
    address = f"/admin/bulk/wagtailcore/page/publish/?next=/admin/pages/&id={lecture.pk}"
    return office.post(address, {"include_descendants": ""}, follow=True)


def by_workflow(office, lecture):
    """Whoever approves last publishes."""
    call_command("setup_site", verbosity=0)
    workflow = Workflow.objects.get()
    workflow.start(lecture, make_user())
    task = lecture.current_workflow_task_state
    return office.post(
        f"/admin/pages/workflow/action/{lecture.pk}/approve/{task.pk}/", {"comment": ""}, follow=True
    )


def on_schedule(office, lecture):
    """The time has come for what was scheduled when nothing was wrong."""
    due = timezone.now() - datetime.timedelta(minutes=1)
    Revision.objects.filter(pk=lecture.latest_revision_id).update(approved_go_live_at=due)
    publish_due()


WAYS = [by_form, in_bulk, by_workflow, on_schedule]


@pytest.mark.parametrize("way", WAYS)
def test_a_video_without_words_is_stopped_and_said_why(office, way):
    lecture = draft(recording_url=VIDEO)
    answer = way(office, lecture)
    assert not is_live(lecture)
    told = (
        answer.content.decode()
        if answer is not None
        else PageLogEntry.objects.get(action="lectures.held").data["why"]
    )
    assert "장애인차별금지법" in told
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()


@pytest.mark.parametrize("way", WAYS)
def test_a_recorded_reason_lifts_it(office, way):
    lecture = draft(recording_url=VIDEO)
    give_reason(lecture)
    way(office, lecture)
    assert is_live(lecture)


@pytest.mark.parametrize("way", WAYS)
def test_personal_data_in_the_body_is_stopped(office, way):
    lecture = draft(summary=PHONE)
    way(office, lecture)
    assert not is_live(lecture)


def test_what_is_public_stays_as_it_was(office):
    lecture = make_lecture("공개된 강연", summary="옛 요약")
    lecture.summary = PHONE
    lecture.save_revision().publish()
    lecture.refresh_from_db()
    assert (lecture.live, lecture.summary) == (True, "옛 요약")
    assert "010-1234" in lecture.get_latest_revision_as_object().summary


def test_a_new_page_published_at_once_is_stopped_as_well(office):
    parent = LectureIndexPage.objects.get(pk=make_lecture().get_parent().pk)
    address = f"/admin/pages/add/lectures/lecture/{parent.pk}/"
    data = {**form_of(office, address), **NO_BLOCKS, "title": "새 강연", "slug": "new", "summary": PHONE}
    answer = office.post(address, {**data, "action-publish": "1"})
    made = Lecture.objects.get(title="새 강연")
    assert not made.live
    assert answer["Location"] == f"/admin/lectures/{made.pk}/recording/"
    # There the reason can be given, although there is no recording.
    office.post(answer["Location"], {"action": "publish", "personal_data_reason": "대표 번호입니다."})
    made.refresh_from_db()
    assert made.live
    assert not made.recording.published


def test_a_copy_has_no_captions_and_is_not_public(office):
    lecture = make_lecture("영상 강연", recording_url=VIDEO)
    make_recording(lecture, "말", media=False)
    address = f"/admin/pages/{lecture.pk}/copy/"
    data = {"new_title": "사본", "new_slug": "copy", "new_parent_page": lecture.get_parent().pk}
    office.post(address, {**data, "publish_copies": "on"})
    assert not Lecture.objects.get(title="사본").live
    assert is_live(lecture)


def test_a_session_is_not_published_past_a_lecture_that_waits(office):
    session = make_session(3, live=False)
    lecture = draft(session=session, summary=PHONE)
    answer = office.post(f"/admin/sessions/{session.pk}/publish/", follow=True)
    session.refresh_from_db()
    assert not session.live
    assert "초안 강연" in answer.content.decode()
    assert not is_live(lecture)


def test_captions_changed_in_public_are_taken_back_when_they_must_not_be_seen(office):
    lecture = make_lecture("공개된 강연")
    recording = make_recording(lecture, "처음 말")
    desk = f"/admin/lectures/{lecture.pk}/recording/"
    srt = f"1\n00:00:01,000 --> 00:00:03,000\n{PHONE}\n"
    answer = office.post(desk, {"action": "captions", "language": "ko", "text": srt}, follow=True)
    recording.refresh_from_db()
    assert not recording.published
    assert "녹화를 내렸습니다" in answer.content.decode()
    office.post(desk, {"action": "publish", "personal_data_reason": "대표 번호입니다."})
    recording.refresh_from_db()
    assert recording.published
    # The reason was given for that number, not for the next one.
    more = f"{srt}\n2\n00:00:04,000 --> 00:00:06,000\n010-9999-8888\n"
    office.post(desk, {"action": "captions", "language": "ko", "text": more})
    recording.refresh_from_db()
    assert not recording.published


ROW = {"kind": "lecture", "external_id": "l-1", "title": "들여온 강연", "recording_url": VIDEO}


def test_an_import_fails_the_row_and_says_why(tmp_path):
    done = load(jsonl(tmp_path, ROW), publish=True)
    assert not Lecture.objects.exists()
    assert "장애인차별금지법" in done
    load(jsonl(tmp_path, {**ROW, "no_transcript_reason": "말이 없는 영상입니다."}), publish=True)
    lecture = Lecture.objects.get()
    assert lecture.live
    assert page_blocks(lecture) == []


@pytest.mark.parametrize("address", ["https://video.example/1", "http://youtu.be/abc"])
def test_an_import_takes_addresses_of_allowed_providers_only(tmp_path, address):
    done = load(jsonl(tmp_path, {**ROW, "recording_url": address}))
    assert "youtube.com" in done
    assert not Lecture.objects.exists()
