"""The role answers by its link or signed in: once, in time, and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.community.links import make_token
from portal.community.members.domain.find import member_of
from portal.community.questions.domain import answering
from portal.community.questions.domain.letters import link_state, send_question
from portal.community.questions.enums import Status
from portal.community.questions.models import Question, SpeakerContact
from tests.community.questions.conftest import letters, link_in, only_question
from tests.factories.questions import make_post, make_question
from tests.factories.site import make_lecture, make_speaker, make_user

pytestmark = pytest.mark.django_db
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def link(ask, case, post):
    ask(case)
    return link_in(letters()[0])


def test_somebody_without_an_account_answers_by_the_link_once(link):
    browser = Client(enforce_csrf_checks=True)
    page = browser.get(link)
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert 'name="robots" content="noindex"' in page.content.decode()
    token = browser.cookies["csrftoken"].value
    sent = browser.post(link, {"answer": "천만 원입니다.", "csrfmiddlewaretoken": token})
    assert "답을 받았습니다" in sent.content.decode()
    question = only_question()
    assert (question.status, question.answer) == (Status.ANSWERED, "천만 원입니다.")
    assert question.answered_as == "노원구 AI 담당"
    assert question.answered_by is None
    assert letters()[-1].to == ["office@example.org"]
    again = browser.post(link, {"answer": "다른 답", "csrfmiddlewaretoken": token})
    assert again.status_code == browser.get(link).status_code == 410
    assert only_question().answer == "천만 원입니다."
    assert len(letters()) == 2


def test_looking_does_not_use_the_link_up(link):
    for _ in range(3):
        assert Client().get(link).status_code == 200
    assert Client().head(link).status_code == 200


def test_the_link_expires(link, time_machine):
    time_machine.move_to(timezone.now() + answering.GOOD_FOR - timedelta(minutes=1))
    assert Client().get(link).status_code == 200
    time_machine.move_to(timezone.now() + timedelta(minutes=2))
    late = Client().post(link, {"answer": "늦은 답"})
    assert late.status_code == 410
    assert "기간이 지났습니다" in late.content.decode()
    assert only_question().status == Status.ASKED


def test_a_link_cannot_be_made_up(link, client):
    question = only_question()
    other = make_question(question.page.specific, status=Status.ASKED)
    state = link_state(question)
    forged = (
        make_token("idea", question.pk, state),
        f"{link.split('/')[3]}x",
        "x",
        "가",
        "a:b:c",
        "a" * 3000,
    )
    for token in forged:
        assert client.get(f"/questions/answer/{token}/").status_code == 404, token
    assert client.get(f"/questions/answer/{make_token('answer', other.pk, '9-')}/").status_code == 410
    assert client.get(f"/questions/answer/{make_token('answer', 10**6, state)}/").status_code == 410


def test_an_empty_or_endless_answer_does_not_use_the_link_up(link):
    for wrong in ("", "   \n\x00", "가" * 5001):
        assert Client().post(link, {"answer": wrong}).status_code == 422
    assert Client().post(link, {"answer": HOSTILE}).status_code == 200
    assert only_question().answer == HOSTILE


def test_passing_a_post_on_closes_the_link_of_its_last_holder(ask, case, holder, client):
    post = make_post(case.district, holder)
    ask(case)
    assert letters()[0].to == [holder.email]
    link, successor = link_in(letters()[0]), make_user("successor@example.org")
    post.holder = member_of(successor)
    post.save()
    assert Client().post(link, {"answer": "떠난 사람의 답"}).status_code == 410
    assert letters()[-1].to == ["successor@example.org"]
    assert Client().get(link_in(letters()[-1])).status_code == 200
    address = f"/questions/{only_question().pk}/answer/"
    browser = Client()
    browser.force_login(holder)
    assert browser.get(address).status_code == 404
    browser.force_login(successor)
    for shown in ("/questions/mine/", post.get_absolute_url()):
        assert "예산은 얼마였나요?" in browser.get(shown).content.decode()
    assert "예산은 얼마였나요?" not in client.get(post.get_absolute_url()).content.decode()
    assert browser.post(address, {"answer": "이어받은 답"}).status_code == 200
    question = only_question()
    assert (question.answer, question.answered_by) == ("이어받은 답", successor)


def test_a_shared_mailbox_keeps_its_link_when_the_holder_changes(link, post):
    post.holder = None
    post.save()
    assert Client().get(link).status_code == 200


def test_only_the_holder_and_the_office_answer_signed_in(ask, case, post, client, holder):
    ask(case)
    address = f"/questions/{only_question().pk}/answer/"
    assert Client().get(address).url.startswith("/login/")
    assert client.get(address).status_code == 404
    assert client.post(address, {"answer": "물은 이가 답함"}).status_code == 404
    for unknown in (0, 10**9, 2**70):
        assert client.get(f"/questions/{unknown}/answer/").status_code == 404
    browser = Client()
    browser.force_login(make_user(is_superuser=True))
    assert browser.post(address, {"answer": "사무국의 답"}).status_code == 200
    assert only_question().answered_as == "포럼 사무국"
    browser.force_login(holder)
    assert browser.post(address, {"answer": "늦은 답"}).status_code == 410
    assert only_question().answer == "사무국의 답"


def test_of_two_answers_at_once_the_first_counts(link):
    first, second = only_question(), only_question()
    answering.answer(first, "먼저", None)
    with pytest.raises(answering.Gone):
        answering.answer(second, "나중", None)
    assert only_question().answer == "먼저"


def test_a_speaker_answers_under_the_name_of_the_talk(ask):
    speaker = make_speaker("김연사")
    SpeakerContact.objects.create(speaker=speaker, email="speaker@example.org")
    ask(make_lecture("강연", speaker=speaker))
    Client().post(link_in(letters()[0]), {"answer": "답"})
    question = only_question()
    assert question.answered_as == "연사 김연사"
    assert "speaker@example.org" not in Client().get(question.get_absolute_url()).content.decode()


def test_sending_again_makes_a_new_link(link):
    question = only_question()
    Question.objects.filter(pk=question.pk).update(answer_round=2)
    send_question(only_question())
    assert Client().get(link).status_code == 410
    assert Client().get(link_in(letters()[-1])).status_code == 200
