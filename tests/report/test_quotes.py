"""What one click copies: on pages of cases, lectures and districts, on search hits, and without JavaScript."""

from __future__ import annotations

import datetime
import html
import re
from urllib.parse import urlsplit

import pytest
from django.test import Client

from districts.models import DistrictFigure
from portal.core.searchable import korean_url
from portal.report.domain.codes import Place, decode, encode
from search.sync import sync_all
from tests.factories.site import make_case, make_district, make_lecture, make_session, make_speaker
from tests.report.cases import ordinary_case
from tests.test_bad_input import XSS, running

pytestmark = pytest.mark.django_db

_LINK = re.compile(r'<a[^>]*?href="([^"]+)"[^>]*?data-report-copy="([^"]*)"', re.DOTALL)


@pytest.fixture(autouse=True)
def _own_data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def links(address: str) -> list[tuple[str, str]]:
    """(address of the plain page, text to copy) of every button of a page."""
    response = Client().get(address)
    assert response.status_code == 200, address
    found = _LINK.findall(response.content.decode())
    return [(html.unescape(url), html.unescape(text)) for url, text in found]


def shown(url: str) -> str:
    """The text in the field of the plain page."""
    response = Client().get(url)
    assert response.status_code == 200, url
    return html.unescape(
        re.search(r"<textarea[^>]*>\n(.*?)</textarea>", response.content.decode(), re.DOTALL)[1]
    )


def code(page, kind: str, locator: str = "") -> str:
    return f"http://testserver/r/{encode(Place(kind, page.pk, locator))}"


def make_talk(**fields):
    session = make_session(3, title="제3차 포럼", title_en="3rd forum", date=datetime.date(2024, 3, 4))
    values = {
        "title": "생성형 AI와 지방정부",
        "title_en": "Generative AI",
        "slug": "talk",
        "summary": "업무부터 바꾸라고 말한 강연입니다.",
        "key_points": "<ul><li>업무를 먼저 나눕니다.</li><li>자료를 &lt;먼저&gt; 정리합니다.</li></ul>",
        "date": datetime.date(2024, 3, 4),
        "licence": "2",
        "session": session,
        "speaker": make_speaker("하나래", name_en="Ha Narae"),
    }
    return make_lecture(**{**values, **fields})


def test_a_case_gives_its_summary_with_all_sources():
    case = ordinary_case()
    _url, text = links(korean_url(case))[0]
    assert text.splitlines() == [
        "「보행 사고를 줄인 스마트 횡단보도」 (사례)",
        "조명과 음성안내를 모아 보행 사고를 줄였습니다.",
        "자료 기준일: 2025. 10.",
        "출처: 헤럴드경제, 「횡단보도 효과」, 2025. 9. 15., https://news.example.kr/10575242?a=1&b=2",
        "출처: 서울앤, 「정책 투어」, 2025. 10.",
        "출처: 구정 소식, 날짜 미상",
        "이용 조건: 공공누리 제1유형: 출처표시",
        f"주소: 스마트시티 서울 CDO 포럼 지식 포털, {code(case, 'case')}",
    ]


def test_each_outcome_gives_itself_with_its_own_date_and_the_sources_of_outcomes():
    case = ordinary_case()
    figures = [text for url, text in links(korean_url(case)) if "figure=" in url]
    assert len(figures) == 3
    assert figures[0].splitlines() == [
        "「보행 사고를 줄인 스마트 횡단보도」 (사례)",
        "[효과] 보행자 인명피해 사고: 9건 (이전 값 19, 기준 시점 2024. 3. 5., 확인 방법 교통사고분석시스템)",
        "출처: 헤럴드경제, 「횡단보도 효과」, 2025. 9. 15., https://news.example.kr/10575242?a=1&b=2",
        "출처: 서울앤, 「정책 투어」, 2025. 10.",
        "이용 조건: 공공누리 제1유형: 출처표시",
        f"주소: 스마트시티 서울 CDO 포럼 지식 포털, {code(case, 'case', 'section=outcomes')}",
    ]
    assert "[맥락] 하루 보행량: 약 300만명 (기준 시점 미상)" in figures[2]


