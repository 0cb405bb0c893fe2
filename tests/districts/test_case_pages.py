from __future__ import annotations

import pytest

from districts.computed import outcome_level
from districts.domain.case_pages import known_sections, unknowns
from districts.enums import OutcomeLevel
from tests.factories.site import make_case, make_district, make_lecture, make_user, restrict

pytestmark = pytest.mark.django_db


def titles(response) -> set[str]:
    return {case.title for case in response.context["listing"].items}


def test_a_case_shows_what_is_known_and_names_the_rest():
    case = make_case(problem="<p>왜</p>", cost_note="특구 사업 전체 18억원", staff="")
    assert [section["id"] for section in known_sections(case)] == ["problem", "resources"]
    assert [str(label) for label in unknowns(case)] == [
        "기간", "인력", "부서", "담당", "성과 수치", "배운 점", "옮겨 쓸 조건", "함께한 기관", "법적 근거"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("types", "level"),
    [
        ([], OutcomeLevel.NONE),
        (["context"], OutcomeLevel.NONE),
        (["context", "output"], OutcomeLevel.OUTPUT),
        (["output", "effect"], OutcomeLevel.EFFECT),
    ],
)
def test_the_outcome_level_is_the_best_kind_of_figure(types, level):
    assert outcome_level([{"type": name, "result": "1"} for name in types]) == level


def test_an_outcome_without_a_value_is_no_figure():
    assert outcome_level([{"type": "effect", "result": " "}]) == OutcomeLevel.NONE


def test_the_date_of_a_case_is_its_latest_source():
    case = make_case(sources=[{"outlet": "ㄱ", "date": "2023"}, {"outlet": "ㄴ", "date": "2024-10"}])
    assert (str(case.date), case.date_precision) == ("2024-10-01", "month")


def test_filters_are_or_inside_and_across(client):
    nowon, gangnam = make_district(), make_district("강남구", "Gangnam-gu", "11680")
    make_case("가", district=nowon, field="복지")
    make_case("나", district=gangnam, field="복지")
    make_case("다", district=gangnam, field="교통")
    assert titles(client.get("/cases/?district=노원구&district=강남구&field=복지")) == {"가", "나"}
    assert titles(client.get("/cases/?district=강남구&field=교통")) == {"다"}
    assert titles(client.get("/cases/?field=없는분야")) == {"가", "나", "다"}


def test_a_shared_case_is_listed_for_both_districts(client):
    nowon, gangnam = make_district(), make_district("강남구", "Gangnam-gu", "11680")
    case = make_case("함께", district=nowon)
    case.co_districts.add(gangnam)
    case.save()
    assert titles(client.get("/cases/?district=강남구")) == {"함께"}
    assert titles(client.get("/districts/gangnam-gu/cases/")) == {"함께"}
    counts = {row["district"].name: row["count"] for row in client.get("/districts/").context["rows"]}
    assert counts == {"강남구": 1, "노원구": 1}


@pytest.mark.parametrize("page", ["0", "-1", "9999", "abc", "1e9", "²"])
def test_a_page_out_of_range_leads_to_the_nearest(client, page):
    make_case("하나")
    assert titles(client.get("/cases/", {"page": page})) == {"하나"}


def test_a_restricted_case_is_in_no_list_and_no_count(client):
    district = make_district()
    make_case("공개", district=district)
    secret = make_case("비공개", district=district, tags=("비밀기술",))
    restrict(secret)
    for path in ("/cases/", "/districts/nowon-gu/cases/"):
        response = client.get(path)
        assert titles(response) == {"공개"}
        assert response.context["listing"].total == 1
        assert "비밀기술" not in response.content.decode()
    assert client.get("/").context["totals"]["cases"] == 1
    assert "비공개" not in client.get("/districts/nowon-gu/").content.decode()
    assert "비공개" not in client.get("/sitemap.xml").content.decode()
    assert secret.slug not in client.get("/sitemap.xml").content.decode()
    client.force_login(make_user())
    assert titles(client.get("/cases/")) == {"공개", "비공개"}


def test_lectures_and_cases_point_at_each_other_from_either_side(client):
    case, other = make_case("사례"), make_case("다른 사례")
    lecture = make_lecture("강연")
    case.related_lectures.add(lecture)
    case.save()
    lecture.related_cases.add(other)
    lecture.save()
    shown = client.get(lecture.get_url()).context["related_cases"]
    assert {item.title for item in shown} == {"사례", "다른 사례"}
    assert [item.title for item in client.get(other.get_url()).context["related_lectures"]] == ["강연"]
