"""Sessions: what is to come and what was, signing up, photographs."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone

from tests.factories.hidden import make_picture
from tests.factories.site import make_session

pytestmark = pytest.mark.django_db

SIGN_UP = "https://seoul.example/apply"


@pytest.fixture
def sessions():
    today = timezone.localdate()
    ahead = make_session(8, date=today + datetime.timedelta(days=9), registration_url=SIGN_UP)
    past = make_session(7, date=today - datetime.timedelta(days=9), registration_url=SIGN_UP)
    make_session(9)
    return ahead, past


def titles(client, query: str) -> list[str]:
    return [page.title for page in client.get(f"/sessions/{query}").context["listing"].items]


def test_the_list_tells_what_is_ahead_from_what_was(sessions, client):
    assert titles(client, "?status=ahead") == ["제8차 포럼"]
    assert titles(client, "?status=past") == ["제7차 포럼"]
    assert titles(client, "?status=ahead&status=past") == ["제8차 포럼", "제7차 포럼"]
    assert len(titles(client, "")) == 3
    assert client.get("/sessions/").content.decode().count('bg-light-success">예정<') == 1


def test_one_can_sign_up_until_the_day(sessions, client):
    ahead, past = sessions
    assert SIGN_UP in client.get(ahead.get_url()).content.decode()
    assert SIGN_UP not in client.get(past.get_url()).content.decode()


def test_photographs_stand_on_the_page(sessions, client):
    _ahead, past = sessions
    past.photos = [("image", make_picture("photo.png", title="단체 사진"))]
    past.save()
    html = client.get(past.get_url()).content.decode()
    assert "photos-title" in html
    assert "단체 사진" in html
