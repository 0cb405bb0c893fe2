"""The head of every page: one address, its other language, a card for shared links."""

from __future__ import annotations

import pytest

from districts.models import CaseIndexPage, CaseStudy
from home.models import PlainPage
from lectures.models import Lecture
from portal.core.site_tree import ensure_lists
from tests.factories.site import (
    make_case,
    make_district,
    make_lecture,
    make_session,
    make_user,
    restrict,
)
from tests.machines.reading import parse, read

HOST = "http://testserver"


def test_a_page_has_one_address_whatever_is_added_to_it(site, client):
    address = "/districts/nowon-gu/cases/signals/"
    for added in ("", "?utm_source=mail", "?fbclid=1&page=3&sort=title", "?t=754"):
        assert read(client, address + added).hrefs("canonical") == [HOST + address]


def test_a_page_with_english_names_both_languages_and_the_default(site, client):
    address = "/districts/nowon-gu/cases/signals/"
    both = {"ko": HOST + address, "en": f"{HOST}/en{address}", "x-default": HOST + address}
    korean, english = read(client, address), read(client, f"/en{address}")
    assert korean.languages() == english.languages() == both
    assert english.hrefs("canonical") == [both["en"]]
    assert (korean.meta("og:locale"), english.meta("og:locale")) == ("ko_KR", "en_US")
    assert korean.meta("og:locale:alternate") == "en_US"


def test_a_page_without_english_is_one_page_in_korean(site, client):
    address = site.lectures[1].get_url()
    for prefix in ("", "/en"):
        page = read(client, prefix + address)
        assert page.languages() == {}
        assert page.hrefs("canonical") == [HOST + address]
        assert "og:locale:alternate" not in page.metas


def test_an_english_summary_is_enough(site, client):
    lecture = site.lectures[1]
    Lecture.objects.filter(pk=lecture.pk).update(summary_en="A talk on care.")
    assert read(client, lecture.get_url()).languages()["en"] == f"{HOST}/en{lecture.get_url()}"


def test_lists_and_screens_are_translated_whole(site, client):
    CaseIndexPage.objects.update(title_en="")
    for address in ("/cases/", "/speakers/", "/tags/", "/api/"):
        assert read(client, address).languages()["en"] == f"{HOST}/en{address}"


def test_a_list_keeps_filters_and_page_in_its_address(site, client):
    district = make_district()
    for _ in range(45):
        make_case(district=district, field="교통")
    base = f"{HOST}/cases/?field=%EA%B5%90%ED%86%B5"
    page = read(client, "/cases/?utm_source=x&field=교통&page=2&field=없음")
    assert page.hrefs("canonical") == [f"{base}&page=2"]
    assert page.hrefs("prev") == [base]
    assert page.hrefs("next") == [f"{base}&page=3"]
    assert page.languages()["en"] == f"{HOST}/en/cases/?field=%EA%B5%90%ED%86%B5&page=2"


def test_the_first_page_and_one_beyond_the_last_have_the_address_of_what_is_shown(site, client):
    assert read(client, "/cases/?page=1").hrefs("canonical") == [f"{HOST}/cases/"]
    assert read(client, "/cases/?page=99").hrefs("canonical") == [f"{HOST}/cases/"]


def test_another_order_is_the_same_list(site, client):
    for number in range(25):
        make_case(f"사례 {number}")
    page = read(client, "/cases/?sort=title&page=2")
    assert page.hrefs("canonical") == [f"{HOST}/cases/"]
    assert page.hrefs("prev") == page.hrefs("next") == []


def test_an_alias_is_the_page_it_repeats(site, client):
    source = CaseStudy.objects.get(slug="signals")
    folder = CaseIndexPage.objects.child_of(ensure_lists()).get()
    source.create_alias(parent=folder, update_slug="alias-of-shown")
    assert read(client, "/cases/alias-of-shown/").hrefs("canonical") == [HOST + source.get_url()]


@pytest.mark.parametrize("address", ["/search/?q=돌봄", "/login/"])
def test_what_is_not_to_be_indexed_has_no_address_of_record(site, client, address):
    page = read(client, address)
    assert page.hrefs("canonical") == []
    assert page.languages() == {}
    assert "og:url" not in page.metas
    assert page.meta("og:title")


