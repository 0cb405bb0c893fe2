"""Feeds: what anybody may see, in the order of its dates, in a form that readers understand."""

from __future__ import annotations

import datetime

import feedparser
import pytest
from lxml import etree

from districts.models import CaseStudy
from portal.machines import feeds
from tests.factories.site import make_case, make_district, make_lecture, make_speaker, make_user, restrict

ATOM = "{http://www.w3.org/2005/Atom}"
HOST = "http://testserver"


def feed(client, address: str):
    response = client.get(address)
    assert response.status_code == 200, address
    assert response["Content-Type"].startswith("application/atom+xml")
    parsed = feedparser.parse(response.content)
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    return parsed


def titles(parsed) -> list[str]:
    return [entry.title for entry in parsed.entries]


def test_the_feed_of_everything_is_newest_first_and_undated_last(site, client):
    make_case("오늘 사례", sources=[{"outlet": "자료", "date": "2026-01-02"}])
    make_case("어제 사례", sources=[{"outlet": "자료", "date": "2026-01-01"}])
    found = titles(feed(client, "/feed/"))
    assert found[:2] == ["오늘 사례", "어제 사례"]
    assert found[-1] == "다른 강연"
    assert len(found) == 8


def test_an_entry_says_what_it_is(site, client):
    entry = next(e for e in feed(client, "/feed/").entries if e.title == "교통 신호 제어")
    assert entry.link == f"{HOST}/districts/nowon-gu/cases/signals/"
    assert entry.summary == "교통 신호를 기다리는 줄에 맞춥니다."
    assert {tag.term for tag in entry.tags} == {"사례", "노원구", "교통", "돌봄"}
    assert entry.published == "2024-05-01T00:00:00+09:00"


def test_a_date_that_is_known_to_the_month_is_not_made_a_day(site, client):
    make_case("달만 아는 사례", sources=[{"outlet": "자료", "date": "2025-07"}])
    entry = feed(client, "/feed/").entries[0]
    assert entry.title == "달만 아는 사례"
    assert "published" not in entry


def test_updated_is_the_last_publication_and_the_key_survives_a_move(site, client):
    case = site.cases[0]
    moment = datetime.datetime(2026, 2, 3, 4, 5, tzinfo=datetime.UTC)
    CaseStudy.objects.filter(pk=case.pk).update(last_published_at=moment)
    before = next(e for e in feed(client, "/feed/").entries if e.title == case.title)
    assert before.updated == "2026-02-03T04:05:00+00:00"
    case.refresh_from_db()
    case.slug, case.title = "another-address", "다른 제목"
    case.save()
    after = next(e for e in feed(client, "/feed/").entries if e.title == "다른 제목")
    assert after.id == before.id
    assert after.id.startswith("urn:uuid:")
    assert after.link.endswith("/another-address/")


def test_the_feed_names_itself_and_its_neighbours(site, client, monkeypatch):
    monkeypatch.setattr(feeds, "PER_PAGE", 2)
    root = etree.fromstring(client.get("/feed/?page=2").content)
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "alternate": f"{HOST}/",
        "self": f"{HOST}/feed/?page=2",
        "first": f"{HOST}/feed/",
        "previous": f"{HOST}/feed/",
        "next": f"{HOST}/feed/?page=3",
        "last": f"{HOST}/feed/?page=3",
    }
    pages = [titles(feed(client, f"/feed/?page={number}")) for number in (1, 2, 3)]
    assert len({title for page in pages for title in page}) == 6
    assert titles(feed(client, "/feed/?page=x")) == pages[0]
    assert titles(feed(client, "/feed/?page=99")) == pages[2]


def test_the_feed_of_a_district_has_its_cases_and_the_talks_of_its_people(site, client):
    nowon = make_district()
    talk = make_lecture("구청 사람의 강연", speaker=make_speaker(), date=datetime.date(2026, 1, 1))
    talk.speakers.update(district=nowon)
    shared = make_case("함께한 사례", district=make_district("강남구", "Gangnam-gu", "11680"))
    shared.co_districts.add(nowon)
    shared.save()
    found = titles(feed(client, "/feed/district/nowon-gu/"))
    assert found[0] == "구청 사람의 강연"
    assert set(found[1:]) == {"교통 신호 제어", "함께한 사례"}


def test_an_empty_feed_is_the_same_every_time(site, client):
    make_district("도봉구", "Dobong-gu", "11320")
    first, second = (client.get("/feed/district/dobong-gu/") for _ in range(2))
    assert first.content == second.content
    assert feed(client, "/feed/district/dobong-gu/").entries == []
    assert client.get("/feed/district/atlantis/").status_code == 404


def test_the_feed_of_a_tag_is_there_where_the_tag_has_a_page(site, client):
    assert set(titles(feed(client, "/feed/tag/돌봄/"))) == {"교통 신호 제어", "어르신 돌봄 전화", "돌봄 강연"}
    assert client.get("/feed/tag/센서/").status_code == 404
    assert client.get("/feed/tag/없음/").status_code == 404


def test_feeds_hold_nothing_private_for_anybody(site, client):
    restrict(make_case("은닉 사례", district=make_district(), tags=("돌봄",)))
    make_case("초안", district=make_district(), tags=("돌봄",), live=False)
    client.force_login(make_user(is_superuser=True))
    for address in ("/feed/", "/feed/district/nowon-gu/", "/feed/tag/돌봄/"):
        assert not {"은닉 사례", "초안"} & set(titles(feed(client, address)))


@pytest.mark.parametrize("address", ["/feed/", "/feed/district/nowon-gu/", "/feed/tag/돌봄/"])
def test_what_did_not_change_is_not_sent_again(site, client, address):
    first = client.get(address)
    headers = {"If-None-Match": first["ETag"]}
    assert client.get(address, headers=headers).status_code == 304
    site.cases[0].summary = "새 요약입니다."
    site.cases[0].save()
    assert client.get(address, headers=headers).status_code == 200
