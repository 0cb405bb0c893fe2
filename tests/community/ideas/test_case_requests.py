"""A search without results becomes a request, a district is asked, a page answers, and the asker alone is told."""

from __future__ import annotations

import uuid

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from post_office.models import Email

from portal.community.members.domain.find import member_of
from portal.community.members.models import Post
from search import case_requests
from search.models import CaseRequest
from tests.factories.site import make_case, make_district, make_user, restrict

pytestmark = pytest.mark.django_db
PATH = "/search/request/"


@pytest.fixture
def nowon(post):
    post.mailbox = "nowon@example.org"
    post.save()
    return post


def letters(**filters):
    return [
        (letter.to, letter.subject, letter.message)
        for letter in Email.objects.filter(**filters).order_by("pk")
    ]


def edit(office, request, **fields):
    """Save the office's form as it stands, with `fields` changed."""
    address = f"/admin/snippets/search/caserequest/edit/{request.pk}/"
    form = BeautifulSoup(office.get(address).content, "html.parser")
    data: dict[str, str] = {
        str(field["name"]): str(field.get("value") or field.text)
        for field in form.select("form [name]")
        if field.name != "button" and field["name"] != "done"
    }
    return office.post(address, {**data, **fields})


def ask(client, **fields):
    client.post(PATH, {"query": "제설 로봇", "district": "노원구", "key": str(uuid.uuid4()), **fields})
    return CaseRequest.objects.get()


def test_a_member_requests_with_one_click_what_was_not_found(client, nowon):
    page = BeautifulSoup(client.get("/search/?q=제설 로봇&district=노원구").content, "html.parser")
    form = page.find("button", string="이 사례 요청하기").find_parent("form")
    data = {field["name"]: field["value"] for field in form.select("input")}
    for _ in range(2):
        sent = client.post(form["action"], data)
        assert sent.status_code == 302
    assert "전자우편으로 알려" in client.get(sent["Location"]).content.decode()
    request = CaseRequest.objects.get()
    assert (request.query, request.district, request.asker.email) == (
        "제설 로봇",
        "노원구",
        "member@example.org",
    )
    ((to, subject, text),) = letters()
    assert (to, "제설 로봇" in subject) == (["nowon@example.org"], True)
    assert "member@example.org" not in text
    assert request.routed_at


def test_without_a_post_the_districts_desk_is_asked_and_then_the_office():
    ask(Client())
    Post.objects.all().delete()
    assert [to for to, *_ in letters()] == [["office@example.org"]]


def test_who_holds_the_post_now_is_asked(client, post):
    holder = make_user("holder@example.org")
    post.holder = member_of(holder)
    post.save()
    ask(client)
    assert [to for to, *_ in letters(subject__contains="사례 요청")] == [["holder@example.org"]]


def test_the_asker_is_told_of_the_page_that_answers(client, office, nowon):
    request = ask(client)
    case = make_case("눈 치우는 로봇", district=make_district())
    assert edit(office, request, answer=case.pk, answer_note="시범 운영 중입니다.").status_code == 302
    request.refresh_from_db()
    assert (request.answer_id, request.done) == (case.pk, True)
    assert request.told_at
    ((to, _, text),) = letters(to__contains="member@example.org")
    assert to == ["member@example.org"]
    assert case.get_url() in text
    assert "시범 운영 중입니다." in text
    # Saving it again tells nobody again.
    edit(office, request, answer_note="고침")
    assert len(letters(to__contains="member@example.org")) == 1


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("reader@example.org", ["reader@example.org"]),
        ("02-123-4567", []),
        ("", []),
        ("a@example.org, b@example.org", []),
        ("a@example.org\nBcc: b@example.org", []),
    ],
)
def test_a_reader_is_told_where_they_left_an_address(office, contact, told):
    request = CaseRequest.objects.create(query="제설", contact=contact)
    edit(office, request, answer=make_case().pk)
    assert [to for to, *_ in letters()] == [[address] for address in told]


def test_nobody_who_left_is_told(office, member):
    member.is_active = False
    member.save()
    request = CaseRequest.objects.create(query="제설", asker=member, contact="x@example.org")
    edit(office, request, answer=make_case().pk)
    assert letters() == []


def test_only_a_public_page_answers(office):
    request = CaseRequest.objects.create(query="제설", contact="reader@example.org")
    draft, closed = make_case(live=False), make_case()
    restrict(closed)
    for case in (draft, closed):
        assert edit(office, request, answer=case.pk).status_code == 200
    assert edit(office, request, district="없는구").status_code == 200
    request.refresh_from_db()
    assert (request.answer, request.district) == (None, "")
    assert letters() == []


def test_another_district_is_asked_when_the_office_says_so(office, nowon):
    request = CaseRequest.objects.create(query="제설")
    edit(office, request, district="노원구")
    assert [to for to, *_ in letters()] == [["nowon@example.org"]]


def test_two_editors_do_not_answer_over_each_other(office):
    request = CaseRequest.objects.create(query="제설", contact="reader@example.org")
    first, second = make_case(), make_case()
    edit(office, request, answer=first.pk)
    late = edit(office, request, answer=second.pk, seen_version="1")
    assert "그사이 다른 사람이" in late.content.decode()
    request.refresh_from_db()
    assert request.answer_id == first.pk
    assert len(letters()) == 1


def test_requests_are_the_offices_alone(client, member, nowon):
    request = ask(client, query="은닉할 요청", text="은닉할 까닭")
    editor = Client()
    editor.force_login(make_user("gu@example.org", "노원구 편집자"))
    address = f"/admin/snippets/search/caserequest/edit/{request.pk}/"
    for browser in (Client(), client, editor):
        assert browser.get(address).status_code in (302, 403)
        assert browser.post(address, {"query": "x"}).status_code in (302, 403)
    for public in ("/", "/search/?q=은닉할", "/api/search/?q=은닉할", "/ideas/", "/api/suggest/?q=은닉"):
        text = Client().get(public).content.decode()
        assert "은닉할 요청" not in text
        assert "은닉할 까닭" not in text


def test_a_member_floods_nobody(client, member):
    CaseRequest.objects.bulk_create(
        CaseRequest(query="가", asker=member) for _ in range(case_requests.MOST_OF_A_MEMBER)
    )
    answer = client.post(PATH, {"query": "나"})
    assert answer.status_code == 422
    assert CaseRequest.objects.count() == case_requests.MOST_OF_A_MEMBER
    assert letters() == []


def test_markup_and_line_breaks_stay_in_their_place(client, office, nowon):
    request = ask(client, query="<b>눈</b>\r\nBcc: x@example.org", text="<script>1</script>")
    ((_, subject, _),) = letters()
    assert "\n" not in subject
    assert Email.objects.get().bcc in ([], None, "")
    page = office.get(f"/admin/snippets/search/caserequest/edit/{request.pk}/").content.decode()
    assert "<script>1</script>" not in page