def test_an_error_page_has_no_address_of_record(site, client):
    page = parse(client.get("/cases/nothing-here/").content.decode())
    assert page.hrefs("canonical") == []
    assert page.languages() == {}


def test_the_card_of_a_page_says_what_the_page_says(site, client):
    page = read(client, "/districts/nowon-gu/cases/signals/")
    assert page.meta("og:title") == page.meta("twitter:title") == "교통 신호 제어"
    assert (
        page.meta("og:description")
        == page.meta("twitter:description")
        == "교통 신호를 기다리는 줄에 맞춥니다."
    )
    assert page.meta("og:type") == "article"
    assert page.meta("og:site_name") == "스마트시티 서울 CDO 포럼 지식 포털"
    assert page.meta("twitter:card") == "summary_large_image"
    assert page.meta("og:image") == page.meta("twitter:image")
    assert page.meta("og:image").startswith(f"{HOST}/pictures/ko/page/")
    assert page.meta("og:image:alt") == "사례: 교통 신호 제어"
    assert (page.meta("og:image:width"), page.meta("og:image:height")) == ("1200", "630")
    assert read(client, "/").meta("og:type") == "website"


def test_the_card_speaks_the_language_of_the_page(site, client):
    page = read(client, "/en/districts/nowon-gu/cases/signals/")
    assert page.meta("og:title") == "Traffic signals"
    assert "/pictures/en/page/" in page.meta("og:image")


def test_titles_with_markup_stay_text(site, client):
    title = '"><script>alert(1)</script></title></script><!--'
    case = make_case(title, summary=title)
    page = read(client, case.get_url())
    assert page.meta("og:title") == title
    assert page.meta("og:description") == title
    assert page.node("Article")["headline"] == title
    assert page.node("BreadcrumbList")["itemListElement"][-1]["name"] == title


def test_feeds_are_named_on_every_page_and_those_of_district_and_tag_on_theirs(site, client):
    def feeds(address: str) -> list[str]:
        return read(client, address).hrefs("alternate", type="application/atom+xml")

    assert feeds("/") == feeds("/cases/") == ["/feed/"]
    assert feeds("/districts/nowon-gu/") == ["/feed/district/nowon-gu/", "/feed/"]
    assert feeds("/districts/nowon-gu/cases/") == ["/feed/district/nowon-gu/", "/feed/"]
    assert feeds("/tags/돌봄/") == ["/feed/tag/%EB%8F%8C%EB%B4%84/", "/feed/"]


def test_the_head_is_the_same_for_everybody(site, client):
    """What only signed-in people may see is no part of what a public page says to machines."""
    session = make_session(2, title="은닉회차")
    hidden = [
        make_lecture("은닉강연", speaker=site.speaker, session=site.session, tags=("돌봄",)),
        make_case("은닉사례", district=make_district(), tags=("돌봄",)),
        session,
    ]
    for page in hidden:
        restrict(page)
    user = make_user(is_superuser=True)
    for address in ("/", "/sessions/session-1/", "/speakers/shown-speaker/", "/tags/돌봄/", "/cases/"):
        client.logout()
        anybody = read(client, address)
        client.force_login(user)
        somebody = read(client, address)
        assert anybody.nodes() == somebody.nodes(), address
        assert anybody.metas == somebody.metas
        assert anybody.links == somebody.links


def test_a_speaker_has_english_with_an_english_name(site, client):
    address = site.speaker.get_absolute_url()
    assert read(client, address).languages() == {}
    site.speaker.name_en = "Shown Speaker"
    site.speaker.save()
    assert read(client, address).languages()["en"] == f"{HOST}/en{address}"
    assert read(client, f"/en{address}").meta("og:title") == "Shown Speaker"


def test_a_draft_that_is_being_shown_to_its_editor_breaks_nothing(site):
    """The preview renders pages that have no number yet, too."""
    unsaved = PlainPage(title="아직 없는 쪽", slug="not-yet")
    for page in (site.session, unsaved):
        response = page.make_preview_request(preview_mode="")
        assert response.status_code == 200
        assert page.title in parse(response.content.decode()).meta("og:title")
