"""Guides show the steps that their reader may follow, and nothing of the others."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.encoding import iri_to_uri

from districts.models import CaseIndexPage
from portal.core.site_tree import ensure_lists
from portal.guidance.domain.guides import shown_guides
from portal.guidance.models import GuidePage, GuideStep
from search.sync import sync_all
from tests.factories.guidance import make_guide, make_term
from tests.factories.site import (
    make_case,
    make_district,
    make_lecture,
    make_session,
    make_speaker,
    make_user,
    restrict,
)
from tests.test_bad_input import XSS, running

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def body(client: Client, path: str) -> str:
    response = client.get(iri_to_uri(path))
    assert response.status_code == 200, path
    return response.content.decode()


def steps(html: str) -> list[tuple[str, str]]:
    """(address, title) of the steps in their order."""
    part = html.partition('<ol class="guide-steps"')[2].partition("</ol>")[0]
    found = re.findall(r'<h3[^>]*>\s*<a class="link" href="([^"]*)">(.*?)</a>', part)
    return [(address, re.sub("<[^>]*>", "", title)) for address, title in found]


def page_of(guide: GuidePage, client: Client, prefix: str = "") -> str:
    return body(client, f"{prefix}/guides/{guide.slug}/")


def test_every_kind_of_step(client):
    case = make_case("단계 사례", title_en="Step case", slug="step-case", outcomes=[])
    lecture = make_lecture("단계 강연", slug="step-lecture")
    term = make_term("실증", name_en="Trial", slug="trial")
    guide = make_guide(
        "길",
        steps=(
            {"page": case, "section": "outcomes", "note": "성과를 봅니다.", "note_en": "See results."},
            {"page": lecture, "moment": "12:34"},
            {"term": term},
            {"address": "/cases/?field=복지", "title": "복지 사례", "title_en": "Welfare cases"},
            {"page": case, "title": "다른 이름"},
        ),
    )
    html = page_of(guide, client)
    assert steps(html) == [
        ("/cases/step-case/#outcomes", "단계 사례"),
        ("/lectures/step-lecture/?t=754", "단계 강연"),
        ("/glossary/trial/", "실증"),
        ("/cases/?field=복지", "복지 사례"),
        ("/cases/step-case/", "다른 이름"),
    ]
    assert "성과를 봅니다." in html
    english = page_of(guide, client, "/en")
    assert steps(english) == [
        ("/en/cases/step-case/#outcomes", "Step case"),
        ("/en/lectures/step-lecture/?t=754", "단계 강연"),
        ("/en/glossary/trial/", "Trial"),
        ("/en/cases/?field=복지", "Welfare cases"),
        ("/en/cases/step-case/", "다른 이름"),
    ]
    assert "See results." in english
    assert "성과를 봅니다." not in english
    keys = re.findall(r'data-step="(\w+)"', html)
    assert len(set(keys)) == 5
    assert keys == re.findall(r'data-step="(\w+)"', english), "ticks hold in both languages"


HIDDEN = ("은닉", "secret")


@pytest.fixture
def closed() -> GuidePage:
    """A guide with one open step; the others lead to what is private, withdrawn, not there or not told."""
    district = make_district()
    private = make_case("은닉 사례", slug="secret-case", title_en="Secret", district=district)
    draft = make_lecture("은닉 초안", slug="secret-draft", live=False)
    session = make_session(5, title="은닉 회차", slug="secret-session")
    below = make_lecture("은닉 강연", slug="secret-lecture", session=session)
    speaker = make_speaker("은닉 연사", slug="secret-speaker")
    make_lecture("은닉 말", slug="secret-talk", session=session, speaker=speaker)
    restrict(private)
    restrict(session)
    note = {"note": "은닉 쪽지", "note_en": "Secret note"}
    return make_guide(
        "열린 길",
        slug="open-guide",
        steps=(
            {"page": private, **note},
            {"page": draft, **note},
            {"page": below, "title": "은닉 이름", **note},
            {"address": private.get_url(), "title": "은닉 주소", **note},
            {"address": f"/en{below.get_url()}?a=1#b", "title": "은닉 영문 주소", **note},
            {"address": "/speakers/secret-speaker/", "title": "은닉 사람", **note},
            {"address": "/no/secret-page/", "title": "은닉 없음", **note},
            {"address": "/glossary/secret-term/", "title": "은닉 용어", **note},
            {"address": "/admin/", "title": "은닉 관리", **note},
            {"address": "//evil.example/secret", "title": "은닉 밖", **note},
            {"page": CaseIndexPage.objects.child_of(ensure_lists()).get(), "note": "열린 쪽지"},
        ),
    )


def test_strangers_see_open_steps_only_and_their_numbers_have_no_gaps(closed, client):
    for prefix in ("", "/en"):
        html = page_of(closed, client, prefix)
        assert len(steps(html)) == 1
        assert not [word for word in HIDDEN if word in html.casefold()]
    assert "1단계로 봅니다" in page_of(closed, client)
    assert [guide.step_count for guide in shown_guides(None)] == [1]
    assert "은닉" not in body(client, "/guides/")


def test_members_see_what_they_may(closed, client):
    client.force_login(make_user())
    titles = [title for _address, title in steps(page_of(closed, client))]
    assert titles == ["은닉 사례", "은닉 이름", "은닉 주소", "은닉 영문 주소", "은닉 사람", "사례"]


def test_search_tells_nothing_of_closed_steps(closed, client):
    sync_all()
    for query in ("은닉", "쪽지", "은닉 쪽지", "secret note", ""):
        results = client.get("/api/search/", {"q": query, "kind": "guide"}).json()["results"]
        said = str(results)
        assert "은닉" not in said
        assert "secret" not in said.casefold()
        # An index page has no document: who may read it is not known to search, so its note stays out too.
        assert "쪽지" not in said
    assert found(client, "열린 길") == ["열린 길"]
    assert found(client, "은닉") == found(client, "쪽지") == []


def found(client: Client, query: str) -> list[str]:
    answer = client.get("/api/search/", {"q": query, "kind": "guide"}).json()
    return [result["title"] for result in answer["results"]]


def test_a_note_is_found_until_its_page_is_closed(client):
    case = make_case("누리집 사례")
    guide = make_guide("찾는 길", steps=({"page": case, "note": "도롱뇽을 눈여겨봅니다."},))
    sync_all()
    assert found(client, "도롱뇽") == [guide.title]
    rule = restrict(case)
    # Not yet synchronised: the guide waits rather than tell the old text.
    assert found(client, "도롱뇽") == []
    sync_all()
    assert found(client, "도롱뇽") == []
    assert found(client, "찾는 길") == [guide.title]
    rule.delete()
    sync_all()
    assert found(client, "도롱뇽") == [guide.title]
    case.unpublish()
    sync_all()
    assert found(client, "도롱뇽") == []


def test_a_renamed_page_and_term_are_found_under_their_new_names(client):
    case, term = make_case("옛 이름"), make_term("옛 용어")
    guide = make_guide("이름 길", steps=({"page": case}, {"term": term}))
    sync_all()
    case.title, term.name = "기린 사례", "하마 용어"
    case.save_revision().publish()
    term.save()
    sync_all()
    assert found(client, "기린") == found(client, "하마") == [guide.title]


def test_the_list_puts_newcomers_first(client):
    make_guide("셋째 길", slug="third")
    make_guide("첫째 길", slug="first", newcomers=True, occasion="새로 온 사람")
    restrict(make_guide("은닉 길", newcomers=True))
    html = body(client, "/guides/")
    assert html.index("처음 맡으셨나요") < html.index("첫째 길") < html.index("셋째 길")
    assert "은닉" not in html
    assert [guide.title for guide in shown_guides(None, 1)] == ["첫째 길"]


def test_without_guides_the_list_offers_a_next_step(client):
    ensure_lists()
    assert 'href="/cases/"' in body(client, "/guides/").partition('class="empty"')[2]


def test_a_guide_without_open_steps_says_so(client):
    case = make_case("은닉 사례")
    restrict(case)
    html = page_of(make_guide(steps=({"page": case},)), client)
    assert "지금 볼 수 있는 단계가 없습니다" in html


def test_a_deleted_page_leaves_the_guide_in_order(client):
    case, other = make_case("지울 사례"), make_case("남을 사례")
    guide = make_guide(steps=({"page": case}, {"page": other}))
    case.delete()
    assert [title for _address, title in steps(page_of(guide, client))] == ["남을 사례"]
    draft = guide.get_latest_revision_as_object()
    assert [step.page_id for step in draft.steps.all()] == [other.pk]


def test_written_markup_stays_text(client):
    case = make_case(XSS, title_en=XSS)
    step = {"page": case, "title": XSS, "title_en": XSS, "note": XSS, "note_en": XSS}
    texts = dict.fromkeys(("title_en", "summary", "summary_en", "occasion", "occasion_en"), XSS)
    guide = make_guide(XSS, slug="evil", steps=(step,), **texts)
    for path in ("/guides/", f"/guides/{guide.slug}/", "/en/guides/", f"/en/guides/{guide.slug}/"):
        html = body(client, path)
        assert running(html) == []
        assert "&lt;script&gt;" in html


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, "page"),
        ({"page": True, "address": "/cases/", "title": "x"}, "page"),
        ({"page": True, "section": "key-points"}, "section"),
        ({"page": True, "moment": "12:34"}, "moment"),
        ({"page": True, "section": "outcomes", "moment": "12:34"}, "moment"),
        ({"address": "/cases/"}, "title"),
        ({"address": "https://evil.example/", "title": "x"}, "address"),
        ({"address": "//evil.example/", "title": "x"}, "address"),
        ({"address": "/\\evil.example/", "title": "x"}, "address"),
        ({"address": "javascript:alert(1)", "title": "x"}, "address"),
        ({"address": "/admin/pages/1/", "title": "x"}, "address"),
        ({"address": "/en/documents/1/a.pdf", "title": "x"}, "address"),
        ({"address": "/tags/x/", "title": "x"}, "address"),
        ({"address": "/cases/ x", "title": "x"}, "address"),
    ],
)
def test_steps_that_lead_nowhere_are_refused(fields, wrong):
    values = {**fields, **({"page": make_case()} if fields.get("page") else {})}
    with pytest.raises(ValidationError) as error:
        GuideStep(**values).full_clean(exclude=["guide"])
    assert wrong in error.value.message_dict


@pytest.mark.parametrize("moment", ["5", "12:60", "1:2", "12:34:5", "a", "-1:00"])
def test_moments_that_are_none(moment):
    with pytest.raises(ValidationError) as error:
        GuideStep(page=make_lecture(), moment=moment).full_clean(exclude=["guide"])
    assert "moment" in error.value.message_dict


def test_good_steps_are_accepted():
    lecture = make_lecture()
    for fields in (
        {"page": make_case(), "section": "outcomes"},
        {"page": lecture, "moment": "1:02:03"},
        {"page": lecture, "section": "key-points"},
        {"term": make_term()},
        {"address": "/en/search/?q=돌봄&kind=case#x", "title": "찾기"},
        {"address": "/districts/nowon-gu/", "title": "노원구"},
    ):
        GuideStep(**fields).full_clean(exclude=["guide"])
