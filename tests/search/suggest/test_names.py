"""What the first keys of a name find, without a database."""

from __future__ import annotations

import pytest

from search.suggest.names import MOST_CANDIDATES, Name, Names
from search.suggest.readings import LONGEST, plain, read

NAMES = (
    "스마트쉼터", "스마트 경로당", "성동형 스마트쉼터", "강남구", "강서구", "값진 기록", "과학관", "고령 친화 도시",
    "챗봇", "chatbot", "S-DoT 센서", "노원구 월성 스마트경로당", "AI 스피커", "network park", "닭한마리",
)  # fmt: skip


def found(typed: str, names=NAMES) -> list[str]:
    asked = read(typed)
    lines = Names([Name(plain(name), place) for place, name in enumerate(names)])
    return [names[place] for place in lines.found(asked)] if asked else []


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("스마트쉼", "스마트쉼터"),
        ("스마트 쉼터", "스마트쉼터"),
        ("스마트경로", "스마트 경로당"),
        ("스마트쉬", "스마트쉼터"),
        ("스맡", "스마트쉼터"),
        ("스마ㅌ", "스마트쉼터"),
        ("스마트ㅅ", "스마트쉼터"),
        ("스맡ㅅㅌ", "스마트쉼터"),
        ("ㅅㅁㅌㅅㅌ", "스마트쉼터"),
        ("ㅅㅁㅌ ㅅㅌ", "스마트쉼터"),
        ("스ㅁㅌ", "스마트쉼터"),
        ("ㄳㄱ", "강서구"),
        ("ㅅㅡㅁㅏㅌ", "스마트쉼터"),
        ("강나", "강남구"),
        ("갑", "값진 기록"),
        ("고", "고령 친화 도시"),
        ("달", "닭한마리"),
        ("tmakxm", "스마트쉼터"),
        ("tmakx", "스마트쉼터"),
        ("TMAKXM", "스마트쉼터"),
        ("taxtx", "스마트쉼터"),
        ("촘슈ㅐㅅ", "chatbot"),
        ("월성", "노원구 월성 스마트경로당"),
        ("ai", "AI 스피커"),
        ("s-dot", "S-DoT 센서"),
        ("sdot", "S-DoT 센서"),
        ("ＡＩ", "AI 스피커"),
        ("경로당 노원", "노원구 월성 스마트경로당"),
    ],
)
def test_finds_by_any_way_of_typing(typed, first):
    assert found(typed)[0] == first


def test_the_beginning_of_a_name_counts_more_than_of_a_word_and_that_more_than_its_middle():
    assert found("스마트") == ["스마트쉼터", "스마트 경로당", "성동형 스마트쉼터", "노원구 월성 스마트경로당"]
    assert found("쉼터") == ["스마트쉼터", "성동형 스마트쉼터"]


def test_a_syllable_as_it_is_counts_more_than_what_it_may_become():
    assert found("고", ("과학관 안내", "고령 도시와 생활", "곡성")) == [
        "고령 도시와 생활",
        "과학관 안내",
        "곡성",
    ]


@pytest.mark.parametrize("typed", ["쉼더", "ㅅㅁㅌㅅㄱ", "쉼터스마트쉼터", "zqjvx", "ㅏ"])
def test_finds_nothing_for_what_is_nowhere(typed):
    assert found(typed) == []


def test_two_latin_letters_are_not_looked_for_inside_words():
    assert found("rk") == ["강남구", "강서구", "값진 기록"]
    assert found("wor") == ["network park"]


@pytest.mark.parametrize("typed", ["", " ", "!?", "...", "🙂", "ㅅ" * (LONGEST + 1), "가" * 10_000])
def test_what_begins_no_name_is_not_looked_for(typed):
    assert read(typed) is None


@pytest.mark.parametrize("typed", [".*", "[가-힣]", "(a+)+$", "\\", "a|b", "^", "가{9}", "\n"])
def test_signs_are_no_patterns(typed):
    assert not set(found(typed)) - {name for name in NAMES if "b" in name or "a" in name.lower()}


def test_there_is_an_end_to_what_is_compared():
    names = tuple(f"가{number}" for number in range(1_000))
    assert len(found("가", names)) == MOST_CANDIDATES
    assert found("ㄱ", names)[:2] == ["가0", "가1"]
