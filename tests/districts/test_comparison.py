from __future__ import annotations

import csv
import io
import re

import pytest

from districts.domain.comparison import choose, comparison_rows
from districts.models import CaseStudy
from districts.searchable import passages_of_case
from tests.factories.site import make_case, make_district, make_user, restrict
from tests.imports.files import load

pytestmark = pytest.mark.django_db


@pytest.fixture
def cases():
    nowon, gangnam = make_district(), make_district("강남구", "Gangnam-gu", "11680")
    outcomes = [
        {"type": "effect", "metric": "사고", "baseline": "19", "result": "9", "unit": "건", "as_of": "2024"},
        {"type": "output", "metric": "설치", "result": "1234", "unit": "대"},
    ]
    first = make_case(
        "스마트 돌봄",
        title_en="Smart care",
        district=nowon,
        stage="running",
        year_started=2023,
        cost_krw=1_234_000_000,
        problem="<p>홀로 사는 <b>어르신</b></p><p>둘째 문단</p>",
        partners="보건소\n복지관",
        outcomes=[("outcome", outcome) for outcome in outcomes],
        tags=("돌봄",),
        licence="1",
        sources=[{"outlet": "신문", "title": "기사", "date": "2024-05-01", "url": "https://example.org/a"}],
    )
    second = make_case(
        "교통 신호",
        district=gangnam,
        stage="running",
        cost_note="시비로 마련",
        field="교통",
        licence="1",
        sources=[{"outlet": "신문", "date": "2024-05-01"}],
    )
    second.co_districts.add(nowon)
    second.save()
    third = make_case("=위험한 제목", stage="unknown", summary="@계산", problem="<p>-1+2</p>", sources=[])
    return first, second, third


def address(*ids: object, **extra: str) -> str:
    return "/cases/compare/?" + "&".join(
        [f"id={pk}" for pk in ids] + [f"{name}={value}" for name, value in extra.items()]
    )


def rows_of(cases) -> dict:
    from django.contrib.auth.models import AnonymousUser

    choice = choose([str(case.pk) for case in cases], AnonymousUser())
    return {row.key: row for row in comparison_rows(choice.cases)}


def texts(row) -> list[list[str]]:
    return [[item.text for item in cell] for cell in row.cells]


def test_rows_lay_the_same_things_beside_each_other(cases):
    rows = rows_of(cases[:2])
    assert texts(rows["owner"]) == [["노원구"], ["강남구", "노원구"]]
    assert texts(rows["start"]) == [["2023년"], []]
    assert texts(rows["cost"]) == [["12억 3,400만원"], ["금액 미상", "시비로 마련"]]
    assert texts(rows["problem"]) == [["홀로 사는 어르신", "둘째 문단"], []]
    assert texts(rows["effect"]) == [["사고: 9건 (이전 19, 2024년)"], []]
    assert texts(rows["output"]) == [["설치: 1,234대"], []]
    assert texts(rows["partners"]) == [["보건소", "복지관"], []]
    assert rows["sources"].cells[0][0].url == "https://example.org/a"


def test_rows_know_whether_they_differ(cases):
    rows = rows_of(cases[:2])
    same = {key for key, row in rows.items() if not row.differs}
    assert {"stage", "licence", "confirmed", "legal"} <= same
    assert not {"owner", "field", "start", "cost", "problem", "sources"} & same
    assert rows["legal"].unknown_everywhere
    assert not rows["stage"].unknown_everywhere


def test_every_section_of_the_contract_has_a_row(cases):
    assert set(rows_of(cases)) == {
        "owner", "department", "field", "stage", "start", "cost", "period", "staff", "problem", "approach",
        "effect", "output", "context", "learning", "transfer", "partners", "legal", "technologies", "licence",
        "confirmed", "sources",
    }  # fmt: skip


def test_the_screen_shows_cases_in_the_order_of_the_address(cases, client):
    first, second, third = (case.pk for case in cases)
    response = client.get(address(third, first, second))
    assert [case.pk for case in response.context["choice"].cases] == [third, first, second]
    html = response.content.decode()
    assert html.count("미상") > 10
    assert "≠" in html
    assert "다름" in html
    assert "모두 미상" in html
    assert re.search(r'<a class="link external"\s+href="https://example.org/a"', html)


def test_only_differences(cases, client):
    first, second, _third = (case.pk for case in cases)
    whole, part = client.get(address(first, second)), client.get(address(first, second, only="diff"))
    assert [row.key for row in part.context["rows"]] == [
        row.key for row in whole.context["rows"] if row.differs
    ]
    assert 0 < len(part.context["rows"]) < len(whole.context["rows"])
    assert "같음</span>" not in part.content.decode()
    twins = [make_case("쌍둥이", sources=[]).pk for _ in range(2)]
    assert "다른 점이 없습니다." in client.get(address(*twins, only="diff")).content.decode()


