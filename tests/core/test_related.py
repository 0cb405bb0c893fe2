"""What belongs together is shown from both sides, brief pages are completed from facts, and nothing hidden appears."""

from __future__ import annotations

import pytest

from districts.models import DistrictFigure
from lectures.models import LectureSpeaker
from portal.guidance.models import Term
from search.sync import sync_all
from tests.factories.site import (
    make_case,
    make_district,
    make_lecture,
    make_session,
    make_speaker,
    make_user,
    restrict,
)

pytestmark = pytest.mark.django_db

CONFIRMED = [("outcome", {"type": "effect", "metric": "사고", "result": "3", "unit": "건"})]


def titles(rows) -> list[str]:
    return [row.title for row in rows]


def shown(client, page, name: str) -> list[str]:
    return titles(client.get(page.get_url()).context[name])


def figure(district, key: str, value: str, **fields) -> DistrictFigure:
    values = {"label": key, "unit": "%", "as_of": "2024-12", "source_outlet": "행정안전부", **fields}
    return DistrictFigure.objects.create(district=district, key=key, value=value, **values)


def test_cases_on_the_same_tags_in_other_districts_come_first(client):
    nowon, gangnam = make_district(), make_district("강남구", "Gangnam-gu", "11680")
    case = make_case(district=nowon, tags=("돌봄", "로봇"))
    make_case("같은 구", district=nowon, tags=("돌봄", "로봇"))
    make_case("다른 구 하나", district=gangnam, tags=("돌봄",))
    make_case("다른 구 둘", district=gangnam, tags=("돌봄", "로봇"))
    make_case("상관없음", district=gangnam, tags=("교통",))
    assert shown(client, case, "related_cases") == ["다른 구 둘", "다른 구 하나", "같은 구"]


def test_a_rare_tag_says_more_than_a_common_one(client):
    case = make_case(tags=("스마트도시", "바둑로봇"))
    make_case("드문 태그", tags=("바둑로봇",))
    for number in range(4):
        make_case(f"흔한 태그 {number}", tags=("스마트도시",))
    assert shown(client, case, "related_cases")[0] == "드문 태그"


def test_a_preview_shows_the_lectures_linked_in_the_draft(rf):
    case, lecture = make_case(), make_lecture("초안에서 고른 강연")
    case.related_lectures.set([lecture])
    preview = case.make_preview_request(rf.get("/"))
    assert "초안에서 고른 강연" in preview.content.decode()


def test_lectures_on_the_same_tags_follow_the_linked_ones(client):
    case = make_case(tags=("돌봄",))
    make_lecture("같은 태그", tags=("돌봄",))
    make_lecture("다른 태그", tags=("교통",))
    linked = make_lecture("이어진 강연")
    case.related_lectures.add(linked)
    case.save()
    assert shown(client, case, "related_lectures") == ["이어진 강연", "같은 태그"]
    assert shown(client, linked, "related_cases") == [case.title]


def test_a_session_shows_the_cases_of_its_lectures(client):
    session = make_session()
    lecture = make_lecture(session=session)
    case, other = make_case("강연이 가리킨 사례"), make_case("강연을 가리킨 사례")
    lecture.related_cases.add(case)
    lecture.save()
    other.related_lectures.add(lecture)
    other.save()
    assert set(shown(client, session, "related_cases")) == {case.title, other.title}


def test_hidden_pages_are_related_to_nothing(client):
    session = make_session()
    lecture = make_lecture(session=session, tags=("돌봄",))
    case = make_case(tags=("돌봄",))
    secret_case, secret_lecture = (
        make_case("숨은 사례", tags=("돌봄",)),
        make_lecture("숨은 강연", tags=("돌봄",)),
    )
    for hidden in (secret_case, secret_lecture):
        restrict(hidden)
    lecture.related_cases.add(secret_case)
    lecture.save()
    case.related_lectures.add(secret_lecture)
    case.save()
    for page in (case, lecture, session):
        html = client.get(page.get_url()).content.decode()
        assert "숨은" not in html
    client.force_login(make_user())
    assert "숨은 사례" in shown(client, lecture, "related_cases")
    assert "숨은 강연" in shown(client, case, "related_lectures")


def test_a_brief_case_shows_figures_of_its_district_that_fit_its_field(client):
    district = make_district()
    for key, value in (
        ("population", "490000"),
        ("cctv", "3,000"),
        ("share_65plus", "20.5"),
        ("households", "1"),
    ):
        figure(district, key, value)
    case = make_case(district=district, field="안전")
    profile = client.get(case.get_url()).context["profile"]
    assert [row.key for row in profile.figures] == ["cctv", "population", "share_65plus"]
    html = client.get(case.get_url()).content.decode()
    for text in ("490,000", "2024. 12.", "행정안전부"):
        assert text in html


