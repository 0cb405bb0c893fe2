"""The recording on the page of a lecture, its files, and who gets them."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lectures.models import CitedMoment, Recording
from portal.core import caching
from tests.factories.recordings import make_recording, some_mp3
from tests.factories.site import make_case, make_lecture, make_user, restrict

pytestmark = pytest.mark.django_db

SAID = ("홍길동: 안녕하십니까.", "정지선을 지키면 안전합니다.", "김철수: 질문이 있습니다.", "끝입니다.")


@pytest.fixture
def lecture():
    return make_lecture("횡단보도 강연", slug="crosswalk")


def page_of(lecture, client: Client, query: str = "", prefix: str = "") -> str:
    response = client.get(f"{prefix}/lectures/{lecture.slug}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_transcript_is_the_page(lecture, client):
    make_recording(lecture, *SAID, chapters=[(0, "들어가며", "Opening"), (10_000, "질문", "")])
    html = page_of(lecture, client)
    for words in ("안녕하십니까.", "정지선을 지키면 안전합니다.", "질문이 있습니다."):
        assert words in html
    assert html.index("들어가며</h3>") < html.index("안녕하십니까.") < html.index("질문</h3>")
    assert 'id="t10"' in html
    assert 'href="?t=10#t10"' in html
    assert html.count('class="said-by">홍길동<') == 1
    assert "<audio" in html
    assert "talk.mp3" in html


def test_a_recording_that_is_not_public_is_nowhere_on_the_page(lecture, client):
    make_recording(lecture, "은밀한 말", published=False)
    html = page_of(lecture, client)
    assert "은밀한 말" not in html
    assert "<audio" not in html
    assert "/recordings/" not in html


def test_english_readers_get_english_captions_where_there_are_some(lecture, client):
    from lectures.domain.captions import Line
    from lectures.domain.transcripts import replace_captions

    recording = make_recording(lecture, "한국어 자막")
    assert "한국어 자막" in page_of(lecture, client, prefix="/en")
    replace_captions(recording, [Line(0, 900, "English words")], "en")
    assert "English words" in page_of(lecture, client, prefix="/en")
    assert "English words" not in page_of(lecture, client)


def test_a_synthetic_voice_is_named(lecture, client):
    make_recording(lecture, "말", synthetic_voice=True)
    assert "합성 음성" in page_of(lecture, client)


def test_a_transcript_without_times_says_so(lecture, client):
    make_recording(lecture, plain_transcript="시각 없는 첫 문단\n\n둘째 <b>문단</b>")
    html = page_of(lecture, client)
    assert "시각이 없는 대본입니다" in html
    assert "둘째 &lt;b&gt;문단" in html


def test_words_are_found_inside_the_lecture(lecture, client):
    make_recording(lecture, *SAID)
    html = page_of(lecture, client, "?find=정지선")
    assert "<mark>정지선</mark>" in html
    assert "1곳" in html
    assert 'href="?t=5#t5"' in html
    assert "0곳" in page_of(lecture, client, "?find=없는말")
    assert "<script>alert" not in page_of(lecture, client, "?find=<script>alert(1)</script>")


def test_every_moment_of_a_lecture_is_one_kept_page(lecture, client, monkeypatch):
    make_recording(lecture, *SAID)
    monkeypatch.setattr(caching, "_state", lambda: "state")
    store = caching.PageStore()
    store.enter("state")
    monkeypatch.setattr(caching, "store", store)
    plain = page_of(lecture, client)
    for second in range(20):
        assert page_of(lecture, client, f"?t={second}") == plain
    assert len(store) == 1
    page_of(lecture, client, "?t=5&unknown=1")
    assert len(store) == 1


@pytest.mark.parametrize(
    "query", ["?t=abc", "?t=-1", "?t=99999999999999999999", "?t=", "?find=%00", "?find=" + "가" * 500]
)
def test_odd_parameters_show_the_page(lecture, client, query):
    make_recording(lecture, *SAID)
    page_of(lecture, client, query)


def test_the_file_is_sent_whole_and_in_parts(lecture, client):
    recording = make_recording(lecture, *SAID)
    whole = client.get(recording.file_url)
    assert b"".join(whole) == some_mp3()
    assert whole["Content-Type"] == "audio/mpeg"
    assert whole["X-Content-Type-Options"] == "nosniff"
    part = client.get(recording.file_url, headers={"Range": "bytes=100-199"})
    assert part.status_code == 206
    assert b"".join(part) == some_mp3()[100:200]
    assert part["Content-Range"] == f"bytes 100-199/{len(some_mp3())}"
    assert client.get(f"/recordings/{recording.pk}/other.mp3").status_code == 404


def test_captions_come_in_three_forms(lecture, client):
    recording = make_recording(lecture, *SAID)
    vtt = client.get(recording.captions_url("ko"))
    assert vtt["Content-Type"].startswith("text/vtt")
    assert vtt.content.decode().startswith(
        "WEBVTT\n\n00:00:00.000 --> 00:00:04.900\n<v 홍길동>안녕하십니까.\n"
    )
    assert "00:00:05,000 --> 00:00:09,900" in client.get(recording.captions_url("ko", "srt")).content.decode()
    assert "김철수: 질문이" in client.get(recording.captions_url("ko", "txt")).content.decode()
    assert client.get(recording.captions_url("en")).status_code == 404


def ask(client: Client, address: str) -> HttpResponseBase:
    """The answer, read to its end."""
    response = client.get(address)
    response.getvalue()  # type: ignore[attr-defined]
    return response


def files_of(recording: Recording) -> list[str]:
    return [recording.file_url, *(recording.captions_url("ko", form) for form in ("vtt", "srt", "txt"))]


def test_files_follow_the_page(lecture, client):
    recording = make_recording(lecture, *SAID)
    assert {ask(client, url)["Cache-Control"] for url in files_of(recording)} == {"public, no-cache"}
    restrict(lecture)
    assert {client.get(url).status_code for url in files_of(recording)} == {404}
    client.force_login(make_user())
    answers = [ask(client, url) for url in files_of(recording)]
    assert {answer.status_code for answer in answers} == {200}
    assert all("no-store" in answer["Cache-Control"] for answer in answers)


def test_files_of_what_is_not_public_are_for_those_who_work_on_it(lecture, client):
    recording = make_recording(lecture, *SAID, published=False)
    assert {client.get(url).status_code for url in files_of(recording)} == {404}
    client.force_login(make_user())
    assert {client.get(url).status_code for url in files_of(recording)} == {404}
    client.force_login(make_user(is_superuser=True, is_staff=True))
    assert {ask(client, url).status_code for url in files_of(recording)} == {200}


def test_a_case_points_at_a_moment_and_the_lecture_shows_it_back(lecture, client):
    make_recording(lecture, *SAID)
    case, hidden = make_case("사례 하나"), make_case("숨은 사례")
    for one in (case, hidden):
        CitedMoment.objects.create(case=one, lecture=lecture, moment="0:05", note="정지선 이야기")
    restrict(hidden)
    html = page_of(lecture, client)
    assert "사례 하나" in html
    assert "숨은 사례" not in html
    shown = client.get(case.get_url()).content.decode()
    assert f"{lecture.get_url()}?t=5" in shown
    assert "정지선 이야기" in shown
    restrict(lecture)
    assert "정지선 이야기" not in client.get(case.get_url()).content.decode()


def test_a_moment_has_a_short_address_and_a_citation(lecture, client):
    from portal.report.domain.codes import Place, encode

    make_recording(lecture, *SAID)
    code = encode(Place("lecture", lecture.pk, "t=5"))
    assert client.get(f"/r/{code}")["Location"].startswith(f"{lecture.get_url()}?t=5")
    text = client.get(f"/r/{code}/text?form=citation").context["text"]
    assert "「횡단보도 강연」" in text
    assert ", 0:05," in text
    assert text.endswith(f"/r/{code}")


def test_a_thousand_cues_cost_as_many_queries_as_four(client):
    def queries(count: int) -> tuple[int, int]:
        lecture = make_lecture()
        make_recording(lecture, *(f"{n}번째로 한 말입니다." for n in range(count)))
        page_of(lecture, client)
        with CaptureQueriesContext(connection) as caught:
            html = page_of(lecture, client, "?sort=x&nocache=1")
        return len(caught), len(html)

    few, _small = queries(4)
    many, large = queries(1000)
    assert many == few > 0
    assert large < 250_000


def test_the_machine_readable_head_stays_sound(lecture, client):
    make_recording(lecture, *SAID)
    html = page_of(lecture, client)
    for block in html.split('<script type="application/ld+json">')[1:]:
        json.loads(block.split("</script>")[0])
