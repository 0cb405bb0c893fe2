"""A member asks at a place of a page: once, not too often, on what they may see, in plain text."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from portal.accounts.domain import kept_forms
from portal.community.questions.domain.asking import MOST_PER_HOUR
from portal.community.questions.models import Question, SpeakerContact
from search.sync import sync_all
from tests.community.questions.conftest import FIELDS, letters, link_in, only_question
from tests.factories import attachments as make
from tests.factories.attachments import attach, make_file
from tests.factories.questions import key_of, make_post, make_question
from tests.factories.site import make_case, make_lecture, make_speaker, make_user, restrict

pytestmark = pytest.mark.django_db


def test_a_question_goes_to_the_post_of_the_district_with_a_link(client, ask, case, post):
    answer = ask(case, place="section=problem")
    question = only_question()
    assert answer.url == f"/questions/{question.pk}/"
    assert (question.locator, question.post, question.district) == ("section=problem", post, case.district)
    letter = letters()[0]
    assert letter.to == ["smart@example.org"]
    assert "예산은 얼마였나요?" in letter.subject
    assert Client().get(link_in(letter)).status_code == 200
    assert "노원구 AI 담당 앞으로" in letter.message
    assert "#problem" in letter.message
    assert "asker@example.org" not in letter.message + letter.subject


def test_who_asked_takes_a_question_back_until_it_is_answered(client, ask, case, post):
    ask(case)
    address, link = f"/questions/{only_question().pk}/withdraw/", link_in(letters()[0])
    other = Client()
    other.force_login(make_user("other@example.org"))
    assert other.post(address).status_code == 404
    assert Client().post(address)["Location"].startswith("/login/")
    assert client.get(address).status_code == 405
    assert address in client.get(only_question().get_absolute_url()).content.decode()
    assert client.post(address)["Location"] == "/questions/mine/"
    assert not Question.objects.exists()
    gone = Client().get(link)
    assert (gone.status_code, "거두었거나" in gone.content.decode()) == (410, True)


def test_an_answered_question_stays(client, ask, case, post):
    ask(case)
    Client().post(link_in(letters()[0]), {"answer": "5억 원입니다."})
    question = only_question()
    assert client.post(f"/questions/{question.pk}/withdraw/")["Location"] == question.get_absolute_url()
    assert only_question().answer == "5억 원입니다."


def test_the_contact_of_a_case_goes_before_the_district(ask, case, post):
    contact = make_post(case.district, role="data", mailbox="data@example.org")
    case.contact_post = contact
    case.save()
    ask(case)
    assert only_question().post == contact
    assert letters()[0].to == ["data@example.org"]


def test_a_vacant_district_sends_to_the_office(ask, case):
    ask(case)
    assert letters()[0].to == ["office@example.org"]


def test_a_lecture_is_asked_of_its_speaker_where_the_office_keeps_an_address(ask):
    speaker = make_speaker("김연사")
    known, unknown = make_lecture(speaker=speaker), make_lecture(speaker=make_speaker("모르는 연사"))
    SpeakerContact.objects.create(speaker=speaker, email="speaker@example.org")
    ask(known)
    ask(unknown, key="0b7a6d9c-3c1c-4f5a-9c4d-3f1f6e1d2a11")
    assert [letter.to for letter in letters()] == [["speaker@example.org"], ["office@example.org"]]


def test_the_moment_is_kept_as_people_write_it(ask, lecture):
    for number, written in enumerate(("3:20", "03:20", "200")):
        assert (
            ask(lecture, place=written, key=f"0b7a6d9c-3c1c-4f5a-9c4d-3f1f6e1d2b{number:02}").status_code
            == 302
        )
    assert {question.locator for question in Question.objects.all()} == {"t=200"}
    assert Question.objects.first().place == "강연 3:20"
    for wrong in ("5:01", "1:99", "곧", "-1", "9" * 8):
        answer = ask(lecture, place=wrong)
        assert answer.status_code == 422, wrong
        assert "강연에 없는 시각" in answer.content.decode()


def test_a_page_of_an_attachment_is_asked_about_at_the_post_of_its_case(ask, case, post):
    file = make_file("설명서.pdf", make.pdf("first page", "second page"))
    attach(case, file)
    sync_all()
    assert ask(file, place="page=2").status_code == 302
    question = only_question()
    assert (question.document, question.page, question.locator) == (file, None, "page=2")
    assert question.post == post
    assert question.place == "첨부 2쪽"
    assert ask(file, place="page=9", key="0b7a6d9c-3c1c-4f5a-9c4d-3f1f6e1d2a12").status_code == 422


def test_a_form_sent_twice_asks_once(ask, case):
    first, second = ask(case), ask(case, title="같은 양식을 고쳐 다시 보냄")
    assert first.url == second.url
    assert (Question.objects.count(), len(letters())) == (1, 1)


def test_the_same_key_of_somebody_else_is_another_question(ask, case):
    other = Client()
    other.force_login(make_user("other@example.org"))
    ask(case)
    assert ask(case, other).status_code == 302
    assert Question.objects.count() == 2


def test_nobody_floods(ask, case, asker):
    for number in range(MOST_PER_HOUR):
        ask(case, key=f"0b7a6d9c-3c1c-4f5a-9c4d-3f1f6e1d2c{number:02}")
    refused = ask(case, key="0b7a6d9c-3c1c-4f5a-9c4d-3f1f6e1d2cff", title="하나 더")
    assert refused.status_code == 429
    assert "하나 더" in refused.content.decode()
    assert Question.objects.count() == len(letters()) == MOST_PER_HOUR
    Question.objects.update(asked_at=timezone.now() - timedelta(hours=2))
    assert ask(case, key="0b7a6d9c-3c1c-4f5a-9c4d-3f1f6e1d2cff").status_code == 302


def test_only_members_ask_and_what_they_wrote_outlives_the_session(client, case):
    address = f"/questions/ask/?about={key_of(case)}"
    stranger = Client()
    assert stranger.get(address).url.startswith("/login/?next=")
    assert stranger.post(address, {**FIELDS, "send": "1"}).url.startswith("/login/?next=")
    client.get(address)
    Session.objects.all().delete()
    lost = client.post(address, {**FIELDS, "title": "쓰던 질문", "send": "1"})
    assert not Question.objects.exists()
    token = re.search(r'name="kept_form"\s+value="([^"]+)"', lost.content.decode())[1]
    assert ["title", "쓰던 질문"] in kept_forms.unsign(token)["fields"]


def test_what_one_may_not_see_cannot_be_asked_about(client, ask, case):
    restrict(case, "다른 모임")
    draft = make_case("초안", live=False)
    held = make_file("설명서.txt", "비밀")
    for key in (key_of(case), key_of(draft), key_of(held), "case:0", f"case:{2**70}", "page:1", "", "case:x"):
        assert client.get(f"/questions/ask/?about={key}").status_code == 404, key
    assert ask(case).status_code == 404
    assert not Question.objects.exists()


def test_the_confirming_step_shows_what_is_alike_and_the_way_back(client, case):
    make_question(case, "돌봄 예산은 얼마였나요?")
    sync_all()
    address = f"/questions/ask/?about={key_of(case)}"
    second = client.post(
        address, {**FIELDS, "title": "돌봄 예산이 얼마였는지", "text": "가\n나", "with_name": "on"}
    )
    html = second.content.decode()
    assert "돌봄 예산은 얼마였나요?" in html
    assert Question.objects.count() == 1
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', html))
    assert hidden["key"] == FIELDS["key"]
    assert hidden["with_name"] == "on"
    back = client.post(address, {**FIELDS, "title": "고칠 질문", "back": "1"})
    assert back.status_code == 200
    assert "고칠 질문" in back.content.decode()


HOSTILE = '<script>alert(1)</script>"><img src=x onerror=1>'


def test_html_in_every_field_is_text(client, ask, case, post):
    ask(case, title=HOSTILE, text=f"{HOSTILE}\n{{% now 'Y' %}}")
    question = only_question()
    for address in (question.get_absolute_url(), "/questions/mine/", link_in(letters()[0])):
        html = client.get(address).content.decode()
        assert "<script>alert" not in html, address
        assert "<img src=x" not in html, address
        assert "&lt;script&gt;alert" in html, address
    confirm = client.post(f"/questions/ask/?about={key_of(case)}", {**FIELDS, "title": HOSTILE})
    assert "<script>alert" not in confirm.content.decode()
    assert "{% now" in letters()[0].message


def test_no_field_writes_a_header_of_the_letter(ask, case, post):
    ask(case, title="제목\r\nBcc: all@example.org\r\n\r\n글", text="본문\r\nCc: x@example.org")
    letter = letters()[0]
    assert "\n" not in letter.subject
    assert "\r" not in letter.subject
    assert letter.to == ["smart@example.org"]
    assert not letter.cc
    assert not letter.bcc


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", "\x00\x07"),
        ("title", "가" * 151),
        ("text", "가" * 2001),
        ("key", "x"),
        ("place", "section=none"),
    ],
)
def test_what_cannot_be_sent_is_said(ask, case, field, value):
    answer = ask(case, **{field: value})
    assert answer.status_code == 422
    assert not Question.objects.exists()


def test_a_forged_form_is_refused(asker, case):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(asker)
    assert browser.post(f"/questions/ask/?about={key_of(case)}", {**FIELDS, "send": "1"}).status_code == 403
    assert not Question.objects.exists()
