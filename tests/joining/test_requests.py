"""Asking for an account: confirmed, decided by the office, and nobody learns who has an account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from portal.accounts.models import User
from portal.accounts.roles import Role, ensure_roles
from portal.core.models import AccountRules
from portal.joining.enums import RequestState
from portal.joining.models import AccountRequest, Invitation
from tests.factories.site import make_district, make_user

pytestmark = pytest.mark.django_db
NEW = "new@nowon.go.kr"
DESK = "/admin/joining/"


@pytest.fixture(autouse=True)
def site():
    make_district()
    ensure_roles()


@pytest.fixture
def office():
    client = Client()
    client.force_login(make_user("office@example.org", Role.FORUM_EDITOR))
    return client


def filled(**more: object) -> dict[str, object]:
    return {
        "email": NEW,
        "name": "<b>새 담당",
        "district": make_district().pk,
        "department": "스마트도시과",
        "reason": "사례를 올리려 합니다.",
        **more,
    }


def link_to(address: str = NEW) -> str:
    letter = Email.objects.filter(to=address).latest("pk")
    return re.search(r"https?://[^/\s]+(/\S+)", letter.message)[1]


def ask(client) -> AccountRequest:
    assert client.post("/register/", filled()).status_code == 302
    client.post(link_to())
    return AccountRequest.objects.get(state=RequestState.WAITING)


def test_from_the_request_to_the_account(client, office, settings):
    settings.OFFICE_EMAIL = "forum@example.org"
    client.post("/register/", filled())
    letter = Email.objects.get(to=NEW)
    # What a stranger wrote goes to no address that a stranger chose.
    assert "새 담당" not in letter.message
    assert "새 담당" not in office.get(DESK).content.decode()
    link = link_to()
    assert client.get(link).status_code == 200
    assert AccountRequest.objects.get().state == RequestState.UNCONFIRMED
    assert client.post(link)["Location"] == "/register/done/"
    assert link_to("forum@example.org") == DESK
    page = office.get(DESK).content.decode()
    assert "&lt;b&gt;새 담당" in page
    request = AccountRequest.objects.get()
    office.post(f"{DESK}requests/{request.pk}/", {"approve": "", "role": "district_editor"})
    join = link_to()
    assert "새 담당" in client.get(join).content.decode()
    client.post(join, {"name": "새 담당", "password": "long-enough-phrase", "again": "long-enough-phrase"})
    user = User.objects.get(email=NEW)
    assert [group.name for group in user.groups.all()] == ["노원구 편집자"]
    request.refresh_from_db()
    assert (request.state, request.decided_by.email) == (RequestState.APPROVED, "office@example.org")


def test_a_refusal_is_told_with_its_reason(client, office):
    request = ask(client)
    office.post(f"{DESK}requests/{request.pk}/", {"refuse": "", "reason": "담당 기관에 먼저 물어 주세요."})
    assert "담당 기관에 먼저 물어 주세요." in Email.objects.filter(to=NEW).latest("pk").message
    assert not Invitation.objects.exists()


def test_two_decide_at_once(client, office):
    request = ask(client)
    office.post(f"{DESK}requests/{request.pk}/", {"approve": "", "role": "reader"})
    letters = Email.objects.count()
    answer = office.post(f"{DESK}requests/{request.pk}/", {"refuse": ""}, follow=True)
    assert "이미 처리된 신청입니다." in answer.content.decode()
    request.refresh_from_db()
    assert (request.state, Email.objects.count()) == (RequestState.APPROVED, letters)


def test_the_answer_tells_nothing_about_accounts(client):
    make_user("known@nowon.go.kr")
    answers = []
    for email in (NEW, "known@nowon.go.kr", "KNOWN@Nowon.go.kr"):
        answer = client.post("/register/", filled(email=email))
        shown = client.get(answer["Location"]).content.decode()
        answers.append((answer.status_code, answer["Location"], re.sub(r'value="\w{64}"', "", shown)))
    assert answers[0] == answers[1] == answers[2]
    letters = Email.objects.filter(to="known@nowon.go.kr")
    assert letters.count() == 2
    assert "/register/" not in letters.first().message
    # Nothing of what a stranger wrote about an account is kept.
    assert not AccountRequest.objects.filter(state=RequestState.KNOWN).exclude(name="").exists()
    assert not AccountRequest.objects.filter(state=RequestState.WAITING).exists()


@pytest.mark.parametrize(
    ("email", "accepted"),
    [
        ("a@nowon.go.kr", True),
        ("a@GO.KR", True),
        ("a@korea.kr", True),
        ("a@evilgo.kr", False),
        ("a@go.kr.example.org", False),
        ("a@example.org", False),
    ],
)
def test_addresses_of_accepted_domains_only(client, email, accepted):
    answer = client.post("/register/", filled(email=email))
    assert (answer.status_code == 302) == accepted
    assert AccountRequest.objects.exists() == accepted


def test_the_office_sets_the_domains(client):
    AccountRules.objects.create(accepted_domains=" @City.Example \n*.other.example\n")
    for email, accepted in (("a@city.example", True), ("a@x.other.example", True), ("a@nowon.go.kr", False)):
        assert (client.post("/register/", filled(email=email)).status_code == 302) == accepted
    AccountRules.objects.update(accepted_domains="")
    assert client.post("/register/", filled(email="a@anything.example")).status_code == 302


def test_one_address_is_not_flooded(client):
    for _ in range(6):
        assert client.post("/register/", filled()).status_code == 302
    assert Email.objects.filter(to=NEW).count() == 3


def test_the_office_is_not_flooded(client):
    AccountRequest.objects.bulk_create(AccountRequest(email=f"{n}@go.kr") for n in range(60))
    answer = client.post("/register/", filled())
    assert answer.status_code == 422
    assert not Email.objects.exists()


def test_programs_are_thanked_and_forgotten(client):
    assert client.post("/register/", filled(website="x")).status_code == 302
    assert not AccountRequest.objects.exists()


def test_links_end_and_serve_once(client):
    client.post("/register/", filled())
    link = link_to()
    with time_machine.travel(timezone.now() + timedelta(days=3, hours=1)):
        assert client.post(link).status_code == 410
    client.post(link)
    assert client.post(link).status_code == 410
    assert AccountRequest.objects.filter(state=RequestState.WAITING).count() == 1


def test_who_asks_twice_waits_once(client):
    ask(client)
    client.post("/register/", filled(name="두 번째"))
    client.post(link_to())
    assert [row.name for row in AccountRequest.objects.filter(state=RequestState.WAITING)] == ["두 번째"]


def test_headers_cannot_be_written_into_a_letter(client):
    answer = client.post("/register/", filled(email="a@go.kr\r\nBcc: b@example.org", name="x\r\nBcc: y"))
    assert answer.status_code == 422
    client.post("/register/", filled(name="x\r\nBcc: y@example.org"))
    assert "Bcc" not in Email.objects.get().message
