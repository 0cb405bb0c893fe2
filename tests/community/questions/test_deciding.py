"""Editors approve, mend and refuse in the admin; of two at once one wins and the other is told."""

from __future__ import annotations

import pytest
from django.test import Client

from portal.audit.models import AuditEntry
from portal.community.questions.enums import Status
from portal.community.questions.models import Question
from tests.community.questions.conftest import letters, link_in
from tests.factories.questions import make_post, make_question
from tests.factories.site import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db) -> Client:
    return browser_of("포럼 편집자")


def browser_of(group: str) -> Client:
    browser = Client()
    browser.force_login(make_user("", group))
    return browser


@pytest.fixture
def answered(case, asker) -> Question:
    return make_question(case, status=Status.ANSWERED, author=asker)


def decide(browser: Client, question: Question, action: str, **fields: str):
    sent = {
        "title": question.title,
        "text": question.text,
        "answer": question.answer,
        "version": question.version,
        action: "1",
        **fields,
    }
    return browser.post(f"/admin/questions/{question.pk}/", sent, follow=True)


def test_approval_publishes_and_tells_the_asker(editor, answered, client):
    address = answered.get_absolute_url()
    assert Client().get(address).status_code == 404
    assert client.get(address).status_code == 200
    done = decide(editor, answered, "publish", answer="다듬은 답")
    assert "공개했습니다" in done.content.decode()
    shown = Client().get(address).content.decode()
    assert "다듬은 답" in shown
    assert letters()[-1].to == ["asker@example.org"]
    assert "다듬은 답" in letters()[-1].message
    entry = AuditEntry.objects.order_by("pk").last()
    assert (entry.action, entry.subject) == ("approved", f"질문 {answered.pk}")


def test_two_editors_at_once_one_wins_and_the_other_is_told(editor, answered):
    other = browser_of("관리자")
    assert "공개했습니다" in decide(editor, answered, "publish").content.decode()
    second = decide(other, answered, "refuse", reason="실을 것이 아님").content.decode()
    assert "다른 사람이 이 질문을" in second
    assert "공개" in second
    now = Question.objects.get()
    assert (now.status, now.reason) == (Status.PUBLISHED, "")
    assert len(letters()) == 1
    third = decide(other, answered, "publish").content.decode()
    assert "다른 사람이 이 질문을" in third
    answered.refresh_from_db()
    assert "다른 사람이 이 질문을" in decide(other, answered, "publish").content.decode()
    assert len(letters()) == 1


def test_a_refusal_needs_a_reason_and_tells_it(editor, answered, client):
    assert "까닭을 적어" in decide(editor, answered, "refuse", reason=" ").content.decode()
    answered.refresh_from_db()
    assert answered.status == Status.ANSWERED
    decide(editor, answered, "refuse", reason="이미 공개된 것입니다.")
    assert "이미 공개된 것입니다." in letters()[-1].message
    assert "이미 공개된 것입니다." in client.get(answered.get_absolute_url()).content.decode()
    assert Client().get(answered.get_absolute_url()).status_code == 404


def test_what_is_public_can_be_taken_back_and_published_again(editor, case):
    question = make_question(case)
    decide(editor, question, "refuse", reason="고쳐야 합니다.")
    assert Client().get(question.get_absolute_url()).status_code == 404
    question.refresh_from_db()
    decide(editor, question, "publish")
    assert Client().get(question.get_absolute_url()).status_code == 200


def test_nothing_is_published_without_an_answer(editor, case):
    question = make_question(case, status=Status.ASKED)
    done = decide(editor, question, "publish", answer="편집자가 지어낸 답")
    assert "답이 있어야" in done.content.decode()
    question.refresh_from_db()
    assert (question.status, question.answer) == (Status.ASKED, "")


def test_mending_and_sending_again_to_another_post(editor, case, post):
    question = make_question(case, status=Status.ASKED, post=post)
    decide(editor, question, "save", title="예산이 얼마였습니까?")
    question.refresh_from_db()
    assert question.title == "예산이 얼마였습니까?"
    other = make_post(case.district, role="data", mailbox="data@example.org")
    decide(editor, question, "again", post=str(other.pk))
    assert letters()[-1].to == ["data@example.org"]
    assert Client().get(link_in(letters()[-1])).status_code == 200


def test_only_the_office_decides(answered, client):
    district = browser_of("노원구 편집자")
    for browser in (Client(), client, district):
        for address in ("/admin/questions/", f"/admin/questions/{answered.pk}/"):
            assert browser.get(address).status_code in (302, 403), address
        decide(browser, answered, "publish")
    answered.refresh_from_db()
    assert answered.status == Status.ANSWERED


def test_the_list_shows_what_waits_and_escapes_it(editor, case):
    make_question(case, "<b>굵은</b> 질문", status=Status.ASKED)
    html = editor.get("/admin/questions/?status=asked").content.decode()
    assert "&lt;b&gt;굵은" in html
    assert "0일" in html
    assert "굵은" not in editor.get("/admin/questions/?status=published&p=x").content.decode()
    assert editor.get(f"/admin/questions/{2**70}/").status_code == 404
    missing = editor.get("/admin/questions/999999/")
    assert missing.status_code == 404
    broken = editor.post(f"/admin/questions/{Question.objects.get().pk}/", {"publish": "1", "version": "x"})
    assert broken.status_code == 200
