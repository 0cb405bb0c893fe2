"""A member takes their questions and answers out, and leaves them without themselves."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.utils import timezone

from portal.accounts import own_data
from portal.community.digests.domain.sections import Period
from portal.community.questions.domain import digest
from portal.community.questions.enums import Status
from portal.community.questions.models import Question
from tests.factories.questions import make_question
from tests.factories.site import make_user, restrict

pytestmark = pytest.mark.django_db


def test_ones_own_questions_and_answers_can_be_taken_out(case, asker):
    make_question(case, "내 물음", author=asker, locator="section=problem")
    make_question(case, "내가 답한 것", answered_by=asker)
    make_question(case, "남의 물음", author=make_user())
    held = own_data.gather(asker)["questions"]
    assert [row["title"] for row in held["asked"]] == ["내 물음"]
    assert [row["title"] for row in held["answered"]] == ["내가 답한 것"]
    assert "남의 물음" not in json.dumps(held, cls=DjangoJSONEncoder, ensure_ascii=False)


def test_whoever_leaves_leaves_the_questions_without_themselves(case, asker):
    public = make_question(case, "남는 물음", author=asker, name="홍길동")
    make_question(case, "싣지 않은 물음", author=asker, status=Status.REFUSED)
    own_data.erase(asker)
    asker.delete()
    question = Question.objects.get()
    assert (question, question.author, question.name) == (public, None, "")
    assert "홍길동" not in Client().get(public.get_absolute_url()).content.decode()


def test_the_weekly_letter_tells_of_answers_once_and_only_to_the_asker(case, asker):
    now = timezone.now()
    question = make_question(case, "내 물음", author=asker, published_at=now)
    make_question(case, "남의 물음", author=make_user(), published_at=now)
    make_question(case, "아직", author=asker, status=Status.ANSWERED)
    week = timedelta(days=7)
    told = digest.answers(asker, Period(now, now + week))
    assert [(item.title, item.path) for item in told] == [("내 물음", f"/questions/{question.pk}/")]
    assert digest.answers(asker, Period(now - week, now)) == []
    restrict(case, "다른 모임")
    assert digest.answers(asker, Period(now, now + week)) == []
