"""The directory: who finds whom, by what, and what stays hidden."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from districts.models import District
from portal.community.members.enums import PostRole
from search.models import SearchDocument
from search.sync import sync_all
from tests.factories.members import ALL_SHOWN, make_member, make_post
from tests.factories.site import make_district, make_tag, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def districts() -> dict[str, District]:
    return {
        "노원구": make_district(),
        "강서구": make_district("강서구", "Gangseo-gu", "11500"),
        "중구": make_district("중구", "Jung-gu", "11140"),
        "중랑구": make_district("중랑구", "Jungnang-gu", "11260"),
    }


@pytest.fixture
def reader() -> Client:
    client = Client()
    client.force_login(make_user("reader@example.org"))
    return client


def found(client: Client, **parameters: str) -> list[str]:
    """Labels of what the directory lists, in order."""
    response = client.get("/members/", parameters)
    assert response.status_code == 200
    return [str(item) for item in response.context["listing"].items]


@pytest.mark.parametrize(
    "query",
    [
        "AI 담당 in 노원구",
        "노원구 AI",
        "노원 인공지능 담당",
        "노원구AI담당",
        "노원구의 인공지능 담당자는 누구?",
        "nowon AI",
        "노원구청 에이아이",
        "shdnjsrn AI",
        "디지털혁신과 노원",
    ],
)
def test_the_post_is_found_whatever_its_unit_is_called(query, districts, reader):
    for district in districts.values():
        make_post("ai", district=district, unit="스마트도시과")
        make_post("data", district=district, unit="기획예산과")
    nowon = districts["노원구"].posts.get(role="ai")
    nowon.unit = "디지털혁신과"
    nowon.save()
    assert found(reader, q=query)[0] == "노원구 AI 담당 (디지털혁신과)"
    assert len(found(reader, q=query)) == 1


def test_the_role_comes_before_a_unit_of_that_name(districts, reader):
    make_post("information", district=districts["노원구"], unit="AI정책과")
    make_post("ai", district=districts["노원구"], unit="기획과")
    assert found(reader, q="노원 AI") == ["노원구 AI 담당 (기획과)", "노원구 정보화 담당 (AI정책과)"]


def test_a_district_is_not_another_whose_name_is_alike(districts, reader):
    for name in ("중구", "중랑구"):
        make_post("security", district=districts[name])
    assert found(reader, q="중구 보안") == ["중구 보안 담당"]


def test_what_matches_in_part_is_offered_and_called_so(districts, reader):
    make_post("data", district=districts["노원구"])
    response = reader.get("/members/", {"q": "노원구 CCTV"})
    assert "일부만 맞는" in response.content.decode()
    assert found(reader, q="노원구 CCTV") == ["노원구 데이터 담당"]
    assert found(reader, q="우주왕복선") == []


def test_bodies_abroad_are_found(districts, reader):
    make_post("ai", institution="도쿄도", unit="디지털서비스국")
    assert found(reader, q="도쿄 인공지능") == ["도쿄도 AI 담당 (디지털서비스국)"]


def test_every_role_is_found_by_its_own_name(districts, reader):
    for role in PostRole:
        make_post(role, district=districts["노원구"])
    for role in PostRole:
        if role != PostRole.OTHER:
            assert f"노원구 {role.held_as}" in found(reader, q=f"노원구 {role.label}")


def test_filters_narrow_and_keep_the_query(districts, reader):
    make_post("ai", district=districts["노원구"])
    make_post("ai", district=districts["강서구"])
    make_post("data", district=districts["강서구"])
    assert found(reader, district="강서구", role="ai") == ["강서구 AI 담당"]
    response = reader.get("/members/", {"q": "AI", "district": "강서구"})
    listing = response.context["listing"]
    assert listing.chips[0].url == "/members/?q=AI"
    assert ("q", "AI") in listing.keep
    assert found(reader, district="없는구", role="none", page="x", state="?") == found(reader)


def test_topics_find_what_members_show(districts, reader):
    holder = make_user("holder@example.org")
    make_post("ai", district=districts["노원구"], holder=holder)
    member = make_member(holder, shows_posts=True)
    member.topics.add(make_tag("돌봄"))
    assert "돌봄" not in reader.get("/members/").content.decode()
    make_member(holder, shows_topics=True)
    assert found(reader, topic="돌봄") == ["노원구 AI 담당"]
    assert len(found(reader, list="people", topic="돌봄")) == 1


def test_posts_nobody_holds_any_more_are_vacant(districts, reader):
    holder = make_user("holder@example.org")
    make_post("ai", district=districts["노원구"], holder=holder)
    assert found(reader, state="vacant") == []
    holder.is_active = False
    holder.save()
    assert found(reader, state="vacant") == ["노원구 AI 담당"]
    assert "공석" in reader.get("/members/").content.decode()


HIDDEN = {"name_shown": "은닉이름", "institution": "은닉기관", "department": "은닉부서"}
CHOICES = {"name_shown": "shows_name", "institution": "shows_place", "department": "shows_department"}


@pytest.mark.parametrize("field", HIDDEN)
def test_each_field_is_seen_and_found_only_where_its_member_shows_it(field, reader):
    user = make_user("hidden@example.org")
    make_member(user, **HIDDEN, **ALL_SHOWN)
    make_member(user, **{CHOICES[field]: False})
    text = HIDDEN[field]
    assert text not in reader.get("/members/?list=people").content.decode()
    assert found(reader, list="people", q=text) == []
    make_member(user, **{CHOICES[field]: True})
    assert text in reader.get("/members/?list=people").content.decode()
    assert len(found(reader, list="people", q=text)) == 1


def test_whoever_shows_nothing_is_not_listed(reader):
    make_member(make_user("hidden@example.org"), **HIDDEN)
    assert found(reader, list="people") == []


def test_a_district_that_is_not_shown_cannot_be_guessed_by_a_filter(districts, reader):
    make_member(make_user("x@example.org"), name_shown="보임", shows_name=True, district=districts["노원구"])
    assert found(reader, list="people", district="노원구") == []
    assert found(reader, list="people", q="노원구") == []


def test_nobody_else_sees_the_directory(districts):
    post = make_post("ai", district=districts["노원구"])
    for path in (
        "/members/",
        "/members/me/",
        post.get_absolute_url(),
        f"{post.get_absolute_url()}hand-over/",
    ):
        response = Client().get(path)
        assert response.status_code == 302
        assert response["Location"].startswith("/login/?next=")


def test_the_public_index_holds_nothing_of_it(districts):
    holder = make_user("holder@example.org")
    make_member(holder, **HIDDEN, **ALL_SHOWN)
    make_post("ai", district=districts["노원구"], holder=holder, unit="은닉단위", duties="은닉업무")
    sync_all()
    rows = SearchDocument.objects.values_list("title", "body")
    assert rows
    assert not any("은닉" in text for row in rows for text in row)
    answer = Client().get("/api/search/", {"q": "은닉단위"}).json()
    assert answer["total"] == 0


def test_markup_in_every_field_is_shown_as_text(districts, reader):
    script = "<script>alert(1)</script>"
    holder = make_user("holder@example.org")
    make_member(holder, name_shown=script, institution=script, department=script, **ALL_SHOWN)
    post = make_post("ai", district=districts["노원구"], holder=holder, unit=script, duties=script)
    for path in ("/members/", "/members/?list=people", post.get_absolute_url(), f"/members/?q={script}"):
        html = reader.get(path).content.decode()
        assert script not in html
        assert "&lt;script&gt;" in html


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "path", ["/members/", "/members/?list=people", "/members/?q=노원구 AI", "/members/?list=people&q=노원"]
)
def test_a_list_costs_the_same_for_one_and_for_twenty(path, districts, reader):
    def add(number: int) -> None:
        user = make_user(f"member{number}@example.org")
        member = make_member(user, name_shown=f"회원 {number}", district=districts["노원구"], **ALL_SHOWN)
        member.topics.add(make_tag("돌봄"))
        make_post("ai", district=districts["노원구"], holder=user)

    add(1)
    few = queries(reader, path)
    for number in range(2, 21):
        add(number)
    many = queries(reader, path)
    assert many <= few + 1
    assert many <= 20


def test_the_list_is_paged(districts, reader):
    for number in range(25):
        make_post("ai", district=districts["노원구"], unit=f"{number:02}과")
    first, second = found(reader), found(reader, page="2")
    assert (len(first), len(second)) == (20, 5)
    assert not set(first) & set(second)
    assert found(reader, page="99") == second
    ranked = [*found(reader, q="노원 AI"), *found(reader, q="노원 AI", page="2")]
    assert len(set(ranked)) == 25
