"""A district's editors keep its own posts and contact in the admin, and decide what is public. Nobody else's."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from districts.models import District
from portal.accounts.demo import ensure_demo_accounts
from portal.accounts.roles import Role, ensure_roles
from portal.community.members.demo import ensure_demo_posts
from portal.community.members.models import DistrictDesk, Member, Post
from tests.factories.members import ALL_SHOWN, make_member, make_post
from tests.factories.site import make_district, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    own = make_district()
    other = make_district("강남구", "Gangnam-gu", "11680")
    ensure_roles()
    return own, other


@pytest.fixture
def editor(site) -> Client:
    return browser("editor@example.org", "노원구 편집자")


def browser(address: str, *groups: str) -> Client:
    client = Client()
    client.force_login(make_user(address, *groups))
    return client


def test_an_editor_adds_and_changes_posts_of_their_district(editor, site):
    own, _ = site
    assert editor.get(reverse("district_posts")).status_code == 302
    add = reverse("district_post_add", args=[own.pk])
    assert editor.get(add).status_code == 200
    sent = {"role": "ai", "unit": "디지털과", "mailbox": "ai@example.org", "public": "on"}
    assert editor.post(add, sent).status_code == 302
    post = Post.objects.get()
    assert (post.district, post.unit, post.public, post.holder) == (own, "디지털과", True, None)
    edit = reverse("district_post_edit", args=[own.pk, post.pk])
    assert editor.get(edit).status_code == 200
    assert editor.post(edit, {"role": "data", "unit": "데이터과"}).status_code == 302
    post.refresh_from_db()
    assert (post.role, post.unit, post.public) == ("data", "데이터과", False)
    assert editor.post(edit, {"role": "none"}).status_code == 200
    assert "디지털과" not in editor.get(reverse("district_desk", args=[own.pk])).content.decode()


def test_an_editor_reaches_nothing_of_another_district(editor, site):
    own, other = site
    theirs = make_post("ai", district=other, unit="남의과")
    for address in (
        reverse("district_desk", args=[other.pk]),
        reverse("district_post_add", args=[other.pk]),
        reverse("district_post_edit", args=[other.pk, theirs.pk]),
        reverse("district_post_edit", args=[own.pk, theirs.pk]),
        reverse("district_desk", args=[999999]),
    ):
        for answer in (editor.get(address), editor.post(address, {"role": "data"})):
            assert answer.status_code == 404, address
    theirs.refresh_from_db()
    assert theirs.unit == "남의과"
    assert not DistrictDesk.objects.filter(district=other).exists()


def test_a_district_cannot_be_given_away(editor, site):
    own, other = site
    mine = make_post("ai", district=own)
    edit = reverse("district_post_edit", args=[own.pk, mine.pk])
    editor.post(edit, {"role": "ai", "district": str(other.pk), "holder": "1", "institution": "도쿄도"})
    mine.refresh_from_db()
    assert (mine.district, mine.holder, mine.institution) == (own, None, "")


def test_snippets_of_everybody_are_the_offices(editor, site):
    post = make_post("ai", district=site[1])
    office = browser("office@example.org", Role.FORUM_EDITOR)
    for model in ("post", "member", "districtdesk"):
        for page in ("list", "add"):
            address = reverse(f"wagtailsnippets_members_{model}:{page}")
            assert editor.get(address).status_code == 302, address
            assert office.get(address).status_code == 200, address
    edit = reverse("wagtailsnippets_members_post:edit", args=[post.pk])
    assert editor.get(edit).status_code == 302
    assert office.get(edit).status_code == 200


def test_readers_and_strangers_have_no_desk(site):
    own, _ = site
    reader = browser("reader@example.org", Role.READER)
    for client in (reader, Client()):
        assert client.get(reverse("district_desk", args=[own.pk])).status_code in (302, 403)


def test_the_office_keeps_every_district(site):
    own, other = site
    office = browser("office@example.org", Role.FORUM_EDITOR)
    assert other.name in office.get(reverse("district_posts")).content.decode()
    sent = {"name": "민원", "email": "desk@example.org", "phone": "02-000-0000", "shows_posts": "on"}
    for district in (own, other):
        assert office.post(reverse("district_desk", args=[district.pk]), sent).status_code == 302
    assert DistrictDesk.objects.filter(shows_posts=True).count() == 2


def test_roles_are_public_where_district_and_post_agree_and_names_never(editor, site):
    own, _ = site
    holder = make_user("holder@example.org")
    make_member(holder, name_shown="은닉이름", **ALL_SHOWN)
    make_post("ai", district=own, unit="디지털과", holder=holder, mailbox="ai@example.org", public=True)
    make_post("data", district=own, unit="은닉과", public=False)

    def page() -> str:
        return Client().get("/districts/nowon-gu/").content.decode()

    assert "디지털과" not in page()
    sent = {"shows_posts": "on", "email": "desk@example.org"}
    assert editor.post(reverse("district_desk", args=[own.pk]), sent).status_code == 302
    shown = page()
    assert "AI 담당" in shown
    assert "디지털과" in shown
    for hidden in ("은닉", "example.org", "/members/"):
        assert hidden not in shown
    editor.post(reverse("district_desk", args=[own.pk]), {"email": "desk@example.org"})
    assert "디지털과" not in page()


def test_demo_accounts_are_shown_as_roles(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    call_command("setup_site", verbosity=0)
    for _ in range(2):
        ensure_demo_accounts(tmp_path / "accounts.json")
        ensure_demo_posts(District.objects.get(code="11350"))
    assert Post.objects.count() == 3
    client = Client()
    client.force_login(Member.objects.get(name_shown="열람 공무원").user)
    html = client.get("/members/").content.decode()
    for label in ("노원구 AI 담당", "노원구 데이터 담당", "공석"):
        assert label in html
    people = client.get("/members/?list=people").content.decode()
    assert "노원구 편집자" in people
    assert "디지털 부서(예시)" not in Client().get("/districts/nowon-gu/").content.decode()
    post = Post.objects.get(role="ai")
    post.unit = "바꾼 부서"
    post.save()
    ensure_demo_posts(post.district)
    assert Post.objects.get(role="ai").unit == "바꾼 부서"
