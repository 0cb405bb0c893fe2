from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.korean.question import question_tokens
from search.snippets import WIDTH, marked, snippet

LONG = (
    "구는 올해 여러 일을 했습니다. " * 30
    + "노원구의 스마트경로당은 2023년에 문을 열었습니다. "
    + "다른 소식도 있습니다. " * 30
)


def marks(text: str, query: str) -> list[str]:
    return re.findall("<mark>(.*?)</mark>", snippet(text, question_tokens(query)).html)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("노원구의 스마트경로당", "경로당", ["경로당"]),
        ("노원구의 스마트경로당", "스마트경로당", ["스마트경로당"]),
        ("스마트 경로당을 엽니다", "스마트경로당", ["스마트", "경로당"]),
        ("강남구에서", "강남", ["강남구"]),
        ("확대전략을 세웠다", "대전", []),
        ("S-DoT 센서", "s-dot", ["S-DoT"]),
        ("C++와 R&D", "r&d", ["R&amp;D"]),
        ("CCTV 1,689대를", "1689대", ["1,689대"]),
        ("기기를 배웠습니다", "배우다", ["배웠"]),
        ("임플란트 지원", "임플 란트", ["임플란트"]),
        ("ＡＩ 행정", "ai", ["ＡＩ"]),
        ("노원구", "노원구", ["노원구"]),
    ],
)
def test_the_answering_words_are_marked(text, query, expected):
    assert marks(text, query) == expected


def test_a_long_passage_shows_the_stretch_that_answers():
    found = snippet(LONG, question_tokens("스마트경로당"))
    assert "<mark>스마트경로당</mark>" in found.html
    assert found.text.startswith("… ")
    assert found.text.endswith(" …")
    assert len(found.text) <= WIDTH + 30
    assert "노원구의 스마트경로당은 2023년에 문을 열었습니다." in found.text


def test_words_are_not_cut():
    words = set(LONG.split())
    found = snippet(LONG, question_tokens("스마트경로당"))
    assert set(found.text.replace("…", "").split()) <= words


def test_without_an_answer_the_beginning_is_shown():
    found = snippet(LONG, question_tokens("주차"))
    assert found.text.startswith("구는 올해")
    assert "<mark>" not in found.html


@given(st.text(max_size=600), st.text(alphabet="가나다 스마트<>&'\"", max_size=20))
def test_any_text_is_escaped(text, query):
    found = snippet(text, question_tokens(query))
    bare = found.html.replace("<mark>", "").replace("</mark>", "")
    assert not set(bare) & set("<>\"'")
    assert html.unescape(bare) == found.text


def test_titles_are_marked_whole():
    assert marked("<노원구> 경로당", question_tokens("노원")) == "&lt;<mark>노원구</mark>&gt; 경로당"


def test_an_endless_word_and_a_page_of_hits_are_no_trouble():
    snippet("가" * 200_000, question_tokens("가나다"))
    snippet("노원구 " * 5_000, question_tokens("노원구"))
