"""One's own data: taken out whole, and what stays when somebody leaves says nothing about them. The weekly letter."""

from __future__ import annotations

import datetime
import json

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts import own_data
from portal.community.digests.domain.sections import Period
from portal.community.ideas.domain.digest import answers
from portal.community.ideas.models import CommentReport, Idea, IdeaComment, IdeaStep, IdeaSupport
from portal.community.members.domain.find import member_of
from search.models import CaseRequest
from tests.factories.ideas import make_idea
from tests.factories.site import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def lived(member, other):
    """What the member left behind: ideas, a comment, a report, support and a request."""
    mine = member_of(member)
    mine.name_shown = "김이름"
    mine.save()
    draft, sent = make_idea("초안", by=member, status="draft"), make_idea(by=member, signed_as="name")
    theirs = make_idea("남의 것", by=other)
    comment = IdeaComment.objects.create(idea=theirs, author=mine, body="내 댓글", signed_as="name")
    IdeaSupport.objects.create(idea=theirs, member=mine)
    CommentReport.objects.create(comment=comment, reporter=mine, reason="신고한 말")
    CaseRequest.objects.create(query="찾던 말", asker=member)
    return draft, sent, theirs


def test_everything_of_ones_own_is_taken_out(lived, member, other):
    held = own_data.gather(member)["ideas"]
    assert [idea["title"] for idea in held["ideas"]] == ["초안", "골목 눈 치우기 알림"]
    text = json.dumps(held, ensure_ascii=False, default=str)
    assert [word for word in ("내 댓글", "신고한 말", "찾던 말") if word not in text] == []
    assert not [rows for rows in own_data.gather(make_user())["ideas"].values() if rows]


def test_what_others_read_stays_without_the_person(lived, member):
    _draft, sent, theirs = lived
    assert "김이름" in Client().get(sent.get_absolute_url()).content.decode()
    own_data.erase(member)
    assert set(Idea.objects.all()) == {sent, theirs}
    for idea in (sent, theirs):
        assert "김이름" not in Client().get(idea.get_absolute_url()).content.decode()
    assert "내 댓글" in Client().get(theirs.get_absolute_url()).content.decode()
    sent.refresh_from_db()
    assert sent.author is None
    assert not IdeaSupport.objects.exists()
    assert not CaseRequest.objects.exists()
    assert CommentReport.objects.get().reporter is None
    member.delete()
    assert Client().get(sent.get_absolute_url()).status_code == 200


def test_the_weekly_letter_tells_what_became_of_ones_ideas(lived, member, other):
    _draft, sent, theirs = lived
    now = timezone.now()
    period = Period(now - datetime.timedelta(days=7), now + datetime.timedelta(minutes=1))
    for idea in (sent, theirs):
        IdeaStep.objects.create(idea=idea, status="review", answer="답", role_name="노원구 데이터 담당")
    told = [(item.title, item.path, item.note) for item in answers(member, period)]
    assert told == [
        (idea.title, idea.get_absolute_url(), "검토 · 노원구 데이터 담당") for idea in (sent, theirs)
    ]
    assert [item.title for item in answers(other, period)] == ["남의 것"]
    Idea.objects.filter(pk=sent.pk).update(hidden_at=now)
    assert [item.title for item in answers(member, period)] == ["남의 것"]
    assert answers(member, Period(period.until, period.until + datetime.timedelta(days=7))) == []