def test_a_well_known_case_needs_no_figures_of_its_district(client):
    district = make_district()
    figure(district, "population", "490000")
    case = make_case(
        district=district,
        outcomes=CONFIRMED,
        problem="<p>왜</p>",
        approach="<p>어떻게</p>",
        partners="서울시",
    )
    assert client.get(case.get_url()).context["profile"] is None
    brief = make_case(district=district, outcomes=CONFIRMED, problem="<p>왜</p>")
    assert client.get(brief.get_url()).context["profile"] is not None
    city_wide = make_case()
    assert client.get(city_wide.get_url()).context["profile"] is None


def test_figures_of_a_hidden_district_page_stay_hidden(client):
    district = make_district()
    figure(district, "population", "490000")
    case = make_case(district=district)
    page = district.page
    page.live = False
    page.save()
    # A case below a district that is not public yet may have been moved elsewhere: only the figures matter here.
    from districts.domain.profiles import profile_of

    assert profile_of(district, case.field, make_user()) is None


def test_a_talk_of_a_districts_people_shows_its_figures_where_its_content_is_not_known(client):
    district = make_district()
    figure(district, "population", "490000")
    lecture = make_lecture()
    assert client.get(lecture.get_url()).context["profile"] is None
    LectureSpeaker.objects.create(lecture=lecture, speaker=make_speaker(), district=district)
    assert client.get(lecture.get_url()).context["profile"].district == district


def test_a_note_stands_with_the_sources(client):
    case = make_case(note="자료를 읽을 때 알아 둘 것")
    html = client.get(case.get_url()).content.decode()
    assert html.index('id="sources"') < html.index("자료를 읽을 때 알아 둘 것")
    assert 'class="notice">자료를 읽을 때' not in html


def test_the_sections_that_a_source_supports_are_named_in_the_readers_language(client):
    case = make_case(sources=[{"outlet": "자료", "date": "2024-05-01", "supports": "문제, outcomes, 그 밖"}])
    korean = client.get(case.get_url()).content.decode()
    english = client.get("/en" + case.get_url()).content.decode()
    assert "문제, 성과, 그 밖" in korean
    assert 'Problem, Outcomes, <span lang="ko">그 밖</span>' in english


def test_taking_over_is_told_apart_from_looking(client):
    case = make_case(
        adopted_by=[
            ("adoption", {"relation": "spread", "who": "동대문구", "how": "센터를 엶", "when": "2026-02-09"}),
            ("adoption", {"relation": "visited", "who": "태국 지방정부"}),
            ("adoption", {"who": "도봉구"}),
        ]
    )
    response = client.get(case.get_url())
    assert [str(section["label"]) for section in response.context["sections"]] == ["다른 곳의 적용과 방문"]
    assert "옮겨 쓸 조건" in map(str, response.context["unknowns"])
    groups = response.context["adoptions"]
    assert [[row["who"] for row in group["rows"]] for group in groups] == [
        ["동대문구", "도봉구"],
        ["태국 지방정부"],
    ]
    html = client.get(case.get_url()).content.decode()
    assert (
        html.index("다른 곳의 적용")
        < html.index("동대문구")
        < html.index("벤치마킹과 방문")
        < html.index("태국")
    )


def test_a_talk_told_at_length_needs_no_figures(client):
    district = make_district()
    figure(district, "population", "490000")
    lecture = make_lecture(key_points=f"<ul><li>{'말' * 200}</li></ul>")
    LectureSpeaker.objects.create(lecture=lecture, speaker=make_speaker(), district=district)
    assert client.get(lecture.get_url()).context["profile"] is None


@pytest.mark.parametrize("make", [make_case, make_lecture])
def test_a_brief_page_explains_the_terms_that_its_tags_name(client, make):
    Term.objects.create(
        name="사물인터넷", name_en="Internet of Things", slug="iot", definition="물건을 잇는 기술"
    )
    Term.objects.create(name="블록체인", slug="blockchain", definition="장부를 나눠 갖는 기술")
    page = make(tags=("사물 인터넷", "돌봄"))
    html = client.get(page.get_url()).content.decode()
    assert 'href="/glossary/iot/"' in html
    assert "물건을 잇는 기술" in html
    assert "장부를 나눠" not in html
    english = client.get("/en" + page.get_url()).content.decode()
    assert "Internet of Things" in english


def test_a_talk_of_a_district_by_nobody_known_is_on_its_page_and_found_there(client):
    district = make_district()
    lecture = make_lecture("이름 모를 연사의 강연", district=district)
    assert titles(client.get("/districts/nowon-gu/").context["lectures"]) == [lecture.title]
    assert 'href="/districts/nowon-gu/"' in client.get(lecture.get_url()).content.decode()
    sync_all()
    found = client.get("/api/search/?q=&district=노원구&kind=lecture").json()["results"]
    assert [row["title"] for row in found] == [lecture.title]
