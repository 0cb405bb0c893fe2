"""The forum's editors write terms and guides in the editor; editors of one district do not."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from portal.accounts.roles import Role
from portal.guidance.models import GuideIndexPage, GuidePage, Term
from tests.factories.guidance import make_term
from tests.factories.site import make_case, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def editor(fixed_site, client):
    client.force_login(make_user("editor@example.org", Role.FORUM_EDITOR))


def step(**fields) -> dict:
    names = ("page", "section", "moment", "term", "address", "title", "title_en", "note", "note_en")
    return {**dict.fromkeys(names, ""), **fields}


def guide_form(*steps: dict) -> dict:
    texts = dict.fromkeys(("title_en", "summary", "summary_en", "occasion", "occasion_en"), "")
    data = {"title": "새 길", "slug": "new-guide", **texts, "steps": inline_formset(steps)}
    return {**nested_form_data({**data, "comments": inline_formset([])}), "action-publish": "1"}


def add_guide(client, data: dict):
    parent = GuideIndexPage.objects.get()
    return client.post(reverse("wagtailadmin_pages:add", args=["guidance", "guidepage", parent.pk]), data)


def test_a_guide_is_composed_and_published(client):
    case, term = make_case("고른 사례"), make_term("고른 용어")
    response = add_guide(
        client,
        guide_form(
            step(page=case.pk, section="outcomes", note="성과"),
            step(term=term.pk),
            step(address="/cases/", title="사례 모두"),
        ),
    )
    assert response.status_code == 302
    guide = GuidePage.objects.get(slug="new-guide")
    assert guide.live
    assert [str(one) for one in guide.steps.all()] == ["고른 사례", "고른 용어", "사례 모두"]
    html = client.get("/guides/new-guide/").content.decode()
    assert "#outcomes" in html


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "쪽, 용어, 주소 가운데 하나만 골라 주세요."),
        ({"address": "https://evil.example/", "title": "x"}, "이 누리집 안의 주소를 /로 시작하게 써 주세요."),
        ({"address": "/cases/"}, "주소에는 보이는 이름이 있어야 합니다."),
        ({"address": "/cases/", "title": "x", "section": "outcomes"}, "그 쪽에는 없는 대목입니다."),
    ],
)
def test_a_step_that_leads_nowhere_is_told_in_korean(client, fields, told):
    response = add_guide(client, guide_form(step(note="쪽지", **fields)))
    assert response.status_code == 200
    assert told in response.content.decode()
    assert not GuidePage.objects.filter(slug="new-guide").exists()


def term_form(*related: Term, **fields) -> dict:
    names = ("name_en", "abbreviations", "variants", "unmarked", "definition_en")
    data = {"name": "새 용어", "slug": "new", "definition": "풀이", **dict.fromkeys(names, ""), **fields}
    links = inline_formset([{"target": term.pk} for term in related])
    return nested_form_data({**data, "related_links": links, "sources": streamfield([])})


def test_a_term_is_added_and_explained_at_once(client):
    other = make_term("이웃 용어")
    url = reverse(Term.snippet_viewset.get_url_name("add"))
    response = client.post(url, term_form(other, abbreviations="NT\n NT \n", variants="새용어"))
    assert response.status_code == 302
    term = Term.objects.get(slug="new")
    assert term.abbreviation_list == ["NT"]
    assert [link.target for link in term.related_links.all()] == [other]
    assert "풀이" in client.get("/glossary/new/").content.decode()
    refused = client.post(url, term_form(name="새  용어", slug="again"))
    assert "이미 있는 용어입니다." in refused.content.decode()


def test_the_forms_are_in_korean(client):
    parent = GuideIndexPage.objects.get()
    guide = client.get(reverse("wagtailadmin_pages:add", args=["guidance", "guidepage", parent.pk]))
    term = client.get(reverse(Term.snippet_viewset.get_url_name("add")))
    for response, words in (
        (guide, ("누구에게, 언제", "왜 읽나요", "대목")),
        (term, ("줄임말", "관련 용어", "풀이")),
    ):
        html = response.content.decode()
        assert response.status_code == 200
        assert all(word in html for word in words)


def test_an_unsaved_term_is_previewed(client):
    url = reverse(Term.snippet_viewset.get_url_name("preview_on_add"))
    assert client.post(url, term_form()).json()["is_valid"]
    assert "풀이" in client.get(url + "?mode=").content.decode()


def test_editors_of_a_district_may_not(client):
    client.force_login(make_user("nowon@example.org", "노원구 편집자"))
    assert client.get(reverse(Term.snippet_viewset.get_url_name("add"))).status_code == 302
    parent = GuideIndexPage.objects.get()
    assert (
        client.get(reverse("wagtailadmin_pages:add", args=["guidance", "guidepage", parent.pk])).status_code
        == 302
    )
