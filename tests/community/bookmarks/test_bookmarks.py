"""Keeping pages and places with a note: once, for oneself, without telling what may not be seen."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from portal.attachments.models import AttachmentPart
from portal.community.bookmarks.domain import keeping
from portal.community.bookmarks.models import Bookmark
from portal.core.enums import CheckState
from portal.core.models import PortalDocument
from tests.factories.attachments import attach, make_file
from tests.factories.recordings import make_recording
from tests.factories.site import make_case, make_lecture, make_user, restrict

pytestmark = pytest.mark.django_db

LIST, ADD = "/members/me/bookmarks/", "/members/me/bookmarks/add/"
BUTTON = "담아 두기"


@pytest.fixture
def member(own_data):
    return make_user()


@pytest.fixture
def client(member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def _shown(client: Client, address: str = LIST) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def _said(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_only_people_signed_in_see_the_button(client):
    case = make_case("스마트경로당")
    assert BUTTON in _shown(client, case.url)
    assert BUTTON not in _shown(Client(), case.url)


def test_a_page_is_kept_with_a_note_and_listed(client):
    case = make_case("스마트경로당")
    answer = client.post(ADD, {"on": f"page:{case.pk}", "note": "예산 <b>참고</b>", "next": case.url})
    assert answer["Location"] == case.url
    page = _shown(client)
    assert "스마트경로당" in page
    assert "예산 &lt;b&gt;참고&lt;/b&gt;" in page
    assert f'href="{case.url}"' in page
    assert answer.status_code == 302


def test_the_same_place_sent_twice_is_kept_once_and_a_note_is_not_lost(client):
    case = make_case()
    for note in ("처음", "", "나중"):
        client.post(ADD, {"on": f"page:{case.pk}", "note": note})
    assert list(Bookmark.objects.values_list("note", flat=True)) == ["나중"]
    client.post(ADD, {"on": f"page:{case.pk}", "note": ""})
    assert Bookmark.objects.get().note == "나중"


@pytest.mark.parametrize(("written", "locator"), [("0:07", "t=7"), ("7", "t=7"), ("t=7", "t=7")])
def test_a_moment_of_a_lecture(client, written, locator):
    lecture = make_lecture("도시와 자료")
    make_recording(lecture, *["말"] * 4, duration_ms=20_000)
    client.post(ADD, {"on": f"page:{lecture.pk}", "moment": written})
    assert Bookmark.objects.get().locator == locator
    assert f'href="{lecture.url}?t=7#t7"' in _shown(client)
    assert "강연 0:07" in _shown(client)


@pytest.mark.parametrize("written", ["9:99", "99:00", "없음", "t=99999", "section=none", "t=-1", "page=3"])
def test_a_place_that_leads_nowhere_keeps_the_page_and_says_so(client, written):
    lecture = make_lecture()
    make_recording(lecture, "말", duration_ms=20_000)
    answer = client.post(ADD, {"on": f"page:{lecture.pk}", "moment": written})
    assert Bookmark.objects.get().locator == ""
    assert "그런 대목이 없어" in _said(answer)


def test_a_section_of_a_case(client):
    case = make_case("경로당", problem="<p>어르신이 늘었다.</p>")
    assert '<option value="section=problem">' in _shown(client, case.url)
    client.post(ADD, {"on": f"page:{case.pk}", "at": "section=problem"})
    assert f'href="{case.url}#problem"' in _shown(client)
    assert Bookmark.objects.get().locator == "section=problem"


@pytest.fixture
def paged_file(own_data) -> PortalDocument:
    case = make_case()
    document = make_file("계획.pdf", b"%PDF-1.4", title="추진 계획")
    attach(case, document)
    case.save_revision().publish()
    PortalDocument.objects.update(check_state=CheckState.OPEN, extraction_status="read")
    AttachmentPart.objects.bulk_create(
        AttachmentPart(document=document, ordinal=n, locator=f"page={n}", text=f"{n}쪽 글") for n in (1, 2, 3)
    )
    return document


def test_a_page_of_an_attachment(client, paged_file):
    preview = f"/files/{paged_file.pk}/"
    assert '<option value="page=3" selected>' in _shown(client, f"{preview}?page=3")
    client.post(ADD, {"on": f"file:{paged_file.pk}", "at": "page=3"})
    assert f'href="{preview}?page=3#p3"' in _shown(client)
    assert "추진 계획" in _shown(client)


def test_what_was_hidden_or_deleted_says_so_without_its_title(client, paged_file):
    hidden, gone = make_case("감춘제목"), make_case("지운제목")
    for case in (hidden, gone):
        client.post(ADD, {"on": f"page:{case.pk}", "note": f"메모 {case.pk}"})
    client.post(ADD, {"on": f"file:{paged_file.pk}"})
    restrict(hidden, "다른 모임")
    gone.delete()
    PortalDocument.objects.update(check_state=CheckState.WAITING)
    page = _shown(client)
    assert page.count("지워졌거나 지금은 볼 수 없는 자료") == 3
    assert "감춘제목" not in page
    assert "지운제목" not in page
    assert "추진 계획" not in page
    assert hidden.url not in page
    assert f"메모 {hidden.pk}" in page
    kept = Bookmark.objects.get(page=hidden)
    assert "감춘제목" not in _shown(client, f"{LIST}{kept.pk}/")


def test_nobody_keeps_what_they_may_not_see(client, paged_file):
    hidden = make_case("감춘제목")
    restrict(hidden, "다른 모임")
    PortalDocument.objects.update(check_state=CheckState.WAITING)
    draft = make_case(live=False)
    keys = [f"page:{hidden.pk}", f"page:{draft.pk}", f"file:{paged_file.pk}", "page:999999"]
    for key in [*keys, "page:x", "page:", "user:1", f"page:{2**63}", "page:-1", "file:٣"]:
        assert client.post(ADD, {"on": key}).status_code == 404, key
    assert not Bookmark.objects.exists()


def test_bookmarks_are_their_owners_alone(client, member):
    case = make_case("스마트경로당")
    theirs = Bookmark.objects.create(user=make_user(), page=case, note="남의 메모")
    assert "남의 메모" not in _shown(client)
    assert "담아 둔 곳 1" not in _shown(client, case.url)
    assert client.get(f"{LIST}{theirs.pk}/").status_code == 404
    assert client.post(f"{LIST}{theirs.pk}/", {"note": "고침"}).status_code == 404
    assert client.post(f"{LIST}{theirs.pk}/delete/").status_code == 404
    assert client.get(f"{LIST}{2**64}/").status_code == 404
    assert Bookmark.objects.get().note == "남의 메모"


def test_a_note_is_changed_and_a_bookmark_deleted(client, member):
    kept = Bookmark.objects.create(user=member, page=make_case(), note="처음")
    assert "처음" in _shown(client, f"{LIST}{kept.pk}/")
    assert client.post(f"{LIST}{kept.pk}/", {"note": "가" * 1001}).status_code == 422
    assert client.post(f"{LIST}{kept.pk}/", {"note": "나중"}).status_code == 302
    assert Bookmark.objects.get().note == "나중"
    assert client.get(f"{LIST}{kept.pk}/delete/").status_code == 405
    assert client.post(f"{LIST}{kept.pk}/delete/").status_code == 302
    assert not Bookmark.objects.exists()


def test_the_list_is_narrowed_by_kind_and_by_note(client, member):
    case, lecture = make_case("가나다"), make_lecture("라마바")
    Bookmark.objects.create(user=member, page=case, locator="section=problem", note="예산")
    Bookmark.objects.create(user=member, page=lecture, locator="t=7", note="인용")
    assert "라마바" not in _shown(client, f"{LIST}?kind=section")
    assert "가나다" not in _shown(client, f"{LIST}?kind=moment")
    assert "라마바" in _shown(client, f"{LIST}?kind=moment&kind=section")
    assert "라마바" not in _shown(client, f"{LIST}?find=예산")
    assert "조건에 맞는 것이 없습니다" in _shown(client, f"{LIST}?find=없음")
    assert "가나다" in _shown(client, f"{LIST}?kind=none&page=9")


def test_there_is_an_end_to_keeping(client, member, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_BOOKMARKS", 1)
    first, second = make_case(), make_case()
    client.post(ADD, {"on": f"page:{first.pk}"})
    answer = client.post(ADD, {"on": f"page:{second.pk}"})
    assert "더 담을 수 없습니다" in _said(answer)
    client.post(ADD, {"on": f"page:{first.pk}", "note": "되는 것"})
    assert Bookmark.objects.get().note == "되는 것"


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_way_back_leads_nowhere_else(client, where):
    case = make_case()
    assert client.post(ADD, {"on": f"page:{case.pk}", "next": where})["Location"] == LIST


def test_forms_need_their_token_and_a_reader_signed_in():
    case = make_case()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user())
    assert strict.post(ADD, {"on": f"page:{case.pk}"}).status_code == 403
    for address in (ADD, f"{LIST}1/", f"{LIST}1/delete/", "/members/me/listening/"):
        assert Client().post(address, {"on": f"page:{case.pk}"})["Location"].startswith("/login/"), address
    for address in (LIST, ADD, "/members/me/searches/"):
        assert Client().get(address)["Location"].startswith("/login/"), address
    assert not Bookmark.objects.exists()


def test_the_list_costs_the_same_for_many(client, member, django_assert_max_num_queries):
    for _ in range(12):
        Bookmark.objects.create(user=member, page=make_case())
    client.get(LIST)
    with django_assert_max_num_queries(24):
        client.get(LIST)
