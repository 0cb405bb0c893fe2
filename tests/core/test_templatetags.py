"""What readers of each language see: dates, amounts, particles, addresses, text."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest
from django.core.paginator import Paginator
from django.http import QueryDict
from django.template import Context, Template
from django.utils import translation

from portal.core.templatetags import portal_format, portal_links, portal_nav, portal_text

DAY = datetime.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("value", "precision", "korean", "english"),
    [
        (DAY, "", "2026. 11. 23.(월)", "23 Nov 2026"),
        (DAY, "day", "2026. 11. 23.(월)", "23 Nov 2026"),
        (DAY, "month", "2026. 11.", "Nov 2026"),
        (DAY, "year", "2026년", "2026"),
        ("2024", "", "2024년", "2024"),
        ("2024-10", "", "2024. 10.", "Oct 2024"),
        ("2024-10-05", "", "2024. 10. 5.(토)", "5 Oct 2024"),
        ("2024년 상반기", "", "2024년 상반기", "2024년 상반기"),
        (None, "", "", ""),
        ("", "", "", ""),
        # 23 November in Seoul, still 22 November in UTC.
        (datetime.datetime(2026, 11, 22, 16, 0, tzinfo=datetime.UTC), "", "2026. 11. 23.(월)", "23 Nov 2026"),
    ],
)
def test_a_date_shows_what_is_known_of_it(value: object, precision: str, korean: str, english: str) -> None:
    assert portal_format.local_date(value, precision) == korean
    with translation.override("en"):
        assert portal_format.local_date(value, precision) == english


@pytest.mark.parametrize(
    ("value", "precision", "html"),
    [
        (DAY, "day", '<time datetime="2026-11-23">2026. 11. 23.(월)</time>'),
        (DAY, "month", '<time datetime="2026-11">2026. 11.</time>'),
        ("2024", "", '<time datetime="2024">2024년</time>'),
        ("2024년 말", "", "2024년 말"),
    ],
)
def test_a_date_can_be_read_by_machines(value: object, precision: str, html: str) -> None:
    assert portal_format.time_tag(value, precision) == html


@pytest.mark.parametrize(
    ("amount", "korean", "english"),
    [
        (None, "", ""),
        (0, "0원", "KRW 0"),
        (9_500, "9,500원", "KRW 9,500"),
        (35_000_000, "3,500만원", "KRW 35 million"),
        (1_234_000_000, "12억 3,400만원", "KRW 1.23 billion"),
        (2_000_000_000_000, "2조원", "KRW 2 trillion"),
        (100_005_000, "1억 5,000원", "KRW 100 million"),
    ],
)
def test_won_are_read_in_large_units(amount: int | None, korean: str, english: str) -> None:
    assert portal_format.krw(amount) == korean
    with translation.override("en"):
        assert portal_format.krw(amount) == english


@pytest.mark.parametrize(
    ("word", "pair", "expected"),
    [
        ("노원구", "을/를", "노원구를"),
        ("강남", "을/를", "강남을"),
        ("서울", "으로/로", "서울로"),
        ("강남", "으로/로", "강남으로"),
        ("3", "이/가", "3이"),
        ("2", "이/가", "2가"),
        ("IoT", "이/가", "IoT가"),
        ("LLM", "은/는", "LLM은"),
        ("디지털(안)", "은/는", "디지털(안)은"),
        ("인공지능(AI)", "을/를", "인공지능(AI)을"),
        ("AI(인공지능)", "을/를", "AI(인공지능)를"),
        ("노원구 [안]", "으로/로", "노원구 [안]로"),
        ("(AI)", "이/가", "(AI)가"),
        ("'드론'", "과/와", "'드론'과"),
        ("‘하천’", "이/가", "‘하천’이"),
        ("50%", "을/를", "50%를"),
        ("2024년", "으로/로", "2024년으로"),
        ("10", "이/가", "10이"),
        ("1", "으로/로", "1로"),
        ("3", "으로/로", "3으로"),
        ("driver", "을/를", "driver를"),
        ("Digital twin", "은/는", "Digital twin은"),
        ("QR", "을/를", "QR을"),
        ("서울", "과/와", "서울과"),
        ("", "을/를", "를"),
    ],
)
def test_a_particle_follows_the_last_sound(word: str, pair: str, expected: str) -> None:
    assert portal_format.josa(word, pair) == expected


def test_a_decomposed_word_takes_the_same_particle() -> None:
    # macOS hands over Hangul as separate letters.
    assert portal_format.josa("\u1100\u1161\u11bc", "이/가").endswith("이")


@pytest.mark.parametrize(
    ("path", "english"),
    [
        ("/cases/", "/en/cases/"),
        ("/", "/en/"),
        ("/en/cases/", "/en/cases/"),
        ("/documents/3/a.pdf", "/documents/3/a.pdf"),
        ("https://example.org/a", "https://example.org/a"),
        ("//example.org/a", "//example.org/a"),
    ],
)
def test_an_address_keeps_the_language(path: str, english: str) -> None:
    assert portal_links.local_url(path) == path
    with translation.override("en"):
        assert portal_links.local_url(path) == english


def _context(query: str) -> dict[str, object]:
    return {"request": SimpleNamespace(GET=QueryDict(query))}


def test_one_parameter_changes_and_the_list_starts_again() -> None:
    context = _context("q=주차&district=노원구&district=성동구&page=3")
    address = portal_links.query_replace(context, sort="date")
    assert QueryDict(address[1:]) == QueryDict("q=주차&district=노원구&district=성동구&sort=date")
    assert portal_links.query_replace(_context("q=a&sort=date"), sort=None) == "?q=a"
    assert QueryDict(portal_links.query_replace(_context("q=a"), page=2)[1:]) == QueryDict("q=a&page=2")


def test_one_value_of_a_repeated_parameter_goes() -> None:
    context = _context("district=노원구&district=성동구&page=3")
    assert QueryDict(portal_links.query_without(context, "district", "노원구")[1:]) == QueryDict(
        "district=성동구"
    )
    assert portal_links.query_without(context, "district") == "?"


def test_hidden_fields_carry_parameters_and_escape_them() -> None:
    template = Template("{% load portal_links %}{% query_fields 'q' 'sort' %}")
    html = template.render(Context(_context('q="><script>&sort=')))
    assert 'name="q"' in html
    assert "<script>" not in html
    assert "sort" not in html


def test_paging_marks_the_page_and_keeps_the_filters() -> None:
    template = Template("{% load portal_links %}{% pagination page base %}")
    page = Paginator(range(100), 10).page(3)
    html = template.render(Context({"page": page, "base": "field=%EA%B5%90%ED%86%B5"}))
    assert html.count("aria-current") == 1
    assert "?field=%EA%B5%90%ED%86%B5&amp;page=4" in html
    one = Paginator(range(5), 10).page(1)
    assert not template.render(Context({"page": one, "base": ""})).strip()


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/lectures/", "/lectures/"),
        ("/sessions/session-1/talk/", "/sessions/"),
        ("/districts/nowon-gu/", "/districts/"),
        ("/districts/nowon-gu/cases/smart-pole/", "/cases/"),
        ("/cases/?field=교통", "/cases/"),
        ("/search/?q=강연", ""),
        ("/", ""),
    ],
)
def test_the_navigation_knows_where_the_reader_is(path: str, entry: str) -> None:
    assert portal_nav.entry_of(path) == entry


def test_a_section_links_its_lists_and_a_page_outside_has_no_tabs() -> None:
    template = Template("{% load portal_nav %}{% section_nav %}")
    assert not template.render(Context({"url_ko": "/search/"})).strip()
    html = template.render(Context({"url_ko": "/sessions/"}))
    section = next(s for s in portal_nav.SECTIONS if portal_nav.holds(s, "/sessions/"))
    assert html.count("<a ") == len(section.entries) >= 3
    assert html.count('aria-current="page"') == 1


def test_english_comes_first_and_korean_is_marked() -> None:
    record = SimpleNamespace(title="스마트폴", title_en="Smart pole", summary="가로등입니다.", summary_en="")
    assert portal_text.localized(record, "title") == ("스마트폴", "ko", False)
    with translation.override("en"):
        assert portal_text.localized(record, "title") == ("Smart pole", "en", False)
        assert portal_text.localized(record, "summary") == ("가로등입니다.", "ko", True)
        assert portal_text.localized({"title": "3D"}, "title") == ("3D", "ko", False)
        assert portal_text.speak("가로등") == '<span lang="ko">가로등</span>'
        assert portal_text.speak("<b>pole</b>") == "&lt;b&gt;pole&lt;/b&gt;"
    assert portal_text.speak("가로등") == "가로등"


@pytest.mark.parametrize(
    ("value", "says"), [("<p></p>", False), ("<p>&nbsp;</p>", False), ("", False), ("<p>말</p>", True)]
)
def test_rich_text_without_words_says_nothing(value: str, says: bool) -> None:
    assert portal_text.has_text(value) is says


def test_the_title_of_an_english_source_is_marked_on_korean_screens() -> None:
    title = "Invitation to the Prize 2023"
    assert portal_text.speak_title(title) == f'<span lang="en">{title}</span>'
    assert portal_text.speak_title("AI CCTV") == "AI CCTV"
    with translation.override("en"):
        assert portal_text.speak_title(title) == title
        assert portal_text.speak_title("초대") == '<span lang="ko">초대</span>'


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("짧은 글", "짧은 글"),
        ("노원구가 어르신 돌봄을", "노원구가 어르신…"),
        ("노원구가, 어르신들이", "노원구가…"),
        ("하나둘셋넷다섯여섯일곱여덟", "하나둘셋넷다섯여섯…"),
        ("  줄을\n 바꾼   글 ", "줄을 바꾼 글"),
        (None, ""),
    ],
)
def test_a_shortened_text_ends_after_a_word(text: object, shown: str) -> None:
    assert portal_text.shorten(text, 10) == shown
    assert len(portal_text.shorten(text, 10)) <= 10


def test_lines_leave_out_the_empty_ones() -> None:
    assert portal_text.lines("가\n\n 나 \n") == ["가", "나"]


def test_parts_of_a_record_have_screen_names() -> None:
    assert portal_text.section_names("problem, outcomes,예산") == "문제, 성과, 예산"
    assert portal_text.section_names(None) == ""


def test_dates_in_a_line_are_kept_whole_and_markup_is_not_trusted() -> None:
    shown = portal_text.keep_dates("<b>신문</b> 2026. 11. 23.(월), 2025. 3.")
    assert shown == (
        '&lt;b&gt;신문&lt;/b&gt; <span class="keep">2026. 11. 23.(월)</span>, <span class="keep">2025. 3.</span>'
    )


def test_words_of_another_language_are_marked() -> None:
    words = ["스마트쉼터", "Smart <shelter>", "2025"]
    assert portal_text.mark_words(words) == '스마트쉼터, <span lang="en">Smart &lt;shelter&gt;</span>, 2025'
    with translation.override("en"):
        assert (
            portal_text.mark_words(words) == '<span lang="ko">스마트쉼터</span>, Smart &lt;shelter&gt;, 2025'
        )
