"""A draft is nobody's business; what is sent is everybody's. Once, and not more often than a person would."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from post_office.models import Email

from portal.community.ideas.domain.files import MOST_BYTES
from portal.community.ideas.domain.writing import MOST_DRAFTS, MOST_SENT_PER_DAY
from portal.community.ideas.models import Idea, IdeaFile
from portal.core.enums import CheckState
from portal.core.models import PortalDocument
from tests.factories.ideas import make_idea, written
from tests.factories.site import make_district, make_tag, make_user

pytestmark = pytest.mark.django_db
NEW = "/ideas/new/"


def test_a_draft_is_its_authors_alone(client, others_client, office):
    district, tag = make_district(), make_tag("제설")
    answer = client.post(NEW, written(action="draft", districts=[district.pk], tags=[tag.pk], problem=""))
    idea = Idea.objects.get()
    assert answer["Location"] == f"/ideas/{idea.pk}/edit/"
    assert (idea.status, idea.sent_at, idea.author.user.email) == ("draft", None, "member@example.org")
    assert [d.name for d in idea.districts.all()] == ["노원구"]
    assert [row.tag.name for row in idea.tagged_items.all()] == ["제설"]
    for browser in (Client(), others_client, office):
        assert browser.get(f"/ideas/{idea.pk}/").status_code == 404
        assert "골목 눈" not in browser.get("/ideas/").content.decode()
    assert others_client.get(f"/ideas/{idea.pk}/edit/").status_code == 404
    assert others_client.post(f"/ideas/{idea.pk}/delete/").status_code == 404
    assert others_client.post(f"/ideas/{idea.pk}/edit/", written(version=1)).status_code == 404
    assert office.get(f"/admin/ideas/{idea.pk}/").status_code == 404
    assert Idea.objects.get().title == "골목 눈 치우기 알림"


def test_sent_it_is_everybodys_and_its_words_stay(client):
    client.post(NEW, written(action="draft"))
    idea = Idea.objects.get()
    sent = client.post(f"/ideas/{idea.pk}/edit/", written(title="다른 제목", version=idea.version))
    assert sent["Location"] == idea.get_absolute_url()
    page = Client().get(sent["Location"]).content.decode()
    assert [word for word in ("다른 제목", "적설 감지기", "노원구") if word not in page] == []
    assert "member@example.org" not in page
    # The way back in the browser leads to a form that changes nothing any more.
    again = client.post(f"/ideas/{idea.pk}/edit/", written(title="또 다른 제목", version=idea.version))
    assert again.status_code == 302
    assert Idea.objects.get().title == "다른 제목"
    assert client.get(f"/ideas/{idea.pk}/edit/")["Location"] == idea.get_absolute_url()
    assert client.post(f"/ideas/{idea.pk}/delete/").status_code == 302
    assert Idea.objects.exists()
    (letter,) = Email.objects.all()
    assert letter.to == ["office@example.org"]


def test_a_number_of_a_person_is_asked_about_when_it_is_sent(client):
    data = written(problem="과장 전화 010-1234-5678로 물었습니다.")
    assert client.post(NEW, {**data, "action": "draft"}).status_code == 302
    idea = Idea.objects.get()
    address, data = f"/ideas/{idea.pk}/edit/", {**data, "version": idea.version}
    answer = client.post(address, data)
    assert answer.status_code == 422
    assert "010-****-**78" in answer.content.decode()
    assert Idea.objects.get().is_draft
    assert client.post(address, {**data, "sure": "on"})["Location"] == idea.get_absolute_url()
    assert not Idea.objects.get().is_draft


def test_what_is_sent_twice_is_one_idea(client):
    data = written()
    first, second = client.post(NEW, data), client.post(NEW, data)
    assert first["Location"] == second["Location"]
    assert Idea.objects.count() == 1
    assert Idea.objects.get().steps.count() == 1


def test_the_key_of_somebody_elses_form_opens_nothing(client, others_client):
    data = written(action="draft")
    client.post(NEW, data)
    answer = others_client.post(NEW, {**data, "title": "빼앗은 제목"})
    assert answer.status_code == 409
    assert Idea.objects.get().title == "골목 눈 치우기 알림"


def test_two_windows_with_one_draft_do_not_overwrite_each_other(client):
    client.post(NEW, written(action="draft"))
    idea = Idea.objects.get()
    address, seen = f"/ideas/{idea.pk}/edit/", idea.version
    client.post(address, written(action="draft", title="첫 창", version=seen))
    late = client.post(address, written(action="draft", title="둘째 창", version=seen))
    assert late.status_code == 409
    assert "둘째 창" in late.content.decode()
    assert Idea.objects.get().title == "첫 창"


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "가" * 121},
        {"problem": " \u200b "},
        {"proposal": ""},
        {"proposal": "가" * 4001},
        {"districts": ["999999"]},
        {"districts": ["x"]},
        {"tags": ["999999"]},
        {"signed_as": "king"},
        {"key": "no"},
        {"version": "-1"},
        {"drop": ["1"]},
    ],
)
def test_what_cannot_be_sent_is_said_and_kept_on_the_screen(client, wrong):
    answer = client.post(NEW, written(**wrong))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Idea.objects.exists()


def test_more_tags_than_a_few_are_refused(client):
    tags = [make_tag(f"태그{number}").pk for number in range(6)]
    assert client.post(NEW, written(tags=tags)).status_code == 422


def test_nobody_floods_the_office(client, member):
    for _ in range(MOST_SENT_PER_DAY):
        make_idea(by=member)
    answer = client.post(NEW, written())
    assert answer.status_code == 422
    assert Idea.objects.public().count() == MOST_SENT_PER_DAY
    for _ in range(MOST_DRAFTS):
        make_idea(by=member, status="draft")
    assert client.post(NEW, written(action="draft")).status_code == 422


def test_strangers_are_asked_to_sign_in():
    for address in (NEW, "/ideas/mine/"):
        assert Client().get(address)["Location"].startswith("/login/?next=/ideas/")
    assert Client().post(NEW, written())["Location"].startswith("/login/")
    assert not Idea.objects.exists()


def test_other_sites_cannot_send_it(member):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(member)
    assert browser.post(NEW, written()).status_code == 403


@pytest.mark.parametrize(
    ("choice", "shown", "not_shown"),
    [("role", "노원구", "김이름"), ("name", "김이름 · 노원구", "@"), ("nobody", "회원", "노원구</span>")],
)
def test_the_author_is_named_as_they_chose(choice, shown, not_shown):
    author = make_user("kim@example.org", last_name="김", first_name="이름", district=make_district())
    browser = Client()
    browser.force_login(author)
    browser.post(NEW, written(signed_as=choice))
    page = Client().get(Idea.objects.get().get_absolute_url()).content.decode()
    meta = page[page.index("page-head") : page.index('id="problem"')]
    assert f"<span>{shown}</span>" in meta
    assert not_shown not in meta


def test_markup_in_every_field_is_text(client, office, post):
    nasty = "<script>alert(1)</script>"
    make_tag("제설")
    client.post(NEW, written(title=nasty, problem=nasty, proposal=f'"><img src=x onerror=1>{nasty}'))
    idea = Idea.objects.get()
    client.post(f"/ideas/{idea.pk}/comments/", {"body": nasty, "signed_as": "role", "key": str(uuid.uuid4())})
    comment = idea.comments.get()
    for browser, address in (
        (Client(), "/ideas/"),
        (Client(), idea.get_absolute_url()),
        (client, "/ideas/mine/"),
        (client, f"/ideas/comments/{comment.pk}/report/"),
        (office, "/admin/ideas/"),
        (office, f"/admin/ideas/{idea.pk}/"),
    ):
        page = browser.get(address).content.decode()
        assert "&lt;script&gt;" in page, address
        assert nasty not in page, address
        assert "<img src=x" not in page, address


def upload(name: str = "plan.txt", content: bytes = b"text") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_file_is_hidden_until_it_was_checked(client, others_client):
    client.post(NEW, written(uploads=[upload()]))
    idea, document = Idea.objects.get(), PortalDocument.objects.get()
    assert document.collection.name == "아이디어 첨부"
    assert document.check_state == CheckState.WAITING
    for browser in (Client(), others_client):
        assert browser.get(document.url).status_code == 404
        assert document.url not in browser.get(idea.get_absolute_url()).content.decode()
    PortalDocument.objects.update(check_state=CheckState.OPEN)
    assert document.url in Client().get(idea.get_absolute_url()).content.decode()
    answer = Client().get(document.url)
    assert answer.getvalue() == b"text"


@pytest.mark.parametrize("state", ["draft", "hidden", "merged"])
def test_a_checked_file_of_what_is_not_public_is_the_authors(client, others_client, state):
    client.post(NEW, written(uploads=[upload()], action="draft" if state == "draft" else "send"))
    PortalDocument.objects.update(check_state=CheckState.OPEN)
    document, idea = PortalDocument.objects.get(), Idea.objects.get()
    if state == "hidden":
        Idea.objects.update(hidden_at=idea.created_at)
    if state == "merged":
        Idea.objects.filter(pk=idea.pk).update(merged_into=make_idea())
    for address in (document.url, f"/files/{document.pk}/"):
        assert Client().get(address).status_code == 302
        assert others_client.get(address).status_code == 403
        own = client.get(address)
        assert own.status_code == 200
        assert b"".join(own)


@pytest.mark.parametrize("name", ["virus.exe", "page.html", "picture.svg", "archive.zip", "noending"])
def test_files_that_cannot_be_checked_are_not_taken(client, name):
    assert client.post(NEW, written(uploads=[upload(name)])).status_code == 422
    assert not PortalDocument.objects.exists()


def test_too_large_and_too_many_files_are_not_taken(client):
    assert client.post(NEW, written(uploads=[upload(content=b"x" * (MOST_BYTES + 1))])).status_code == 422
    assert client.post(NEW, written(uploads=[upload() for _ in range(4)])).status_code == 422
    assert not PortalDocument.objects.exists()
    huge = client.generic("POST", NEW, b"", CONTENT_LENGTH=str(200 * 1024 * 1024))
    assert huge.status_code == 413


def test_files_are_taken_off_by_their_author_only(client, other):
    theirs = make_idea(by=other, status="draft")
    client.post(NEW, written(action="draft", uploads=[upload(), upload("b.txt")]))
    idea = Idea.objects.get(author__user__email="member@example.org")
    first, second = idea.files.all()
    IdeaFile.objects.filter(pk=second.pk).update(idea=theirs)
    data = written(action="draft", version=idea.version, drop=[second.pk])
    assert client.post(f"/ideas/{idea.pk}/edit/", data).status_code == 422
    client.post(f"/ideas/{idea.pk}/edit/", {**data, "drop": [first.pk]})
    assert list(IdeaFile.objects.values_list("pk", flat=True)) == [second.pk]
    client.post(f"/ideas/{idea.pk}/delete/")
    assert list(Idea.objects.all()) == [theirs]
