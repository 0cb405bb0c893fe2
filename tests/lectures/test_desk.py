"""The editor's desk: captions with faults, correcting cues at the same time, what stops a publication, one upload."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from lectures.models import Lecture, Recording
from portal.attachments.domain import queue
from portal.attachments.models import AttachmentPart
from portal.core.enums import CheckState
from portal.core.models import PortalDocument
from search.sync import sync_all
from tests.factories.recordings import make_recording, some_mp3
from tests.factories.site import make_lecture, make_session, make_user

pytestmark = pytest.mark.django_db

SRT = (
    "1\n00:00:01,000 --> 00:00:02,500\n정지선 이야기입니다.\n\n2\n00:00:03,000 --> 00:00:05,000\n끝입니다.\n"
)
BROKEN = SRT.replace("00:00:03,000 --> 00:00:05,000", "00:00:03,000 --> 금요일")


@pytest.fixture
def editor(client):
    client.force_login(make_user(is_superuser=True, is_staff=True))
    return client


@pytest.fixture
def lecture():
    return make_lecture("강연")


def desk(lecture: Lecture) -> str:
    return f"/admin/lectures/{lecture.pk}/recording/"


def post(client, lecture, action, **data):
    return client.post(desk(lecture), {"action": action, **data})


def test_only_editors_of_the_lecture_come_in(lecture, client):
    assert client.get(desk(lecture)).status_code == 302
    client.force_login(make_user(is_staff=True))
    assert client.get(desk(lecture)).status_code in (302, 403)
    assert client.get("/admin/lectures/upload/").status_code in (302, 403)


def test_looking_makes_no_recording(lecture, editor):
    assert editor.get(desk(lecture)).status_code == 200
    assert not Recording.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp949"])
def test_captions_are_taken_in_their_encoding(lecture, editor, encoding):
    file = SimpleUploadedFile("자막.srt", SRT.encode(encoding))
    assert post(editor, lecture, "captions", language="ko", file=file).status_code == 302
    assert [cue.text for cue in lecture.recording.cues.all()] == ["정지선 이야기입니다.", "끝입니다."]


def test_a_fault_names_the_line_and_nothing_is_lost(lecture, editor):
    make_recording(lecture, "옛 자막")
    answer = post(
        editor, lecture, "captions", language="ko", file=SimpleUploadedFile("a.srt", BROKEN.encode())
    )
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "6번째 줄" in html
    assert "금요일" in answer.context["draft"]
    assert [cue.text for cue in lecture.recording.cues.all()] == ["옛 자막"]
    # It is still there when the editor comes back, and can be mended in the field.
    assert "금요일" in editor.get(desk(lecture)).context["draft"]
    post(editor, lecture, "captions", language="ko", text=BROKEN.replace("금요일", "00:00:05,000"))
    assert lecture.recording.cues.count() == 2


def test_a_text_without_times_is_taken_and_said(lecture, editor):
    answer = editor.post(
        desk(lecture), {"action": "captions", "language": "ko", "text": "시각 없는 대본"}, follow=True
    )
    assert "시각이 없는 대본으로 받았습니다" in answer.content.decode()
    assert Recording.objects.get().plain_transcript == "시각 없는 대본"


def cue_data(client, lecture, **changes):
    """The form as the page shows it, with changes by field name."""
    context = client.get(desk(lecture)).context
    data = {"action": "cues", "language": "ko", "version": context["recording"].version}
    for row in context["rows"]:
        for name in ("start", "end", "speaker", "text", "chapter"):
            data[f"{name}-{row.pk}"] = getattr(row, name)
    return {**data, **changes}


def test_cues_and_chapters_are_corrected_in_one_form(lecture, editor):
    recording = make_recording(lecture, "하나", "둘", "셋")
    one, two, three = recording.cues.all()
    changes = {
        f"text-{one.pk}": "고친 하나",
        f"chapter-{two.pk}": "둘째 장 | Second",
        f"drop-{three.pk}": "on",
        f"start-{two.pk}": "00:00:05.500",
    }
    assert editor.post(desk(lecture), cue_data(editor, lecture, **changes)).status_code == 302
    assert [(cue.start_ms, cue.text) for cue in recording.cues.all()] == [(0, "고친 하나"), (5500, "둘")]
    assert [(c.start_ms, c.title, c.title_en) for c in recording.chapters.all()] == [
        (5500, "둘째 장", "Second")
    ]


def test_what_somebody_else_saved_first_is_not_overwritten(lecture, editor):
    recording = make_recording(lecture, "하나", "둘")
    one, two = recording.cues.all()
    mine, other = cue_data(editor, lecture), cue_data(editor, lecture)
    editor.post(desk(lecture), {**other, f"text-{one.pk}": "남이 고친 하나"})
    answer = editor.post(desk(lecture), {**mine, f"text-{two.pk}": "내가 고친 둘"})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "내가 고친 둘" in html
    assert "남이 고친 하나" in html
    assert [cue.text for cue in recording.cues.all()] == ["남이 고친 하나", "둘"]


def test_the_autosave_sends_only_what_changed(lecture, editor):
    recording = make_recording(lecture, "하나", "둘")
    one = recording.cues.first()
    recording.refresh_from_db()
    data = {"action": "cues", "language": "ko", "version": recording.version, f"text-{one.pk}": "저절로"}
    answer = editor.post(desk(lecture), data, headers={"X-Requested-With": "autosave"})
    assert answer.json() == {"saved": True, "version": recording.version + 1}
    assert [cue.text for cue in recording.cues.all()] == ["저절로", "둘"]
    late = editor.post(desk(lecture), data, headers={"X-Requested-With": "autosave"})
    assert late.status_code == 409


@pytest.mark.parametrize("wrong", ["", "내일", "00:99:00"])
def test_a_wrong_time_is_told_and_nothing_is_stored(lecture, editor, wrong):
    recording = make_recording(lecture, "하나")
    cue = recording.cues.get()
    data = cue_data(editor, lecture, **{f"start-{cue.pk}": wrong, f"text-{cue.pk}": "고친 글"})
    answer = editor.post(desk(lecture), data)
    assert answer.status_code == 422
    assert "고친 글" in answer.content.decode()
    assert recording.cues.get().text == "하나"


def test_without_captions_publishing_stops_until_there_is_a_reason(lecture, editor):
    recording = make_recording(lecture, published=False)
    answer = post(editor, lecture, "publish")
    assert answer.status_code == 422
    assert "장애인차별금지법" in answer.content.decode()
    recording.refresh_from_db()
    assert not recording.published
    post(editor, lecture, "publish", no_transcript_reason="음악만 있습니다.")
    recording.refresh_from_db()
    assert recording.published
    assert (recording.no_transcript_reason, recording.published_by) != ("", None)


def test_personal_data_in_captions_stops_publishing(lecture, editor):
    recording = make_recording(lecture, "전화는 010-1234-5678입니다.", published=False)
    answer = post(editor, lecture, "publish")
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "0:00: 전화번호" in html
    assert "010-1234-5678" not in html.split("desk-cues")[0]
    post(editor, lecture, "publish", personal_data_reason="대표 전화입니다.")
    recording.refresh_from_db()
    assert recording.published


def test_those_who_may_not_publish_cannot(lecture, client):
    recording = make_recording(lecture, "말", published=False)
    client.force_login(make_user(is_staff=True))
    assert post(client, lecture, "publish").status_code in (302, 403)
    recording.refresh_from_db()
    assert not recording.published


def test_a_file_that_is_no_media_is_refused_whatever_its_name(lecture, editor):
    answer = post(editor, lecture, "media", file=SimpleUploadedFile("talk.mp4", b"MZ" + b"\0" * 5000))
    assert answer.status_code == 422
    assert "동영상이나 소리 파일이 아닙니다" in answer.content.decode()
    post(editor, lecture, "media", file=SimpleUploadedFile("talk.exe", some_mp3()))
    recording = Recording.objects.get()
    assert (recording.media_type, recording.file_name) == ("audio/mpeg", "talk.mp3")
    assert recording.duration_ms > 5000


def hwpx() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/hwp+zip")
        archive.writestr("Contents/header.xml", "<x/>")
    return content.getvalue()


def test_files_dropped_together_become_a_published_lecture_that_is_found(editor):
    session = make_session(5, live=False)
    files = [
        SimpleUploadedFile("무엇.bin", some_mp3()),
        SimpleUploadedFile("자막.txt", SRT.encode("cp949")),
        SimpleUploadedFile("자료.hwpx", hwpx()),
        SimpleUploadedFile("이상한.xyz", bytes(range(1, 255)) * 9),
    ]
    answer = editor.post(
        "/admin/lectures/upload/", {"title": "새 강연", "parent": session.pk, "uploads": files}, follow=True
    )
    html = answer.content.decode()
    for told in ("무엇.bin: 녹화", "자막.txt: 자막", "자료.hwpx: 첨부 파일", "이상한.xyz: 받지 않음"):
        assert told in html
    lecture = Lecture.objects.get(title="새 강연")
    assert not lecture.live
    assert PortalDocument.objects.get().filename.endswith(".hwpx")
    assert (
        lecture.get_latest_revision_as_object().attachments[0].value["document"].pk
        == PortalDocument.objects.get().pk
    )
    assert post(editor, lecture, "session").status_code == 302
    lecture.refresh_from_db()
    session.refresh_from_db()
    assert lecture.live
    assert session.live
    sync_all()
    results = editor.get("/search/", {"q": "정지선"}).context["results"]
    assert [result.title for result in results] == ["새 강연"]


def test_the_upload_tells_of_each_file_while_the_page_stays(editor, client):
    session = make_session(5)
    files = [
        SimpleUploadedFile("소리.mp3", some_mp3()),
        SimpleUploadedFile("자막.srt", BROKEN.encode()),
        SimpleUploadedFile("자료.txt", "읽을거리입니다.".encode()),
        SimpleUploadedFile("그림.png", b"\x89PNG\r\n\x1a\n" + bytes(200)),
    ]
    quietly = {"X-Requested-With": "upload"}
    data = {"title": "새 강연", "parent": session.pk, "uploads": files}
    told = editor.post("/admin/lectures/upload/", data, headers=quietly).json()
    assert [(one["name"], one["refused"]) for one in told["files"]] == [
        ("소리.mp3", False),
        ("자막.srt", False),
        ("자료.txt", False),
        ("그림.png", True),
    ]
    assert "6번째 줄" in told["files"][1]["said"]
    waiting = editor.get(told["state"]).json()["files"]
    assert [(one["document"], one["waits"]) for one in waiting] == [(told["files"][2]["document"], True)]
    queue.read_next()
    (done,) = editor.get(told["state"]).json()["files"]
    assert not done["waits"]
    assert "읽음" in done["said"]
    assert "읽음" in editor.get(told["desk"]).content.decode()
    # Nothing to make a lecture of: the page stays and says so.
    nothing = editor.post("/admin/lectures/upload/", {**data, "uploads": []}, headers=quietly)
    assert nothing.status_code == 422
    assert nothing.json()["errors"]
    client.force_login(make_user(is_staff=True))
    assert client.get(told["state"]).status_code in (302, 403)


def test_a_session_waits_for_all_its_lectures(editor):
    session = make_session(6, live=False)
    ready, waiting = (
        make_lecture("다 된", session=session, live=False),
        make_lecture("덜 된", session=session, live=False),
    )
    make_recording(ready, "말", published=False)
    make_recording(waiting, published=False)
    answer = post(editor, ready, "session")
    assert answer.status_code == 422
    assert "덜 된" in answer.content.decode()
    session.refresh_from_db()
    ready.refresh_from_db()
    assert not session.live
    assert not ready.live


@override_settings(RECORDING_MAX_BYTES=1000)
def test_too_large_is_refused_before_anything_is_read(lecture, editor):
    answer = post(editor, lecture, "media", file=SimpleUploadedFile("talk.mp3", some_mp3(2_000_000)))
    assert answer.status_code == 413
    assert not Recording.objects.exists()


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("https://youtu.be/abc", True),
        ("https://www.youtube.com/watch?v=abc", True),
        ("http://youtu.be/abc", False),
        ("https://video.example/1", False),
        ("https://youtube.com.evil.example/1", False),
    ],
)
def test_only_addresses_of_allowed_providers_are_taken(lecture, address, fits):
    from django.core.exceptions import ValidationError

    lecture.recording_url = address
    found = ""
    try:
        lecture.full_clean()
    except ValidationError as error:
        found = " ".join(error.message_dict)
    assert found == ("" if fits else "recording_url")


def test_the_file_goes_with_the_recording_and_with_the_one_that_replaces_it(
    lecture, editor, django_capture_on_commit_callbacks
):
    recording = make_recording(lecture, "말")
    storage, first = recording.file.storage, recording.file.name
    with django_capture_on_commit_callbacks(execute=True):
        post(editor, lecture, "media", file=SimpleUploadedFile("neu.mp3", some_mp3(9000)))
    recording.refresh_from_db()
    assert not storage.exists(first)
    assert storage.exists(recording.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        lecture.delete()
    assert not storage.exists(recording.file.name)


def slides_of(lecture: Lecture) -> PortalDocument:
    """An attachment of three pages, checked and open."""
    document = PortalDocument.objects.create(
        title="발표.pdf", file=ContentFile(b"%PDF-", name="slides.pdf"), check_state=CheckState.OPEN
    )
    for page, text in enumerate(("표지", "정지선을 지키는 기술", "예산과 일정"), 1):
        AttachmentPart.objects.create(document=document, ordinal=page, locator=f"page={page}", text=text)
    lecture.attachments = [("attachment", {"document": document, "label": ""})]
    lecture.save()
    lecture.save_revision()
    return document


def test_slides_stand_beside_what_is_said(lecture, editor, client):
    recording = make_recording(lecture, *(f"말 {n}." for n in range(12)))
    document = slides_of(lecture)
    wrong = post(editor, lecture, "slides", document=document.pk, slides="0:00 1\n내일 2")
    assert wrong.status_code == 422
    assert "2번째 줄" in wrong.content.decode()
    post(editor, lecture, "slides", document=document.pk, slides="0:00 1\n0:31 3쪽")
    assert [(one.start_ms, one.page) for one in recording.slides.all()] == [(0, 1), (31_000, 3)]
    html = client.get(lecture.get_url()).content.decode()
    assert html.index("슬라이드 1쪽") < html.index('id="t25"') < html.index("슬라이드 3쪽")
    assert f"/files/{document.pk}/?page=3#p3" in html
    document.check_state = CheckState.HELD
    document.save()
    editor.logout()
    assert "예산과 일정" not in client.get(lecture.get_url()).content.decode()


def test_slides_come_up_with_the_chapter_of_their_title(lecture, editor):
    recording = make_recording(
        lecture, "하나.", "둘.", chapters=[(0, "표지", ""), (5000, "예산과  일정", "")]
    )
    document = slides_of(lecture)
    post(editor, lecture, "slides-from-chapters", document=document.pk)
    assert [(one.start_ms, one.page) for one in recording.slides.all()] == [(0, 1), (5000, 3)]


def test_slides_of_two_files_stand_side_by_side(lecture, editor, client):
    recording = make_recording(lecture, *(f"말 {n}." for n in range(12)))
    first = slides_of(lecture)
    second = PortalDocument.objects.create(
        title="부록.pdf", file=ContentFile(b"%PDF-", name="more.pdf"), check_state=CheckState.OPEN
    )
    blocks = [("attachment", {"document": one, "label": ""}) for one in (first, second)]
    lecture.attachments = blocks
    lecture.save()
    lecture.save_revision()
    post(editor, lecture, "slides", document=first.pk, slides="0:00 1\n0:31 3")
    post(editor, lecture, "slides", document=second.pk, slides="0:31 7")
    sheets = editor.get(desk(lecture)).context["sheets"]
    assert [sheet.text for sheet in sheets] == ["0:00 1\n0:31 3", "0:31 7"]
    html = client.get(lecture.get_url()).content.decode()
    said = html[html.index('id="t25"') :]
    assert (
        said.index("슬라이드 3쪽")
        < said.index("발표.pdf")
        < said.index("슬라이드 7쪽")
        < said.index("부록.pdf")
    )
    # One is put right without the other, which cannot be read.
    wrong = post(editor, lecture, "slides", document=second.pk, slides="내일 7").context["sheets"]
    assert [sheet.text for sheet in wrong] == ["0:00 1\n0:31 3", "내일 7"]
    post(editor, lecture, "slides", document=second.pk, slides="")
    assert [slide.document_id for slide in recording.slides.all()] == [first.pk, first.pk]
