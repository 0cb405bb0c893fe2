"""Comments, support and reports of members, on what everybody may read."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.utils import timezone

from portal.community.ideas.domain.talking import MOST_COMMENTS, MOST_REPORTS
from portal.community.ideas.models import CommentReport, IdeaComment
from portal.community.members.domain.find import member_of
from tests.factories.ideas import make_idea

pytestmark = pytest.mark.django_db


def said(body="저희 구도 필요합니다.", **fields):
    return {"body": body, "signed_as": "role", "key": str(uuid.uuid4()), **fields}


def test_a_comment_is_public_once(client):
    idea = make_idea()
    data = said()
    first = client.post(f"/ideas/{idea.pk}/comments/", data)
    assert client.post(f"/ideas/{idea.pk}/comments/", data)["Location"] == first["Location"]
    assert first["Location"].endswith(f"#comment-{IdeaComment.objects.get().pk}")
    page = Client().get(idea.get_absolute_url()).content.decode()
    assert page.count("저희 구도 필요합니다.") == 1
    assert "노원구" in page
    assert "댓글 1" in Client().get("/ideas/").content.decode()


@pytest.mark.parametrize("wrong", [{"body": " "}, {"body": "가" * 2001}, {"signed_as": "x"}, {"key": ""}])
def test_what_is_no_comment_is_said_beside_what_was_typed(client, wrong):
    idea = make_idea()
    answer = client.post(f"/ideas/{idea.pk}/comments/", said(**wrong))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not IdeaComment.objects.exists()


def test_a_comment_is_taken_back_by_its_author_alone(client, others_client):
    idea = make_idea()
    client.post(f"/ideas/{idea.pk}/comments/", said())
    comment = IdeaComment.objects.get()
    CommentReport.objects.create(comment=comment, reporter=None, reason="x")
    address = f"/ideas/comments/{comment.pk}/delete/"
    assert address in client.get(idea.get_absolute_url()).content.decode()
    assert address not in others_client.get(idea.get_absolute_url()).content.decode()
    assert Client().post(address)["Location"].startswith("/login/")
    assert others_client.post(address).status_code == 404
    assert client.get(address).status_code == 405
    assert client.post(address)["Location"] == f"{idea.get_absolute_url()}#comments"
    assert not IdeaComment.objects.exists()
    assert client.post(address).status_code == 404


def test_a_number_of_a_person_is_asked_about_before_everybody_reads_it(client):
    idea = make_idea()
    address, data = f"/ideas/{idea.pk}/comments/", said("물어볼 곳: 010-1234-5678")
    answer = client.post(address, data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "010-****-**78" in page
    assert 'name="sure"' in page
    assert "물어볼 곳: 010-1234-5678" in page
    assert not IdeaComment.objects.exists()
    assert client.post(address, {**data, "sure": "on"}).status_code == 302
    assert IdeaComment.objects.get().body == "물어볼 곳: 010-1234-5678"
    assert 'name="sure"' not in client.get(idea.get_absolute_url()).content.decode()


def test_nobody_floods_an_idea(client, member):
    idea = make_idea()
    author = member_of(member)
    comments = [IdeaComment(idea=idea, author=author, body=str(n)) for n in range(MOST_COMMENTS)]
    IdeaComment.objects.bulk_create(comments)
    answer = client.post(f"/ideas/{idea.pk}/comments/", said("아직 남은 말"))
    assert answer.status_code == 422
    assert "아직 남은 말" in answer.content.decode()
    assert IdeaComment.objects.count() == MOST_COMMENTS


def test_nobody_floods_the_office_with_reports(client, member):
    author = member_of(member)
    idea = make_idea()
    for number in range(MOST_REPORTS):
        comment = IdeaComment.objects.create(idea=idea, body=str(number))
        CommentReport.objects.create(comment=comment, reporter=author, reason="x")
    last = IdeaComment.objects.create(idea=idea, body="마지막")
    address = f"/ideas/comments/{last.pk}/report/"
    assert client.post(address, {"reason": "광고"}).status_code == 422
    CommentReport.objects.all().delete()
    assert client.post(address, {"reason": " "}).status_code == 422
    for _ in range(2):
        assert client.post(address, {"reason": "광고"})["Location"] == idea.get_absolute_url()
    assert CommentReport.objects.count() == 1


def test_support_counts_each_member_once_and_can_be_taken_back(client, others_client):
    idea = make_idea()
    for browser in (client, client, others_client):
        assert browser.post(f"/ideas/{idea.pk}/support/").status_code == 302
    assert "<strong>2</strong>명" in Client().get(idea.get_absolute_url()).content.decode()
    for _ in range(2):
        client.post(f"/ideas/{idea.pk}/support/", {"off": "1"})
    assert idea.supports.count() == 1


def test_ones_own_idea_needs_no_support(client, member):
    idea = make_idea(by=member)
    client.post(f"/ideas/{idea.pk}/support/")
    assert not idea.supports.exists()


@pytest.mark.parametrize("state", ["draft", "hidden", "merged"])
def test_what_is_not_public_cannot_be_talked_about(client, member, state):
    fields = {"draft": {"status": "draft"}, "hidden": {"hidden_at": timezone.now()}, "merged": {}}[state]
    idea = make_idea(by=member, **fields)
    if state == "merged":
        idea.merged_into = make_idea("남는 것")
        idea.save()
    comment = IdeaComment.objects.create(idea=idea, body="말")
    assert client.post(f"/ideas/{idea.pk}/comments/", said()).status_code == 404
    assert client.post(f"/ideas/{idea.pk}/support/").status_code == 404
    assert client.post(f"/ideas/comments/{comment.pk}/report/", {"reason": "x"}).status_code == 404
    assert idea.comments.count() == 1


def test_strangers_and_other_sites_say_nothing(member):
    idea = make_idea()
    assert Client().post(f"/ideas/{idea.pk}/comments/", said())["Location"].startswith("/login/")
    assert Client().post(f"/ideas/{idea.pk}/support/")["Location"].startswith("/login/")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(member)
    assert browser.post(f"/ideas/{idea.pk}/comments/", said()).status_code == 403
    assert not IdeaComment.objects.exists()
