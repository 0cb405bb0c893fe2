"""One's own page: what is saved, what is refused, whose it is."""

from __future__ import annotations

import pytest
from django.test import Client

from portal.community.members.domain.find import member_of
from portal.community.members.forms import MOST_TOPICS
from portal.community.members.models import Member
from tests.factories.members import make_post
from tests.factories.site import make_district, make_tag, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return make_user("me@example.org", last_name="", first_name="노원구 담당")


@pytest.fixture
def client(user) -> Client:
    browser = Client()
    browser.force_login(user)
    return browser


def test_a_member_is_made_at_the_first_visit_and_shows_nothing(client, user):
    assert not Member.objects.exists()
    assert client.get("/members/me/").status_code == 200
    member = Member.objects.get()
    assert (member.user, member.name_shown) == (user, "노원구 담당")
    assert not any(getattr(member, name) for name in vars(member) if name.startswith("shows_"))


def test_the_address_is_never_taken_for_a_name():
    assert member_of(make_user("person@example.org")).name_shown == ""


def test_everything_is_saved_with_the_choice_of_each_field(client, user):
    tags = [make_tag("돌봄"), make_tag("드론")]
    sent = {
        "name_shown": "AI 담당",
        "institution": "도쿄도",
        "department": "디지털서비스국",
        "topics": [str(tag.pk) for tag in tags],
        "shows_place": "on",
        "shows_topics": "on",
    }
    assert client.post("/members/me/", sent).status_code == 302
    member = member_of(user)
    assert (member.name_shown, member.place, member.department) == ("AI 담당", "도쿄도", "디지털서비스국")
    assert list(member.topics.order_by("name")) == tags
    assert (member.shows_place, member.shows_topics) == (True, True)
    assert (member.shows_name, member.shows_department, member.shows_mailbox) == (False, False, False)
    assert 'value="도쿄도"' in client.get("/members/me/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"district": "x"},
        {"district": "999999"},
        {"topics": "999999"},
        {"topics": "드론"},
        {"name_shown": "가" * 61},
        {"institution": "가" * 101},
        {"name_shown": "a\x00b"},
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(wrong, client, user):
    answer = client.post("/members/me/", {"department": "디지털과", **wrong})
    assert answer.status_code == 422
    assert 'value="디지털과"' in answer.content.decode()
    assert member_of(user).department == ""


def test_a_district_or_an_institution_not_both(client, user):
    sent = {"district": str(make_district().pk), "institution": "도쿄도"}
    assert "하나만" in client.post("/members/me/", sent).content.decode()
    assert member_of(user).district is None


def test_not_too_many_topics(client):
    ids = [str(make_tag(f"주제 {number}").pk) for number in range(MOST_TOPICS + 1)]
    assert client.post("/members/me/", {"topics": ids}).status_code == 422


def test_nobody_writes_the_page_of_another(client, user):
    other = member_of(make_user("other@example.org"))
    client.post("/members/me/", {"name_shown": "나", "user": str(other.user_id), "id": str(other.pk)})
    other.refresh_from_db()
    assert other.name_shown == ""
    assert member_of(user).name_shown == "나"


def test_posts_come_with_their_mailbox_and_a_way_to_hand_over(client, user):
    post = make_post("ai", district=make_district(), holder=user, mailbox="ai@example.org")
    html = client.get("/members/me/").content.decode()
    assert "ai@example.org" in html
    assert post.get_absolute_url() in html


def test_a_form_of_another_site_is_refused(user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    assert client.post("/members/me/", {"name_shown": "x"}).status_code == 403


def test_english_screens_speak_english(client):
    html = client.get("/en/members/me/").content.decode()
    assert "My details" in html
    assert "Show to other members" in html