def test_a_lecture_gives_its_summary_and_each_key_point():
    lecture = make_talk()
    texts = dict(links(korean_url(lecture)))
    points = [text for url, text in texts.items() if "point=" in url]
    assert "업무를 먼저 나눕니다. (핵심 내용)" in points[0]
    assert "자료를 <먼저> 정리합니다. (핵심 내용)" in points[1]
    assert code(lecture, "lecture", "section=key-points") in points[0]
    summary = next(iter(texts.values()))
    assert "날짜: 2024. 3. 4." in summary
    assert "이용 조건: 공공누리 제2유형: 출처표시 + 상업적 이용금지" in summary
    assert "출처: 스마트시티 서울 CDO 포럼 지식 포털" in summary  # it names no source of its own


def test_citations_name_who_what_when_where():
    case, lecture = ordinary_case(), make_talk(basis="announcement")
    cited = {
        url: text for url, text in [*links(korean_url(case)), *links(korean_url(lecture))] if "form=" in url
    }
    assert list(cited.values()) == [
        "성동구(스마트포용도시과), 「보행 사고를 줄인 스마트 횡단보도」, 2025. 10., "
        f"스마트시티 서울 CDO 포럼 지식 포털, 공공누리 제1유형: 출처표시, {code(case, 'case')}",
        "하나래(서울시), 「생성형 AI와 지방정부」, 제3차 포럼, 2024. 3. 4., 행사 예고 기준, "
        "스마트시티 서울 CDO 포럼 지식 포털, 공공누리 제2유형: 출처표시 + 상업적 이용금지, "
        f"{code(lecture, 'lecture')}",
    ]


def test_english_screens_copy_english_labels_and_titles():
    case = ordinary_case()
    text = links("/en" + korean_url(case))[0][1]
    assert "“Smart crosswalks with fewer accidents” (Case)" in text
    assert "Lights and voices in one crosswalk." in text
    assert "Source: 헤럴드경제, “횡단보도 효과”, 15 Sep 2025" in text
    assert "Licence: KOGL Type 1" in text
    assert f"http://testserver/en/r/{encode(Place('case', case.pk))}" in text


def test_a_profile_figure_gives_its_own_source():
    district = make_district()
    DistrictFigure.objects.create(
        district=district,
        key="population",
        label="주민등록인구",
        value="488972",
        unit="명",
        as_of="2024-12",
        source_outlet="행정안전부",
        source_title="주민등록 인구통계",
        source_url="https://jumin.example.kr/",
    )
    (url, text) = next(link for link in links("/districts/nowon-gu/") if "figure=" in link[0])
    lines = text.splitlines()
    assert lines[1] == "노원구 주민등록인구: 488,972명 (기준 시점 2024. 12.)"
    assert lines[2] == "출처: 행정안전부, 「주민등록 인구통계」, https://jumin.example.kr/"
    assert shown(url) == text


def test_a_search_hit_gives_the_matched_sentence_with_its_place():
    case = ordinary_case()
    make_talk()
    sync_all()
    for query, locator, said in (
        (
            "정지선",
            "section=problem",
            "차가 정지선을 넘어 섰습니다. 2019. 3. 2. 기준으로 사고가 잦았습니다. (문제)",
        ),
        ("서울창의상", "section=awards", "2020 서울창의상 (수상)"),
    ):
        (url, text) = links(f"/search/?q={query}")[0]
        assert text.splitlines()[:2] == ["「보행 사고를 줄인 스마트 횡단보도」 (사례)", said]
        assert code(case, "case", locator) in text
        assert shown(url) == text


def test_every_button_of_a_page_has_a_plain_page_with_the_same_text():
    case, lecture = ordinary_case(), make_talk()
    sync_all()
    addresses = [
        korean_url(case),
        korean_url(lecture),
        "/en" + korean_url(case),
        "/search/?q=횡단보도",
        "/search/",
    ]
    tried = 0
    for address in addresses:
        for url, text in links(address):
            assert shown(url) == text, url
            tried += 1
    assert tried > 15


def test_hits_of_every_kind_that_has_an_address_have_a_button():
    make_talk()
    ordinary_case()
    sync_all()
    response = Client().get("/search/").content.decode()
    assert response.count('class="row result"') <= len(links("/search/"))


# --- the short address ------------------------------------------------------------------------------------


