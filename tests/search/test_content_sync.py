"""The real content through outbox and drain: what one change must reach."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Page

from districts.models import District
from portal.core.models import Tag
from search.drain import drain_once
from search.models import SearchDocument
from tests.factories.site import make_case, make_district, make_lecture, make_session, make_speaker, restrict

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(home):
    call_command("setup_site", verbosity=0)
    drained()


def drained() -> None:
    while drain_once():
        pass


def document(kind: str, object_id: int) -> Any:
    """The indexed row as of now; None when there is none."""
    drained()
    return SearchDocument.objects.filter(kind=kind, object_id=object_id, deleted=False).first()


def test_a_restricted_session_hides_its_lectures_and_what_their_speakers_pages_say_of_them():
    session, speaker = make_session(), make_speaker()
    lecture = make_lecture("비공개로 바뀌는 강연", session=session, speaker=speaker)
    assert document("lecture", lecture.pk).audience == "public"
    assert "비공개로 바뀌는 강연" in document("person", speaker.pk).body
    restriction = restrict(session)
    assert document("lecture", lecture.pk).audience == "login"
    assert document("person", speaker.pk) is None
    restriction.delete()
    assert document("lecture", lecture.pk).audience == "public"
    assert "비공개로 바뀌는 강연" in document("person", speaker.pk).body


def test_unpublishing_a_lecture_takes_it_out_of_its_speakers_text():
    speaker = make_speaker()
    first = make_lecture("남는 강연", speaker=speaker)
    second = make_lecture("내리는 강연", speaker=speaker)
    assert "내리는 강연" in document("person", speaker.pk).body
    second.unpublish()
    assert "내리는 강연" not in document("person", speaker.pk).body
    Page.objects.get(pk=first.pk).delete()
    assert document("person", speaker.pk) is None


def test_a_speaker_who_is_replaced_loses_the_lecture():
    old, new = make_speaker(), make_speaker()
    lecture = make_lecture("강연", speaker=old)
    assert document("person", old.pk)
    talk = lecture.speakers.model.objects.get(lecture=lecture)
    talk.speaker = new
    talk.save()
    assert document("person", old.pk) is None
    assert document("person", new.pk)


def test_renaming_reaches_every_document_that_shows_the_name():
    district = make_district()
    case = make_case(district=district, tags=("사물인터넷",))
    assert document("case", case.pk).tags == ["사물인터넷"]
    tag = Tag.objects.get(name="사물인터넷")
    tag.name = "사물 인터넷"
    tag.save()
    assert document("case", case.pk).tags == ["사물 인터넷"]
    tag.delete()
    assert document("case", case.pk).tags == []
    renamed = District.objects.get(pk=district.pk)
    renamed.name = "노원"
    renamed.save()
    assert document("case", case.pk).districts == ["노원"]


def test_a_renamed_district_page_moves_the_addresses_of_its_cases():
    case = make_case(district=make_district())
    before = document("case", case.pk).url
    page = District.objects.get(code="11350").page
    page.slug = "nowon"
    page.save()
    after = document("case", case.pk).url
    assert before.replace("/nowon-gu/", "/nowon/") == after != before
