from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from post_office.models import Email

from portal.community.questions.models import Question
from tests.factories.questions import key_of, make_post
from tests.factories.recordings import make_recording
from tests.factories.site import make_case, make_district, make_lecture, make_user


@pytest.fixture(autouse=True)
def _site(fixed_site, settings):
    settings.OFFICE_EMAIL = "office@example.org"


@pytest.fixture
def asker():
    return make_user("asker@example.org")


@pytest.fixture
def client(asker) -> Client:
    """The browser of a member who asks."""
    browser = Client()
    browser.force_login(asker)
    return browser


@pytest.fixture
def case():
    return make_case("스마트 돌봄", problem="<p>혼자 사는 어르신</p>", district=make_district())


@pytest.fixture
def holder():
    return make_user("holder@example.org")


@pytest.fixture
def post(case, holder):
    return make_post(case.district, holder, mailbox="smart@example.org")


@pytest.fixture
def lecture():
    page = make_lecture("키오스크 해설")
    recording = make_recording(page, *(f"{number}번째 말" for number in range(60)))
    recording.touch(duration_ms=300_000)
    return page


FIELDS = {
    "title": "예산은 얼마였나요?",
    "text": "",
    "place": "",
    "key": "0b7a6d9c-3c1c-4f5a-9c4d-3f1f6e1d2a10",
}


@pytest.fixture
def ask(client):
    """``ask(page, title="...")``: send a question, past the confirming step; returns the answer."""

    def send(on: Any, browser: Client = client, **fields: str):
        return browser.post(f"/questions/ask/?about={key_of(on)}", {**FIELDS, "send": "1", **fields})

    return send


def letters() -> list[Email]:
    """Those about questions."""
    return list(Email.objects.filter(message__contains="/questions/").order_by("pk"))


def link_in(letter: Email) -> str:
    """The path of the answer form in a letter."""
    return re.search(r"https?://[^/\s]+(/questions/answer/\S+)", letter.message)[1]


def only_question() -> Question:
    return Question.objects.get()
