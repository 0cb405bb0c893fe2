from __future__ import annotations

import pytest

from search.understanding import synonyms
from search.understanding.query import understand
from search.understanding.synonyms import SynonymTable, own_groups
from search.understanding.vocabulary import NoVocabulary

TABLE = SynonymTable(
    [
        ("인공지능", "AI", "에이아이"),
        ("디지털 전환", "Digital transformation", "DX"),
        ("챗봇", "chatbot"),
        ("기초생활수급자", "기초수급자"),
        ("", "빈말"),
    ]
)


def others(text: str) -> dict[str, tuple[str, ...]]:
    return {said.word: said.others for said in TABLE.of(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("인공지능", {"인공지능": ("AI", "에이아이")}),
        ("인공지능을 쓰는 행정", {"인공지능": ("AI", "에이아이")}),
        ("AI행정", {"ai": ("인공지능", "에이아이")}),
        ("디지털전환", {"디지털전환": ("Digital transformation", "DX")}),
        ("digital  transformation 사례", {"digital transformation": ("디지털 전환", "DX")}),
        ("인공지능 AI", {"인공지능": ("에이아이",), "AI": ("에이아이",)}),
        ("빈말", {}),
        ("경로당", {}),
        ("", {}),
    ],
)
def test_a_word_has_the_others_of_its_group(text, expected):
    assert others(text) == expected


def test_a_word_counts_more_alone_than_inside_another_and_several_share():
    alone, shared, inside = (
        [item.weight for item in understand(text, NoVocabulary(), TABLE).alternatives]
        for text in ("챗봇", "인공지능", "AI행정업무")
    )
    assert alone == [0.7]
    assert shared == [0.495, 0.495]
    assert inside == [0.247, 0.247]


def test_english_typed_in_korean_mode_finds_the_korean_word():
    meant = understand("촘슈ㅐㅅ", NoVocabulary(), TABLE)
    assert [(change.type, change.target) for change in meant.changes] == [
        ("keyboard", "chatbot"),
        ("synonym", "챗봇"),
    ]


def test_our_own_list_has_no_word_twice_in_a_line():
    for group in own_groups():
        keys = [synonyms.key_of(word) for word in group]
        assert len(keys) == len(set(keys)) > 1
        assert all(keys)


def test_a_long_text_is_asked_with_few_words():
    text = " ".join(word for group in own_groups() for word in group)
    assert len(understand(text, NoVocabulary(), SynonymTable(own_groups())).alternatives) <= 12
