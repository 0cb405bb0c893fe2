"""Everybody who signs in sees what is theirs, neither more nor less, also between a change and the next sync."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from lectures.models import LectureSpeaker
from portal.accounts.roles import Role
from portal.core.searchable import korean_url
from search.sync import sync_all
from tests.factories.hidden import GROUP, LOGIN
from tests.factories.shown import MEMBERS, Shown
from tests.factories.site import make_case, make_lecture, make_session, make_speaker, make_user, restrict

pytestmark = pytest.mark.django_db

VIEWERS: dict[str, tuple[tuple[str, ...], bool, tuple[str, ...]]] = {
    # name: (groups, superuser, audiences)
    "reader": ((Role.READER,), False, (LOGIN,)),
    "member": ((MEMBERS,), False, (LOGIN, GROUP)),
    "district editor": (("노원구 편집자",), False, (LOGIN,)),
    "office": ((Role.FORUM_EDITOR,), False, (LOGIN,)),
    "administrator": ((Role.ADMINISTRATOR,), True, (LOGIN, GROUP)),
}
# They work on the files of every collection in the admin.
KEEPERS = ("office", "administrator")


def api(client: Client, query: str = "") -> dict[str, Any]:
    response = client.get(f"/api/search/?size=100&{query}")
    assert response.status_code == 200
    return json.loads(response.content)


def urls(answer: dict[str, Any]) -> set[str]:
    return {result["url"] for result in answer["results"]}


def counts(answer: dict[str, Any], facet: str) -> dict[str, int]:
    return {row["value"]: row["count"] for row in answer["facets"][facet]}


def test_each_viewer_sees_exactly_what_they_may(hidden):
    addresses = {name: korean_url(page) for name, page in hidden.pages.items()}
    public_map = Client().get("/sitemap.xml").content
    for viewer, (groups, superuser, audiences) in VIEWERS.items():
        client = Client()
        client.force_login(make_user(f"{viewer.split()[0]}@example.org", *groups, is_superuser=superuser))
        seen = hidden.seen_by(*audiences)
        codes = {name: client.get(address).status_code for name, address in addresses.items()}
        assert {name for name, code in codes.items() if code == 200} - {"password"} == seen, viewer
        found = api(client)
        assert {name for name, address in addresses.items() if address in urls(found)} == seen, viewer
        assert found["total"] == len(found["results"]) == sum(counts(found, "kind").values()), viewer
        listed = "".join(
            client.get(path).content.decode()
            for path in ("/cases/", "/lectures/", "/sessions/", "/expo/", "/prize/")
        )
        assert {name for name, address in addresses.items() if f'href="{address}"' in listed} == seen, viewer
        assert client.get("/sitemap.xml").content == public_map
        file = client.get(hidden.files[0].url)
        if file.streaming:
            list(file.streaming_content)  # read to its end it closes the file
        assert file.status_code == (200 if GROUP in audiences or viewer in KEEPERS else 403), viewer


def test_who_signed_in_and_may_not_see_a_page_is_told_so(hidden):
    """No circle between the page and the sign-in."""
    client = Client()
    client.force_login(make_user("reader@example.org"))
    response = client.get(korean_url(hidden.pages["group"]), follow=True)
    assert len(response.redirect_chain) <= 1
    assert "볼 수 없는 쪽" in response.content.decode()


def test_the_old_address_of_a_moved_page_leads_only_members_to_it(hidden):
    old, new = "/cases/innocent-address/", korean_url(hidden.pages["moved"])
    client = Client()
    assert client.get(old)["Location"] == f"/login/?next={old}"
    client.force_login(make_user("reader@example.org"))
    assert client.get(old).status_code == 404
    client.force_login(make_user("member@example.org", MEMBERS))
    assert client.get(old)["Location"] == new


def test_a_page_made_private_is_gone_at_once_and_after_the_sync_the_counts_agree(shown, client):
    session = make_session(5, title="닫히는 회차")
    lecture = make_lecture("닫히는 강연", session=session, speaker=shown.speaker, tags=("돌봄",))
    sync_all()
    before = api(client)
    assert {korean_url(session), korean_url(lecture)} <= urls(before)
    restrict(session, MEMBERS)
    for address in (
        "/",
        "/lectures/",
        "/sessions/",
        "/sitemap.xml",
        "/search/?size=100",
    ):
        assert "닫히는" not in client.get(address).content.decode(), address
    assert f'href="{korean_url(lecture)}' not in client.get("/search/?q=닫히는 강연").content.decode()
    stale = api(client)
    assert not {korean_url(session), korean_url(lecture)} & urls(stale)
    assert "닫히는" not in json.dumps(stale["results"], ensure_ascii=False)
    sync_all()
    after = api(client)
    assert after["total"] == len(after["results"]) == sum(counts(after, "kind").values())
    assert after["total"] == before["total"] - 2
    assert counts(after, "tag")["돌봄"] == counts(before, "tag")["돌봄"] - 1


def test_a_speakers_text_forgets_a_talk_at_once(shown, client):
    """The person stays public through other talks; the title of the hidden one must not wait for the sync."""
    talk = make_lecture("사라질 강연 제목", speaker=shown.speaker)
    sync_all()
    assert "사라질 강연 제목" in json.dumps(api(client, "kind=person"), ensure_ascii=False)
    for change in (lambda: restrict(talk), lambda: type(talk).objects.get(pk=talk.pk).unpublish()):
        change()
        for query in ("kind=person", "kind=person&q=사라질 강연", "q=보이는 연사"):
            assert "사라질 강연 제목" not in json.dumps(api(client, query)["results"], ensure_ascii=False)
    sync_all()
    assert korean_url_of(shown) in urls(api(client, "kind=person"))


def korean_url_of(shown: Shown) -> str:
    return f"/speakers/{shown.speaker.slug}/"


def test_somebody_without_public_talks_left_is_gone_at_once(shown, client):
    speaker = make_speaker("잠깐 연사")
    talk = make_lecture("잠깐 강연", speaker=speaker)
    sync_all()
    assert f"/speakers/{speaker.slug}/" in urls(api(client))
    LectureSpeaker.objects.filter(lecture=talk).delete()
    assert f"/speakers/{speaker.slug}/" not in urls(api(client))


def test_what_was_made_for_one_reader_is_not_kept_for_another(hidden):
    """Lists differ by reader, so caches must not mix them; what is private itself is not kept at all."""
    client = Client()
    client.force_login(make_user("member@example.org", MEMBERS))
    for address in ("/", "/cases/", "/search/", "/api/search/", "/speakers/", "/tags/", "/districts/"):
        response = client.get(address)
        assert "Cookie" in response["Vary"], address
        assert "public" not in response.get("Cache-Control", ""), address
    page = client.get(korean_url(hidden.pages["group"]))
    assert "no-store" in page["Cache-Control"]


def test_who_leaves_a_group_loses_its_pages_with_the_next_request(shown):
    page = make_case("모임 사례")
    restrict(page, MEMBERS)
    sync_all()
    user, client = make_user("member@example.org", MEMBERS), Client()
    client.force_login(user)
    assert korean_url(page) in urls(api(client))
    user.groups.remove(Group.objects.get(name=MEMBERS))
    assert korean_url(page) not in urls(api(client))
    assert client.get(korean_url(page)).status_code == 302
