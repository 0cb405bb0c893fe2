"""JSON-LD: what each kind of page says, in words that schema.org has, with nothing invented."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import call_command
from pyld import jsonld
from wagtail.models import Site

from lectures.models import ForumSession, Lecture
from portal.core.models import SiteIdentity
from portal.guidance.models import Term
from portal.machines.nodes import iso_text, node, script
from tests.factories.site import make_case, make_district, make_lecture, restrict
from tests.machines import schema_org
from tests.machines.reading import parse, read

HOST = "http://testserver"
CASE = "/districts/nowon-gu/cases/signals/"


def load(url: str, options: dict[str, Any]) -> dict[str, Any]:
    assert url.startswith("https://schema.org"), url
    return {"contextUrl": None, "documentUrl": url, "document": schema_org.context()}


def complaints(nodes: list[dict[str, Any]]) -> list[str]:
    """Words that schema.org does not have, and what a JSON-LD processor loses of the nodes."""
    found = []
    for item in nodes:
        found += schema_org.wrong_words(item) + [f"empty: {path}" for path in schema_org.empty_values(item)]
        expanded = jsonld.expand(item, {"documentLoader": load})
        back = jsonld.compact(expanded, schema_org.context(), {"documentLoader": load})
        if count(back) != count(item):
            found.append(f"lost in expansion: {item}")
    return found


def count(item: Any) -> int:
    """Values in a tree, whatever their names (@id or id)."""
    if isinstance(item, dict):
        return sum(count(value) for name, value in item.items() if name != "@context")
    return sum(map(count, item)) if isinstance(item, list) else 1


def test_every_block_of_every_kind_of_page_is_valid(site, client):
    call_command("setup_site", verbosity=0)
    Term.objects.create(
        name="사물인터넷", slug="iot", definition="물건을 잇는 기술입니다.", abbreviations="IoT"
    )
    Lecture.objects.filter(pk=site.lectures[1].pk).update(recording_url="https://video.example/1")
    addresses = [
        "/",
        "/lectures/",
        "/sessions/",
        "/cases/",
        "/districts/",
        "/districts/nowon-gu/",
        "/districts/nowon-gu/cases/",
        "/expo/",
        "/prize/",
        "/guides/",
        "/glossary/",
        "/glossary/iot/",
        "/speakers/",
        "/speakers/shown-speaker/",
        "/tags/",
        "/tags/돌봄/",
        "/calendar/",
        "/api/",
        CASE,
        *(page.get_url() for page in (site.session, *site.lectures)),
    ]
    broken = {}
    for address in [prefix + address for address in addresses for prefix in ("", "/en")]:
        nodes = read(client, address).nodes()
        kinds = [item["@type"] for item in nodes]
        assert kinds.count("BreadcrumbList") == (0 if address in ("/", "/en/") else 1), address
        assert all(item["@context"] == "https://schema.org" for item in nodes)
        if found := complaints(nodes):
            broken[address] = found
    assert broken == {}


def test_the_check_itself_finds_unknown_words():
    assert complaints([{"@context": "https://schema.org", "@type": "Event", "begins": "2024"}])
    assert complaints([{"@context": "https://schema.org", "@type": "Talk", "name": "x"}])
    assert complaints([{"@context": "https://schema.org", "@type": "Event", "name": ""}])
    assert not complaints([{"@context": "https://schema.org", "@type": "Event", "name": "x"}])


def test_a_session_is_an_event_with_what_is_known(site, client):
    event = read(client, site.session.get_url()).node("Event")
    assert event["name"] == "제1차 포럼"
    assert event["startDate"] == "2024-03-04"
    assert event["performer"] == [
        {
            "@type": "Person",
            "name": "여는이",
            "affiliation": {"@type": "Organization", "name": "서울시"},
        }
    ]
    assert not {"endDate", "location", "organizer", "description"} & set(event)


def test_the_time_of_a_session_is_that_of_seoul(site, client):
    ForumSession.objects.filter(pk=site.session.pk).update(
        start_time="14:00", end_time="17:30", venue="시청", hosts="서울시\n재단"
    )
    event = read(client, site.session.get_url()).node("Event")
    assert (event["startDate"], event["endDate"]) == ("2024-03-04T14:00+09:00", "2024-03-04T17:30+09:00")
    assert event["location"] == {"@type": "Place", "name": "시청"}
    assert [host["name"] for host in event["organizer"]] == ["서울시", "재단"]


def test_a_lecture_is_a_video_where_there_is_one_and_an_article_elsewhere(site, client):
    address = site.lectures[0].get_url()
    article = read(client, address).node("Article")
    assert article["headline"] == "돌봄 강연"
    assert article["about"]["startDate"] == "2024-03-04"
    assert [person["name"] for person in article["about"]["performer"]] == ["보이는 연사"]
    assert article["keywords"] == ["돌봄"]
    Lecture.objects.filter(pk=site.lectures[0].pk).update(recording_url="https://video.example/1")
    page = read(client, address)
    video = page.node("VideoObject")
    assert (video["name"], video["sameAs"]) == ("돌봄 강연", "https://video.example/1")
    assert video["thumbnailUrl"] == page.meta("og:image")
    assert "Article" not in [item["@type"] for item in page.nodes()]


@pytest.mark.parametrize(
    ("precision", "written"), [("year", "2024"), ("month", "2024-03"), ("day", "2024-03-04")]
)
def test_dates_go_as_far_as_they_are_known(site, client, precision, written):
    lecture = site.lectures[0]
    Lecture.objects.filter(pk=lecture.pk).update(date_precision=precision)
    assert read(client, lecture.get_url()).node("Article")["about"]["startDate"] == written


def test_a_guessed_date_and_a_title_that_nobody_knows_are_left_out(site, client):
    lecture = site.lectures[0]
    Lecture.objects.filter(pk=lecture.pk).update(date_inferred=True, title_unknown=True, title="제목 미상")
    article = read(client, lecture.get_url()).node("Article")
    assert "headline" not in article
    assert "startDate" not in article["about"]


def test_a_case_is_an_article_of_a_place_with_its_sources(site, client):
    case = make_case(
        "자료가 있는 사례",
        district=make_district(),
        licence="1",
        sources=[
            {"outlet": "신문", "title": "기사", "date": "2024-08", "url": "https://news.example/1"},
            {"outlet": "구청", "date": "2023"},
        ],
    )
    article = read(client, case.get_url()).node("Article")
    assert article["temporalCoverage"] == "2024-08"
    assert "datePublished" not in article
    assert article["license"] == "https://www.kogl.or.kr/info/licenseType1.do"
    assert article["articleSection"] == "복지"
    assert article["spatialCoverage"][0]["name"] == "노원구"
    assert article["citation"] == [
        {
            "@type": "CreativeWork",
            "name": "기사",
            "publisher": {"@type": "Organization", "name": "신문"},
            "datePublished": "2024-08",
            "url": "https://news.example/1",
        },
        {
            "@type": "CreativeWork",
            "name": "구청",
            "publisher": {"@type": "Organization", "name": "구청"},
            "datePublished": "2023",
        },
    ]


def test_the_list_of_cases_is_a_data_set_with_its_files(site, client):
    dataset = read(client, "/cases/?field=교통").node("Dataset")
    assert dataset["url"] == f"{HOST}/cases/"
    assert {part["contentUrl"]: part["encodingFormat"] for part in dataset["distribution"]} == {
        f"{HOST}/api/cases.csv": "text/csv",
        f"{HOST}/api/cases.json": "application/json",
    }
    own = read(client, "/districts/nowon-gu/cases/").node("Dataset")
    for part in own["distribution"]:
        assert client.get(part["contentUrl"].removeprefix(HOST)).status_code == 200
    assert own["spatialCoverage"]["identifier"] == "11350"


def test_a_speaker_is_a_person_with_public_talks_only(site, client):
    restrict(make_lecture("은닉강연", speaker=site.speaker))
    person = read(client, "/speakers/shown-speaker/").node("Person")
    assert person["name"] == "보이는 연사"
    assert {talk["name"] for talk in person["subjectOf"]} == {"돌봄 강연", "다른 강연"}
    assert not {"affiliation", "jobTitle"} & set(person)


def test_a_term_is_defined_in_the_glossary(site, client):
    Term.objects.create(
        name="사물인터넷",
        name_en="Internet of Things",
        slug="iot",
        definition="물건을 잇는 기술입니다.",
        abbreviations="IoT",
    )
    term = read(client, "/glossary/iot/").node("DefinedTerm")
    assert (term["name"], term["description"]) == ("사물인터넷", "물건을 잇는 기술입니다.")
    assert set(term["alternateName"]) == {"Internet of Things", "IoT"}
    assert term["inDefinedTermSet"]["url"] == f"{HOST}/glossary/"
    whole = read(client, "/glossary/").node("DefinedTermSet")
    assert [item["url"] for item in whole["hasDefinedTerm"]] == [f"{HOST}/glossary/iot/"]


def test_home_leads_programs_to_search(site, client):
    website = read(client, "/").node("WebSite")
    action = website["potentialAction"]
    assert action["target"]["urlTemplate"] == f"{HOST}/search/?q={{search_term_string}}"
    assert action["query-input"] == "required name=search_term_string"
    assert website["publisher"]["@type"] == "Organization"


def test_an_operator_who_is_not_named_is_left_out(site, client):
    identity = SiteIdentity.for_site(Site.objects.get())
    identity.operator = ""
    identity.save()
    assert "publisher" not in read(client, "/").node("WebSite")


def test_the_breadcrumb_is_that_of_the_page(site, client):
    steps = read(client, CASE).node("BreadcrumbList")["itemListElement"]
    assert [(step["position"], step["name"]) for step in steps] == [
        (1, "홈"),
        (2, "자치구"),
        (3, "노원구"),
        (4, "노원구 사례"),
        (5, "교통 신호 제어"),
    ]
    assert steps[3]["item"] == f"{HOST}/districts/nowon-gu/cases/"
    assert "item" not in steps[4]
    speaker = read(client, "/en/speakers/shown-speaker/").node("BreadcrumbList")["itemListElement"]
    assert [step.get("item") for step in speaker] == [f"{HOST}/en/", f"{HOST}/en/speakers/", None]


def test_no_text_can_leave_its_block():
    text = "</script><script>alert(1)</script><!-- \u2028 & ]]>"
    block = script(node("Article", headline=text))
    assert block.count("<") == 2
    assert json.loads(parse(block).blocks[0])["headline"] == text


@pytest.mark.parametrize(
    ("text", "date"),
    [("2024.8", "2024-08"), ("2024", "2024"), ("2024-8-1", "2024-08-01"), ("작년", ""), (None, "")],
)
def test_written_dates(text, date):
    assert iso_text(text) == date