@pytest.mark.parametrize("bad", ["x", "-1", "0", "1.5", "9" * 30, "²", "", "1;drop", "\x00", "999999"])
def test_a_bad_id_is_told_and_the_rest_kept(cases, client, bad):
    first, second, _third = (case.pk for case in cases)
    response = client.get("/cases/compare/", {"id": [first, bad, second]})
    assert response.status_code == 200
    assert [case.pk for case in response.context["choice"].cases] == [first, second]
    assert "없거나 볼 수 없는 사례 1건은 뺐습니다." in response.content.decode()


def test_a_hidden_case_is_told_like_one_that_does_not_exist(cases, client):
    first, second, _third = (case.pk for case in cases)
    hidden = make_case("은닉제목")
    restrict(hidden)
    draft = make_case("은닉초안", live=False)

    def told(pk: int) -> str:
        html = client.get(address(first, pk, second)).content.decode()
        return re.sub(rf"id={pk}\b", "id=N", html)

    assert told(hidden.pk) == told(draft.pk) == told(987654)
    client.force_login(make_user())
    assert [case.title for case in client.get(address(first, hidden.pk)).context["choice"].cases] == [
        "스마트 돌봄", "은닉제목"
    ]  # fmt: skip


def test_the_same_case_twice_and_more_than_four(cases, client):
    first, second, third = (case.pk for case in cases)
    response = client.get(address(first, first, second))
    assert [case.pk for case in response.context["choice"].cases] == [first, second]
    assert "같은 사례는 한 번만 보입니다." in response.content.decode()
    more = [make_case(f"더 {number}").pk for number in range(3)]
    response = client.get(address(first, second, third, *more))
    assert [case.pk for case in response.context["choice"].cases] == [first, second, third, more[0]]
    assert "앞의 네 건만" in response.content.decode()
    assert client.get(address(*range(1, 2000))).status_code == 200


def test_fewer_than_two_ask_for_more(cases, client):
    for query in ("/cases/compare/", address(cases[0].pk), address("x")):
        html = client.get(query).content.decode()
        assert "견줄 사례를 두 건 이상 골라 주세요" in html
        assert "<table" not in html


def test_the_file_says_the_same_and_runs_nothing(cases, client):
    response = client.get(address(*(case.pk for case in cases)).replace("/compare/", "/compare.csv"))
    text = response.content.decode()
    assert text.startswith("\ufeff")
    lines = list(csv.reader(io.StringIO(text[1:], newline="")))
    assert lines[0] == ["항목", "차이", "스마트 돌봄", "교통 신호", "'=위험한 제목"]
    assert lines[1][2].startswith("http://testserver/districts/nowon-gu/cases/")
    found = {line[0]: line[1:] for line in lines[2:]}
    assert found["문제"] == ["다름", "홀로 사는 어르신\n둘째 문단", "미상", "'-1+2"]
    assert found["법적 근거"] == ["같음", "미상", "미상", "미상"]
    part = client.get(address(cases[0].pk, cases[1].pk, only="diff").replace("/compare/", "/compare.csv"))
    assert "같음" not in part.content.decode()


def test_the_file_of_nothing_leads_back(cases, client):
    response = client.get(f"/cases/compare.csv?id={cases[0].pk}&id=x")
    assert (response.status_code, response["Location"]) == (302, f"/cases/compare/?id={cases[0].pk}")


def test_english_marks_what_is_korean(cases, client):
    html = client.get("/en" + address(cases[0].pk, cases[1].pk)).content.decode()
    assert "Smart care" in html
    assert '<p lang="ko">' in html or '<li lang="ko">' in html
    assert "Different" in html
    assert "다름" not in html


def test_a_comparison_of_four_costs_few_queries(cases, client, django_assert_max_num_queries):
    more = make_case("넷째")
    client.get(address(*(case.pk for case in cases), more.pk))
    with django_assert_max_num_queries(20):
        client.get(address(*(case.pk for case in cases), more.pk))


def test_comparisons_are_not_for_search_engines(cases, client):
    html = client.get(address(cases[0].pk, cases[1].pk)).content.decode()
    assert re.search(r'<meta name="robots"\s+content="noindex', html)


def test_no_case_takes_the_address_of_the_comparison(client, tmp_path):
    path = tmp_path / "case.jsonl"
    path.write_text(
        '{"kind": "case", "external_id": "case-x", "title": "비교", "slug": "compare"}', encoding="utf-8"
    )
    load(path, publish=True)
    case = CaseStudy.objects.get(external_id="case-x")
    assert case.slug == "compare-2"
    assert client.get(case.get_url()).context["page"] == case


def test_kept_text_of_a_case_reads_like_its_page(cases):
    """Search results show passages, so their dates and numbers are written as on the page."""
    first = CaseStudy.objects.get(pk=cases[0].pk)
    first.timeline = [("step", {"when": "2024-03-05", "what": "설치"})]
    first.outcomes[1].value["as_of"] = "2024-03"
    told = {passage.heading: passage.text for passage in passages_of_case(first)}
    assert told["성과"].splitlines() == ["사고: 9건 (이전 19, 2024년)", "설치: 1,234대 (2024. 3.)"]
    assert "2024. 3. 5.(화) 설치" in told["접근"]
