"""Invitations: sent by the office, used once, in time, by the newest link only."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from portal.accounts.models import User
from portal.accounts.roles import Role, ensure_roles
from portal.audit.enums import AuditAction
from portal.audit.models import AuditEntry
from portal.community.members.models import Member
from portal.joining.enums import InvitedRole
from portal.joining.models import Invitation
from tests.factories.site import make_district, make_user

pytestmark = pytest.mark.django_db
DESK = "/admin/joining/"
NEW = "new@nowon.go.kr"
FILLED = {
    "name": "노원구 AI 담당",
    "department": "스마트도시과",
    "password": "long-enough-phrase",
    "again": "long-enough-phrase",
}


@pytest.fixture
def office():
    make_district()
    ensure_roles()
    client = Client()
    client.force_login(make_user("office@example.org", Role.FORUM_EDITOR))
    return client


def invite(office, **more) -> str:
    """Sends an invitation; the path of its link."""
    answer = office.post(DESK, {"email": NEW, "role": "reader", "institution": "", **more})
    assert answer.status_code == 302, answer.context["form"].errors
    return newest_link()


def newest_link() -> str:
    letter = Email.objects.latest("pk")
    assert letter.to == [NEW]
    return re.search(r"https?://[^/\s]+(/\S+)", letter.message)[1]


def test_from_the_invitation_to_the_account(office, client):
    district = make_district()
    link = invite(office, role="district_editor", district=district.pk)
    page = client.get(link)
    assert page.status_code == 200
    assert NEW in page.content.decode()
    answer = client.post(link, {**FILLED, "district": "999", "email": "other@example.org"})
    assert (answer.status_code, answer["Location"]) == (302, "/join/done/")
    user = User.objects.get(email=NEW)
    assert (user.get_full_name(), user.district) == ("노원구 AI 담당", district)
    assert [group.name for group in user.groups.all()] == ["노원구 편집자"]
    assert user.check_password(FILLED["password"])
    assert EmailAddress.objects.get(user=user).verified
    assert Member.objects.get(user=user).department == "스마트도시과"
    entry = AuditEntry.objects.get(action=AuditAction.REGISTERED)
    assert entry.by_number == user.pk
    client.post("/login/", {"username": NEW, "password": FILLED["password"]})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_a_link_serves_once(office, client):
    link = invite(office, district=make_district().pk)
    client.post(link, FILLED)
    for method in (client.get, client.post):
        assert method(link, FILLED).status_code == 410
    assert User.objects.filter(email=NEW).count() == 1


def test_a_link_ends(office, client):
    link = invite(office, district=make_district().pk)
    with time_machine.travel(timezone.now() + timedelta(days=14, hours=1)):
        assert client.get(link).status_code == 410
        assert client.post(link, FILLED).status_code == 410
    assert not User.objects.filter(email=NEW).exists()


def test_sending_again_and_taking_back(office, client):
    first = invite(office, district=make_district().pk)
    invitation = Invitation.objects.get()
    office.post(f"{DESK}invitations/{invitation.pk}/", {"again": ""})
    second = newest_link()
    assert first != second
    assert (client.get(first).status_code, client.get(second).status_code) == (410, 200)
    office.post(f"{DESK}invitations/{invitation.pk}/", {"back": ""})
    assert client.get(second).status_code == 410
    letters = Email.objects.count()
    office.post(f"{DESK}invitations/{invitation.pk}/", {"again": ""})
    assert Email.objects.count() == letters


def test_a_forged_link_opens_nothing(office, client):
    link = invite(office, district=make_district().pk)
    for forged in (
        link[:-3] + "xx/",
        "/join/abc/",
        "/join/1:1:1/",
        "/join/%00/",
        "/join/" + "x" * 3000 + "/",
    ):
        assert client.get(forged).status_code in (404, 410), forged
    # A link made for something else, with a signature of ours.
    from portal.community.links import make_token

    other = make_token("wake", Invitation.objects.get().pk, "1")
    assert client.get(f"/join/{other}/").status_code == 410


def test_what_is_filled_in_is_checked(office, client):
    link = invite(office)
    for wrong in (
        {},
        FILLED,  # neither a district nor an institution
        {**FILLED, "institution": "서울디지털재단", "name": " "},
        {**FILLED, "institution": "서울디지털재단", "again": "something-else-here"},
        {**FILLED, "institution": "서울디지털재단", "password": "1234567890", "again": "1234567890"},
        {**FILLED, "district": "abc"},
    ):
        assert client.post(link, wrong).status_code == 422, wrong
    assert not User.objects.filter(email=NEW).exists()
    kept = client.post(link, {**FILLED, "name": "<b>이름", "again": "x"}).content.decode()
    assert "&lt;b&gt;이름" in kept
    assert FILLED["password"] not in kept
    assert client.post(link, {**FILLED, "institution": "서울디지털재단"}).status_code == 302
    user = User.objects.get(email=NEW)
    assert (user.district, Member.objects.get(user=user).institution) == (None, "서울디지털재단")
    assert [group.name for group in user.groups.all()] == [Role.READER]


def test_a_double_click_sends_one_letter(office):
    for _ in range(2):
        invite(office)
    assert (Invitation.objects.count(), Email.objects.count()) == (1, 1)


def test_an_address_with_an_account_is_not_invited(office):
    make_user(NEW)
    answer = office.post(DESK, {"email": NEW.upper(), "role": "reader"})
    assert answer.status_code == 422
    assert not Invitation.objects.exists()


def test_an_editor_of_a_district_needs_a_district(office):
    assert office.post(DESK, {"email": NEW, "role": InvitedRole.DISTRICT_EDITOR}).status_code == 422


def test_no_role_above_that_of_a_district_editor_is_given(office):
    for role in ("관리자", "포럼 편집자", "administrator", ""):
        assert office.post(DESK, {"email": NEW, "role": role}).status_code == 422
    assert not Invitation.objects.exists()


def test_the_desk_is_for_the_office(office):
    invite(office)
    pk = Invitation.objects.get().pk
    for role in ("노원구 편집자", Role.READER):
        client = Client()
        client.force_login(make_user("", role))
        assert client.get(DESK).status_code == 302
        for address in (DESK, f"{DESK}invitations/{pk}/", f"{DESK}requests/1/", f"{DESK}accounts/1/"):
            assert client.post(address, {"email": "x@go.kr", "role": "reader"}).status_code == 302
    assert Invitation.objects.get().is_open
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(email="office@example.org"))
    assert strict.post(f"{DESK}invitations/{pk}/", {"back": ""}).status_code == 403
    for address in (f"{DESK}requests/999/", f"{DESK}invitations/0/", f"{DESK}accounts/999/"):
        assert office.post(address, {"again": ""}).status_code == 302
