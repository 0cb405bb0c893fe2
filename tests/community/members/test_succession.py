"""Handing over: one step, everything passes on, the history stays, nobody else can do it."""

from __future__ import annotations

import pytest
from django.test import Client
from post_office.models import Email

from portal.accounts.roles import Role, district_group_name
from portal.audit.enums import AuditAction
from portal.audit.models import AuditEntry
from portal.community.members.domain import holdings
from portal.community.members.domain.find import member_of, post_recipients
from portal.community.members.domain.succession import hand_over, leave
from portal.community.members.models import DistrictDesk, Member, Post
from tests.factories.members import ALL_SHOWN, make_member, make_post
from tests.factories.site import make_case, make_district, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder():
    return make_user("holder@example.org")


@pytest.fixture
def successor():
    return make_user("successor@example.org")


@pytest.fixture
def post(holder) -> Post:
    return make_post("ai", district=make_district(), holder=holder, mailbox="ai@example.org")


def browser(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form_of(post: Post, **fields: str) -> dict[str, str]:
    return {"to": "member", "address": "successor@example.org", "holder": str(post.holder_id or ""), **fields}


def send(client: Client, post: Post, **fields: str):
    return client.post(f"{post.get_absolute_url()}hand-over/", form_of(post, **fields))


def test_the_holder_hands_over_in_one_step_and_everything_passes_on(post, holder, successor):
    case = make_case("넘어갈 사례", district=post.district, contact_post=post)
    response = send(browser(holder), post)
    assert response.status_code == 302
    post.refresh_from_db()
    assert post.holder == member_of(successor)
    assert post.mailbox == "ai@example.org"
    html = browser(successor).get(post.get_absolute_url()).content.decode()
    assert case.title in html
    assert "자리 넘기기" in html
    past, now = post.holdings.order_by("pk")
    assert (past.member, past.until is not None) == (member_of(holder), True)
    assert (now.member, now.until) == (member_of(successor), None)
    assert list(Email.objects.filter(to="successor@example.org").values_list("subject", flat=True)) == [
        "[CDO 포럼] 자리를 맡았습니다: 노원구 AI 담당"
    ]
    entry = AuditEntry.objects.get(action=AuditAction.POST_HANDED_OVER)
    assert (entry.by_number, entry.subject) == (holder.pk, "노원구 AI 담당")


def test_who_signed_in_long_ago_signs_in_once_more(settings, post, holder):
    client = browser(holder)
    settings.REAUTHENTICATION_SECONDS = 0
    answer = send(client, post, to="vacant")
    assert answer.status_code == 302
    assert "next=%2Faccount%2Fkept-form%2F" in answer["Location"]
    post.refresh_from_db()
    assert post.holder == member_of(holder)


def test_who_handed_over_has_no_more_rights(post, holder, successor):
    send(browser(holder), post)
    page = browser(holder).get(post.get_absolute_url()).content.decode()
    assert "자리 넘기기" not in page
    assert send(browser(holder), post, to="vacant").status_code == 403


def test_a_vacant_post_says_so_and_offers_the_general_contact(post, holder):
    DistrictDesk.objects.create(
        district=post.district, name="민원 안내", email="desk@example.org", phone="02-000-0000"
    )
    make_member(holder, **ALL_SHOWN)
    reader = browser(make_user("reader@example.org"))
    assert "ai@example.org" in reader.get(post.get_absolute_url()).content.decode()
    send(browser(holder), post, to="vacant", address="")
    html = reader.get(post.get_absolute_url()).content.decode()
    for shown in ("공석", "민원 안내", "desk@example.org", "02-000-0000"):
        assert shown in html
    assert "ai@example.org" not in html


@pytest.mark.parametrize(
    ("group", "status"),
    [
        (Role.FORUM_EDITOR, 302),
        (Role.ADMINISTRATOR, 302),
        (Role.READER, 403),
        ("노원구 편집자", 302),
        ("강남구 편집자", 403),
    ],
)
def test_the_office_and_the_districts_own_editors_hand_over_too(group, status, post, successor):
    make_district("강남구", "Gangnam-gu", "11680")
    somebody = make_user("somebody@example.org", group)
    assert send(browser(somebody), post).status_code == status
    post.refresh_from_db()
    assert (post.holder == member_of(successor)) is (status == 302)
    page = browser(somebody).get(f"{post.get_absolute_url()}hand-over/")
    assert page.status_code == (200 if status == 302 else 403)


def test_posts_outside_the_districts_are_the_offices(successor):
    post = make_post("ai", institution="도쿄도")
    assert send(browser(make_user("n@example.org", "노원구 편집자")), post).status_code == 403
    assert send(browser(make_user("o@example.org", Role.FORUM_EDITOR)), post).status_code == 302


def test_sending_twice_does_it_once(post, holder, successor):
    client = browser(make_user("office@example.org", Role.FORUM_EDITOR))
    data = form_of(post)
    for _ in range(2):
        assert client.post(f"{post.get_absolute_url()}hand-over/", data).status_code == 302
    assert post.holdings.count() == 2
    assert Email.objects.filter(to="successor@example.org").count() == 1


def test_an_old_form_changes_nothing(post, holder, successor):
    client = browser(make_user("office@example.org", Role.FORUM_EDITOR))
    old = form_of(post, to="vacant", address="")
    send(client, post)
    answer = client.post(f"{post.get_absolute_url()}hand-over/", old, follow=True)
    assert "담당이 바뀌었습니다" in answer.content.decode()
    post.refresh_from_db()
    assert post.holder == member_of(successor)


@pytest.mark.parametrize(
    "address", ["", "nobody@example.org", "no address", "locked@example.org", "a@b\nBcc: c@d"]
)
def test_nobody_is_no_successor(address, post, holder):
    make_user("locked@example.org", is_active=False)
    response = send(browser(holder), post, address=address)
    assert response.status_code == 422
    assert "field-error" in response.content.decode()
    post.refresh_from_db()
    assert post.holder == member_of(holder)


def test_a_form_of_another_site_is_refused(post, holder, successor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(holder)
    assert send(client, post).status_code == 403


def test_rooms_are_told_whichever_way_the_holder_changes(post, successor, monkeypatch):
    told: list[Post] = []
    monkeypatch.setattr(holdings, "_follow", [told.append])
    post.holder = member_of(successor)
    post.save()
    hand_over(post, None, by=None)
    hand_over(post, None, by=None)
    assert told == [post, post]


def test_whoever_leaves_leaves_the_post_and_not_their_name(post, holder):
    make_member(holder, name_shown="은닉", department="은닉", **ALL_SHOWN)
    leave(member_of(holder))
    holder.delete()
    row = Member.objects.get()
    assert (row.user, row.name_shown, row.department, row.shows_name) == (None, "", "", False)
    post.refresh_from_db()
    assert post.is_vacant
    assert post.holdings.filter(until=None).count() == 0
    assert post.holdings.count() == 1


def test_a_deleted_account_leaves_the_post_vacant_without_more_ado(post, holder):
    holder.delete()
    post = Post.objects.get()
    assert post.is_vacant


def test_mail_goes_to_the_first_that_is_there(post, holder, settings):
    settings.OFFICE_EMAIL = "office@example.org"
    assert post_recipients(post) == ["ai@example.org"]
    post.mailbox = ""
    assert post_recipients(post) == ["holder@example.org"]
    post.holder = None
    assert post_recipients(post) == ["office@example.org"]
    DistrictDesk.objects.create(district=post.district, email="desk@example.org")
    assert post_recipients(post) == ["desk@example.org"]
    settings.OFFICE_EMAIL = ""
    assert post_recipients(make_post("ai", institution="도쿄도")) == []


def test_only_one_of_district_and_institution():
    group = district_group_name(make_district())
    assert group == "노원구 편집자"
    with pytest.raises(Exception, match="하나만"):
        Post(role="ai", district=make_district(), institution="도쿄도").full_clean()
    with pytest.raises(Exception, match="하나만"):
        Post(role="ai").full_clean()


def test_posts_that_are_not_there_are_not_there(holder):
    for path in ("/members/posts/999999/", "/members/posts/999999/hand-over/", "/members/posts/0/"):
        assert browser(holder).get(path).status_code == 404
