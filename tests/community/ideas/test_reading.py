"""The list, the page and what search finds: public ideas only, at the same cost for one and for twenty."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.community.ideas.domain.moderation import hide, restore
from portal.community.ideas.models import IdeaComment, IdeaStep
from portal.community.members.domain.find import member_of
from portal.core.changes import shows
from search.sync import sync_all
from tests.factories.ideas import make_idea
from tests.factories.site import make_district, make_user

pytestmark = pytest.mark.django_db


def titles(address: str) -> list[str]:
    listing = Client().get(address).context["listing"]
    return [idea.title for idea in listing.items]


def test_the_list_is_filtered_sorted_and_paged():
    gangnam = make_district("강남구", "Gangnam-gu", "11680")
    make_idea("가 제설", tags=("제설",))
    make_idea("나 주차", districts=[gangnam], status="review")
    make_idea("다 돌봄", districts=[gangnam, make_district()], tags=("제설", "돌봄"))
    make_idea("라 초안", status="draft")
    make_idea("마 가림", hidden_at=timezone.now())
    assert titles("/ideas/") == ["다 돌봄", "나 주차", "가 제설"]
    assert titles("/ideas/?sort=oldest") == ["가 제설", "나 주차", "다 돌봄"]
    assert titles("/ideas/?sort=title") == ["가 제설", "나 주차", "다 돌봄"]
    assert titles("/en/ideas/?sort=title") == ["가 제설", "나 주차", "다 돌봄"]
    assert titles("/ideas/?district=강남구") == ["다 돌봄", "나 주차"]
    assert titles("/ideas/?district=강남구&tag=돌봄") == ["다 돌봄"]
    assert titles("/ideas/?status=review") == ["나 주차"]
    assert titles("/ideas/?status=draft&page=99&tag=%00&sort=x") == ["다 돌봄", "나 주차", "가 제설"]
    first = make_idea("바 인기")
    first.supports.create(member=member_of(make_user()))
    make_idea("사 최신")
    assert titles("/ideas/?sort=support")[0] == "바 인기"
    assert "라 초안" not in Client().get("/ideas/").content.decode()


def test_twenty_cost_as_many_queries_as_one():
    def cost(address: str) -> int:
        Client().get(address)
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(address).status_code == 200
        return len(queries)

    idea = make_idea(tags=("제설",))
    IdeaComment.objects.create(idea=idea, author=idea.author, body="말", signed_as="name")
    addresses = ("/ideas/", "/ideas/?tag=제설&sort=support", idea.get_absolute_url())
    few = [cost(address) for address in addresses]
    for number in range(19):
        more = make_idea(f"생각 {number}", tags=("제설",), signed_as="name")
        IdeaComment.objects.create(idea=idea, author=more.author, body="말", signed_as="name")
        IdeaStep.objects.create(idea=idea, status="review", answer="답")
    assert [cost(address) for address in addresses] == few
    assert max(few) <= 30


def found(query: str, browser: Client | None = None) -> list[str]:
    sync_all()
    answer = (browser or Client()).get("/api/search/", {"q": query, "kind": "idea"})
    return [result["url"] for result in answer.json()["results"]]


def test_search_finds_public_ideas_by_their_words_and_answers(office, member):
    idea = make_idea("골목 제설 알림", by=member, tags=("제설",))
    make_idea("초안의 제설", status="draft")
    IdeaStep.objects.create(idea=idea, status="review", answer="살수차와 함께 검토합니다.")
    comment = IdeaComment.objects.create(idea=idea, body="염화칼슘")
    assert found("제설") == [idea.get_absolute_url()]
    assert found("살수차") == [idea.get_absolute_url()]
    assert found(comment.body) == []
    answer = Client().get("/api/search/", {"q": "제설", "district": "노원구", "tag": "제설"}).json()
    assert [(hit["kind"], hit["title"]) for hit in answer["results"]] == [("idea", "골목 제설 알림")]
    assert "아이디어" in Client().get("/search/?q=제설").content.decode()
    hide(idea, "까닭", make_user())
    # Asked of the database before the index has followed.
    assert Client().get("/api/search/?q=제설&kind=idea").json()["results"] == []
    for browser in (Client(), office):
        assert found("제설", browser) == []
    restore(idea, make_user())
    assert found("제설") == [idea.get_absolute_url()]
    idea.merged_into = make_idea("눈 치우기")
    idea.save()
    assert found("제설") == []


def test_a_changed_name_reaches_kept_pages():
    author = make_user(last_name="김", first_name="이름")
    idea = make_idea(by=author, signed_as="name")
    assert "김이름" in Client().get(idea.get_absolute_url()).content.decode()
    member = member_of(author)
    member.name_shown = "새이름"
    with CaptureQueriesContext(connection) as queries:
        member.save()
    assert [query["sql"] for query in queries if shows(query["sql"])]
    assert "새이름" in Client().get(idea.get_absolute_url()).content.decode()


def test_an_idea_outlives_its_author():
    author = make_user(last_name="김", first_name="이름")
    idea = make_idea(by=author, signed_as="name")
    member_of(author).delete()
    page = Client().get(idea.get_absolute_url()).content.decode()
    assert "김이름" not in page
    assert "노원구" in page
