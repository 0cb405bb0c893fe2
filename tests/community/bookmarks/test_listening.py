"""Going on where one stopped."""

from __future__ import annotations

import pytest
from django.test import Client

from lectures.models import Recording
from portal.community.bookmarks.domain import listening
from portal.community.bookmarks.models import Position
from tests.factories.recordings import make_recording
from tests.factories.site import make_lecture, make_user, restrict

pytestmark = pytest.mark.django_db

TELL, LIST = "/members/me/listening/", "/members/me/bookmarks/"
OFFER = "12:34부터 이어 듣기"


def _long_recording(lecture) -> None:
    make_recording(lecture, "말")
    Recording.objects.filter(lecture=lecture).update(duration_ms=1_800_000)


@pytest.fixture
def lecture(own_data):
    lecture = make_lecture("도시와 자료")
    _long_recording(lecture)
    return lecture


@pytest.fixture
def client(lecture) -> Client:
    client = Client()
    client.force_login(make_user())
    return client


def _tell(client: Client, lecture, seconds: object) -> int:
    return client.post(TELL, {"lecture": lecture.pk, "seconds": seconds}).status_code


def test_the_lecture_and_the_list_offer_to_go_on(client, lecture):
    assert _tell(client, lecture, 60) == 204
    assert _tell(client, lecture, 754) == 204
    assert Position.objects.get().seconds == 754
    for address in (lecture.url, LIST):
        page = client.get(address).content.decode()
        assert OFFER in page
        assert f'href="{lecture.url}?t=754#t754"' in page
    assert "이어 듣기" not in Client().get(lecture.url).content.decode()
    assert "data-listening" not in Client().get(lecture.url).content.decode()


@pytest.mark.parametrize("seconds", [3, 1795])
def test_what_has_only_begun_or_is_heard_to_the_end_is_forgotten(client, lecture, seconds):
    _tell(client, lecture, 754)
    assert _tell(client, lecture, seconds) == 204
    assert not Position.objects.exists()


@pytest.mark.parametrize("seconds", ["", "x", -1, 10**9, "1e3"])
def test_what_makes_no_sense_is_refused(client, lecture, seconds):
    assert _tell(client, lecture, seconds) == 400
    assert client.post(TELL, {"lecture": 2**70, "seconds": 5}).status_code == 400


def test_lectures_not_to_be_heard_are_not_told_apart(client, lecture):
    hidden, silent = make_lecture("감춘제목"), make_lecture()
    _long_recording(hidden)
    _tell(client, hidden, 754)
    restrict(hidden, "다른 모임")
    codes = {_tell(client, one, 754) for one in (hidden, silent)}
    codes.add(client.post(TELL, {"lecture": 999999, "seconds": 754}).status_code)
    assert codes == {404}
    page = client.get(LIST).content.decode()
    assert "감춘제목" not in page
    assert OFFER not in page


def test_everybody_has_their_own_place_and_can_drop_it(client, lecture):
    other = Client()
    other.force_login(make_user())
    _tell(client, lecture, 754)
    assert OFFER not in other.get(lecture.url).content.decode()
    other.post(f"{TELL}{lecture.pk}/delete/")
    assert Position.objects.exists()
    client.post(f"{TELL}{lecture.pk}/delete/")
    assert not Position.objects.exists()
    assert client.post(f"{TELL}{2**64}/delete/").status_code == 404


def test_old_places_make_room(client, lecture, monkeypatch):
    monkeypatch.setattr(listening, "MOST_POSITIONS", 1)
    other = make_lecture()
    _long_recording(other)
    _tell(client, lecture, 754)
    _tell(client, other, 100)
    assert Position.objects.get().lecture_id == other.pk
