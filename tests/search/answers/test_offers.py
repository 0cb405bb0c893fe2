"""What a query names stands above the results: a term with its meaning, a district, a speaker, a session."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction

from districts.models import DistrictPage
from lectures.models import ForumSession, Lecture, LectureSpeaker, SessionIndexPage, Speaker
from portal.guidance.models import Term

pytestmark = pytest.mark.usefixtures("fixed_site")


@pytest.fixture
def offers(client):
    def offers(query: str, prefix: str = "") -> list[tuple[str, str]]:
        answer = client.get(f"{prefix}/search/", {"q": query})
        assert answer.status_code == 200
        page = BeautifulSoup(answer.content, "html.parser")
        return [(link.get_text(strip=True), str(link["href"])) for link in page.select(".offer h2 a")]

    return offers


@pytest.fixture
def session():
    page = ForumSession(title="제3차 CDO 포럼", slug="3", number=3)
    SessionIndexPage.objects.get().add_child(instance=page)
    return page


@pytest.fixture
def speaker(session):
    talk = Lecture(title="디지털 행정", slug="talk")
    session.add_child(instance=talk)
    speaker = Speaker.objects.create(name="가나다", name_en="Ga Nada", slug="ganada")
    LectureSpeaker.objects.create(lecture=talk, speaker=speaker)
    return speaker


@pytest.mark.parametrize("query", ["노원구", "노원", "Nowon-gu", "shdnjsrn"])
def test_a_district_alone_offers_its_page_and_its_facet(client, offers, query):
    assert offers(query) == [("노원구", "/districts/nowon-gu/")]
    page = BeautifulSoup(client.get("/search/", {"q": query}).content, "html.parser")
    narrowed = page.select_one(".offer p a")["href"]
    answer = client.get(narrowed)
    assert answer.context["response"].request.filters == {"district": ("노원구",)}
    assert answer.context["offers"][0]["filter_url"] == ""


@pytest.mark.parametrize("query", ["노원구 돌봄", "구", "없는말", "중", ""])
def test_more_than_a_district_offers_none(offers, query):
    assert offers(query) == []


def test_a_hidden_page_is_not_offered(offers):
    page = DistrictPage.objects.get(district__name="노원구")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert offers("노원구") == []


@pytest.mark.parametrize("query", ["제3차", "제 3차", "제3회 포럼", "제3차포럼", "3차", "wp3ck"])
def test_a_number_offers_the_session(offers, session, query):
    assert offers(query) == [("제3차 CDO 포럼", "/sessions/3/")]


@pytest.mark.parametrize("query", ["제4차", "제33차", "제3차산업", "3차원", "13차"])
def test_another_number_offers_none(offers, session, query):
    assert offers(query) == []


@pytest.mark.parametrize("query", ["가나다", "가나다 교수", "가나다님", "ga nada"])
def test_a_name_offers_the_speaker(offers, speaker, query):
    assert offers(query) == [("가나다", "/speakers/ganada/")]


def test_a_speaker_without_a_talk_to_see_is_not_offered(offers, session, speaker):
    PageViewRestriction.objects.create(page=session, restriction_type=PageViewRestriction.LOGIN)
    assert offers("가나다") == []


@pytest.mark.parametrize("query", ["디지털 트윈", "디지털트윈", "digital twin", "디지털쌍둥이"])
def test_a_term_is_explained(client, offers, query):
    Term.objects.create(
        name="디지털트윈",
        name_en="Digital twin",
        slug="digital-twin",
        definition="현실을 본뜬 모형입니다.",
        definition_en="A model of the real thing.",
        variants="디지털쌍둥이",
    )
    assert offers(query) == [("디지털트윈", "/glossary/digital-twin/")]
    assert offers(query, "/en") == [("Digital twin", "/en/glossary/digital-twin/")]
    assert "현실을 본뜬 모형입니다." in client.get("/search/", {"q": query}).content.decode()
    assert "A model of the real thing." in client.get("/en/search/", {"q": query}).content.decode()