def test_the_short_address_survives_a_new_title_slug_and_place(client):
    case = make_case("처음 제목", slug="first")
    address = f"/r/{encode(Place('case', case.pk, 'section=outcomes'))}"
    assert client.get(address)["Location"] == "/cases/first/#outcomes"
    from districts.models import CaseIndexPage, CaseStudy

    case.title, case.slug = "다른 제목", "second"
    case.save_revision().publish()
    other = CaseIndexPage.objects.child_of(make_district().page).get()
    CaseStudy.objects.get(pk=case.pk).move(other, pos="last-child")
    assert client.get(address)["Location"] == "/districts/nowon-gu/cases/second/#outcomes"
    assert client.get("/en" + address + "/")["Location"] == "/en/districts/nowon-gu/cases/second/#outcomes"


def test_a_moment_and_a_page_lead_into_the_target(client):
    lecture = make_talk()
    path = urlsplit(korean_url(lecture)).path
    assert (
        client.get(f"/r/{encode(Place('lecture', lecture.pk, 't=754'))}")["Location"] == f"{path}?t=754#t754"
    )
    assert (
        client.get(f"/r/{encode(Place('lecture', lecture.pk, 'page=3'))}")["Location"] == f"{path}?page=3#p3"
    )


def test_what_is_gone_or_never_was_is_told_by_its_kind_only(client):
    case = make_case("비밀스러운 제목", slug="gone")
    address = f"/r/{encode(Place('case', case.pk))}"
    case.unpublish()
    withdrawn = client.get(address)
    case.delete()
    deleted, never = client.get(address), client.get(f"/r/{encode(Place('case', 987654))}")
    assert withdrawn.status_code == deleted.status_code == never.status_code == 404
    assert withdrawn.content == deleted.content
    assert "비밀스러운" not in withdrawn.content.decode()
    assert "갈래가 ‘사례’인" in withdrawn.content.decode()
    mistyped = client.get("/r/c234z")
    assert mistyped.status_code == 404
    assert "글자가 바뀌었을 수 있습니다" in mistyped.content.decode()


NOT_THERE = (
    "figure=0",
    "figure=99",
    "figure=x",
    "figure=１",
    "figure=" + "9" * 400,
    "figure=000001" + "9" * 5000,
)


@pytest.mark.parametrize("query", [*NOT_THERE, "point=1"])
def test_a_choice_that_is_not_there_is_not_found(client, query):
    case = ordinary_case()
    assert client.get(f"/r/{encode(Place('case', case.pk))}/text?{query}").status_code == 404


@pytest.mark.parametrize("query", ["", "q=", "q=" + "가" * 5000, "q=%00%ff", "form=other", "q=<script>"])
def test_odd_questions_are_answered(client, query):
    case = ordinary_case()
    for locator in ("", "section=problem", "section=nowhere", "t=5"):
        response = client.get(f"/r/{encode(Place('case', case.pk, locator))}/text?{query}")
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()


def test_the_preview_of_a_page_that_was_never_saved_offers_nothing_to_copy(rf):
    from districts.models import CaseStudy

    case = CaseStudy(title="아직 저장하지 않은 사례", slug="unsaved", summary="요약")
    case.outcomes = [("outcome", {"type": "effect", "metric": "지표", "result": "1"})]
    said = case.make_preview_request(rf.get("/"), "").render().content.decode()
    assert "아직 저장하지 않은 사례" in said
    assert "data-report-copy" not in said
    assert "/r/" not in said


def test_markup_stays_text_in_what_is_copied():
    case = make_case(f"위험한 {XSS}", slug="evil", summary=XSS, sources=[{"outlet": XSS[:90], "title": XSS}])
    sync_all()
    address = f"/r/{encode(Place('case', case.pk))}/text"
    for place in (korean_url(case), address, f"{address}?q={XSS}", "/search/?q=위험한"):
        said = Client().get(place).content.decode()
        # What is written for machines is tried in tests/machines; a script of that type never runs.
        shown_to_people = re.sub(r'<script type="application/ld\+json">[^<]*</script>', "", said)
        assert running(shown_to_people) == [], place
        assert "&lt;script&gt;" in said


def test_short_addresses_on_pages_are_codes_that_decode():
    case = ordinary_case()
    found = re.findall(r"testserver/r/([a-z0-9-]+)", Client().get(korean_url(case)).content.decode())
    assert {decode(one) for one in found} == {
        Place("case", case.pk),
        Place("case", case.pk, "section=outcomes"),
    }
