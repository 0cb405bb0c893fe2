"""What is said in a recording is found at its moment, and the index follows every change."""

from __future__ import annotations

import pytest

from lectures.domain.captions import Line
from lectures.domain.transcripts import replace_captions, replace_chapters
from lectures.models import Recording
from search import consistency
from search.models import SearchDocument
from search.sync import sync_all
from tests.factories.recordings import make_recording
from tests.factories.site import make_lecture

pytestmark = pytest.mark.django_db


def places(client, word: str) -> dict[str, list[tuple[str, str]]]:
    """(address, heading) of the places found, by title."""
    sync_all()
    results = client.get("/search/", {"q": word}).context["results"]
    return {
        result.title: [(passage.url, str(passage.heading)) for passage in result.passages]
        for result in results
    }


def talk() -> list[Line]:
    """Seven minutes, a sentence every six seconds; at 3:00 a word that nobody says otherwise."""
    said = [Line(n * 6000, n * 6000 + 5500, f"{n}번째 이야기를 이어 갑니다.") for n in range(70)]
    said[30] = Line(180_000, 185_500, "여기에서 굴다리 무선신호를 설명합니다.")
    return said


def test_a_spoken_word_leads_to_its_moment(client):
    recording = make_recording(make_lecture("긴 강연"), "처음")
    replace_captions(recording, talk())
    replace_chapters(recording, [(0, "하나", ""), (180_000, "굴다리", "")])
    (place,) = places(client, "무선신호")["긴 강연"]
    assert place[0].startswith("/lectures/")
    assert "?t=180" in place[0]
    assert place[1].endswith("굴다리")


def test_an_unpublished_recording_is_not_found(client):
    recording = make_recording(make_lecture("긴 강연"), "무선신호", published=False)
    assert places(client, "무선신호") == {}
    recording.touch(published=True)
    assert list(places(client, "무선신호")) == ["긴 강연"]
    recording.touch(published=False)
    assert places(client, "무선신호") == {}


def test_new_captions_replace_what_was_found(client):
    recording = make_recording(make_lecture("강연"), "옛날무선 이야기")
    assert places(client, "옛날무선")
    replace_captions(recording, [Line(0, 900, "새로운굴다리 이야기")])
    assert places(client, "옛날무선") == {}
    assert list(places(client, "새로운굴다리")) == ["강연"]
    recording.delete()
    assert places(client, "새로운굴다리") == {}


def test_a_text_without_times_is_found_in_the_transcript(client):
    make_recording(make_lecture("대본"), plain_transcript="은행나무 가로수 이야기")
    ((url, heading),) = places(client, "은행나무")["대본"]
    assert url.endswith("#transcript")
    assert heading == "대본"


def test_the_comparison_of_everything_sees_cues_changed_behind_its_back():
    recording = make_recording(make_lecture("강연"), "처음 한 말")
    sync_all()
    assert outdated() == set()
    recording.cues.update(text="몰래 바꾼 말")
    assert outdated() == {("lecture", recording.lecture_id)}
    recording.cues.update(text="처음 한 말")
    assert outdated() == set()
    replace_chapters(recording, [(0, "장", "")])
    sync_all()
    recording.chapters.update(title="몰래 바꾼 장")
    assert outdated() == {("lecture", recording.lecture_id)}
    recording.chapters.update(title="장")
    Recording.objects.filter(pk=recording.pk).update(published=False)
    assert outdated() == {("lecture", recording.lecture_id)}


def outdated() -> set[tuple[str, int]]:
    """Documents that say something else than the database."""
    found = consistency.Differences()
    consistency._compare_objects(found)
    return found.outdated


def test_what_a_recording_says_is_stored_once():
    lecture = make_lecture("강연")
    make_recording(lecture, "하나뿐인 말")
    sync_all()
    document = SearchDocument.objects.get(kind="lecture", object_id=lecture.pk)
    assert document.body.count("하나뿐인 말") == 1
