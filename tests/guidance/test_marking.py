"""The first use of a term on a page is a link that its definition describes; nothing else changes."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import override

from portal.guidance.domain.marking import PageTerms
from portal.guidance.models import Term
from tests.factories.guidance import make_term
from tests.test_bad_input import XSS, running

pytestmark = pytest.mark.django_db


@pytest.fixture
def ai() -> Term:
    return make_term(
        "인공지능",
        name_en="Artificial intelligence",
        slug="ai",
        abbreviations="AI",
        definition_en="Thinking machines.",
    )


@pytest.fixture
def speaker(ai) -> Term:
    return make_term(
        "AI 스피커",
        name_en="AI speaker",
        slug="ai-speaker",
        variants="누구\n인공지능 스피커",
        unmarked="누구",
    )


def marked(html: str) -> list[str]:
    """Addresses and words of the marked terms, in order."""
    return re.findall(r'<a class="term" href="/glossary/([^"]+)/" aria-describedby="term-note-\d+">', html)


def test_only_the_first_use_is_marked_whatever_it_is_called(ai):
    terms = PageTerms()
    html = terms.text("인공지능은 AI다. AI는 인공지능이다.") + terms.text("또 AI")
    assert marked(html) == ["ai"]
    assert html.startswith('<a class="term"')
    assert strip_tags(html) == "인공지능은 AI다. AI는 인공지능이다.또 AI"


def test_the_longest_term_is_marked_and_what_is_inside_another_is_not_its_first_use(speaker):
    terms = PageTerms()
    assert marked(terms.text("AI 스피커가 있고 AI 스피커가 또 있다. AI도 있다.")) == ["ai-speaker", "ai"]


def test_spellings_of_everyday_words_stay_unmarked(speaker):
    assert marked(PageTerms().text("누구나 누구에게")) == []


def test_plain_text_is_escaped(ai):
    html = PageTerms().text(f'{XSS} AI <b>굵게</b> & "따옴"')
    assert running(html) == []
    assert "<b>" not in html
    assert marked(html) == ["ai"]


def test_links_headings_buttons_and_code_are_left_alone(ai):
    html = (
        '<h3>AI 제목</h3><p><a href="/x/">AI 이음</a> <code>AI</code> <b>AI 굵게</b></p>'
        "<a href='/y/'><span>AI</span></a><H2>AI</H2>"
    )
    result = PageTerms().markup(html)
    assert marked(result) == ["ai"]
    assert '<b><a class="term"' in result
    assert re.sub(r'<a class="term"[^>]*>(.*?)</a>', r"\1", result) == html


@pytest.mark.parametrize(
    "html",
    [
        '<p title="AI > 밖">글</p>',
        "<p data-x='AI'>글</p>",
        "<!-- AI --><p>글</p>",
        "<p>&AI; &#65;&#73;</p>",
        "<a href=x>AI",
        "<p>a < AI2",
        '<img alt="AI">',
    ],
)
def test_attributes_comments_and_entities_stay_as_they_are(ai, html):
    assert PageTerms().markup(html) == html


def test_a_sign_in_the_markup_is_no_part_of_a_word():
    make_term("R&D", slug="rnd")
    assert marked(PageTerms().text("R&D는")) == ["rnd"]


def test_english_text_is_explained_by_english_names(ai):
    with override("en"):
        html = PageTerms().text("artificial intelligence in cities, AI")
    assert re.findall(r'href="([^"]+)"', html) == ["/en/glossary/ai/"]


def render(source: str, **context) -> str:
    request = RequestFactory().get("/")
    return Template("{% load portal_terms %}" + source).render(Context({"request": request, **context}))


def test_the_tag_escapes_text_and_keeps_markup(ai):
    html = render("{% explain a %}{% explain b %}{% term_notes %}", a="<i>AI", b=mark_safe("<i>AI</i>"))
    assert html.startswith("&lt;i&gt;<a ")
    assert "<i>AI</i>" in html
    assert re.search(r"인공지능</strong>: <span>인공지능의 풀이입니다.", html)
    assert html.count('id="term-note-') == 1
    assert "js/terms" in html


def test_a_page_without_terms_loads_nothing(ai):
    assert render("{% explain a %}{% term_notes %}", a="아무 말").strip() == "아무 말"
    assert render("[{% explain a %}]", a=None) == "[]"


def test_without_a_request_nothing_is_marked(ai):
    page = Template("{% load portal_terms %}{% explain a %}{% term_notes %}").render(Context({"a": "AI <b>"}))
    assert page.strip() == "AI &lt;b&gt;"


def test_notes_are_in_the_language_of_the_reader(ai):
    with override("en"):
        html = render("{% explain a %}{% term_notes %}", a="인공지능은")
    assert "Thinking machines." in html
    assert "풀이입니다" not in html


def test_a_term_is_not_marked_on_its_own_page(ai):
    assert marked(render("{% explain_others pk %}{% explain a %}", pk=ai.pk, a="AI")) == []
