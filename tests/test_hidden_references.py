"""Public pages that point at hidden pages and files: strangers read the words, members get the links."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from districts.models import CaseStudy
from lectures.models import ForumSession, Lecture
from portal.core.searchable import korean_url
from tests.factories.hidden import MARKS, Hidden
from tests.factories.shown import MEMBERS
from tests.factories.site import make_case, make_lecture, make_session, make_user
from tests.test_leaks import leaks

pytestmark = pytest.mark.django_db


def links_to(hidden: Hidden) -> str:
    """Rich text with a link to a page of members, one to a draft, one to a file of members."""
    group, draft, document = hidden.pages["group"], hidden.pages["draft"], hidden.files[0]
    return (
        f'<p><a linktype="page" id="{group.pk}">앞말</a> <a linktype="page" id="{draft.pk}">뒷말</a> '
        f'<a linktype="document" id="{document.pk}">자료</a></p>'
    )


@pytest.fixture
def pages(hidden) -> list[CaseStudy | Lecture | ForumSession]:
    """A case, a lecture and a session that point at them in every way there is."""
    document, picture = hidden.files[:2]
    attachments = [("attachment", {"document": document, "label": ""})]
    text = links_to(hidden)
    body = [
        {"type": "paragraph", "value": text},
        {"type": "image", "value": {"image": picture.pk, "alt_text": "보이는 설명", "decorative": False}},
    ]
    return [
        make_case("가리키는 사례", problem=text, picture=picture, attachments=attachments),
        make_lecture(
            "가리키는 강연", key_points=text, body=json.dumps(body), picture=picture, attachments=attachments
        ),
        make_session(7, announcements=text, attachments=attachments),
    ]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_strangers_learn_no_address_title_or_file_name(pages, client, prefix):
    for page in pages:
        response = client.get(prefix + korean_url(page))
        said = response.content.decode()
        assert response.status_code == 200
        assert leaks(said) == [], page
        assert "앞말" in said
        assert 'id="attachments"' not in said


def test_members_get_every_link(pages, hidden):
    client = Client()
    client.force_login(make_user("member@example.org", MEMBERS))
    for page in pages:
        said = client.get(korean_url(page)).content.decode()
        assert korean_url(hidden.pages["group"]) in said, page
        assert hidden.files[0].url in said
        assert hidden.pages["draft"].slug not in said
    for page in pages[:2]:
        assert "/media/pictures/" in client.get(korean_url(page)).content.decode()


def test_a_live_page_does_not_name_the_draft_above_it(shown, client):
    session = make_session(8, title="은닉된 회차", slug="open-words")
    lecture = make_lecture("남은 강연", session=session)
    ForumSession.objects.get(pk=session.pk).unpublish()
    said = client.get(korean_url(lecture))
    assert said.status_code == 200
    assert not any(mark in said.content.decode().casefold() for mark in MARKS)
