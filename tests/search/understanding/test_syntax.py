from __future__ import annotations

import pytest

from search.understanding.query import understand_asked
from search.understanding.syntax import parse
from search.understanding.vocabulary import NoVocabulary

VALUES = {("district", "노원구"): "노원구", ("tag", "IoT"): "사물인터넷", ("year", "2025"): "2025"}


def asked(text: str):
    return parse(text, lambda name, written: VALUES.get((name, written)))


@pytest.mark.parametrize(
    ("text", "words", "phrases", "excluded", "filters", "left"),
    [
        ("스마트 쉼터", "스마트 쉼터", (), (), {}, "스마트 쉼터"),
        ('"정확한 구절" 돌봄', "돌봄", ("정확한 구절",), (), {}, '"정확한 구절" 돌봄'),
        ("“정확한  구절”", "", ("정확한 구절",), (), {}, "“정확한 구절”"),
        ("돌봄 -로봇", "돌봄", (), ("로봇",), {}, "돌봄 -로봇"),
        ('돌봄 -"말벗 로봇"', "돌봄", (), ("말벗 로봇",), {}, '돌봄 -"말벗 로봇"'),
        ("구:노원구 돌봄", "돌봄", (), (), {"district": ("노원구",)}, "돌봄"),
        ("돌봄 태그:IoT 연도:2025", "돌봄", (), (), {"tag": ("사물인터넷",), "year": ("2025",)}, "돌봄"),
        ('자치구："노원구"', "", (), (), {"district": ("노원구",)}, ""),
        ("구:부산 돌봄", "구:부산 돌봄", (), (), {}, "구:부산 돌봄"),
        ('따옴표가 " 하나', '따옴표가 " 하나', (), (), {}, '따옴표가 " 하나'),
        ('"" "  "', '"" " "', (), (), {}, '"" " "'),
        ("- -- -5 S-DoT AI-행정", "- -- -5 S-DoT AI-행정", (), (), {}, "- -- -5 S-DoT AI-행정"),
        ("http://구:노원구", "http://구:노원구", (), (), {}, "http://구:노원구"),
    ],
)  # fmt: skip
def test_signs_are_obeyed_and_the_rest_is_words(text, words, phrases, excluded, filters, left):
    found = asked(text)
    assert (found.words, found.phrases, found.excluded, found.filters, found.text) == (
        words,
        phrases,
        excluded,
        filters,
        left,
    )


def test_many_signs_are_bounded():
    found = asked('"가나다" ' * 500 + "-라마 " * 500 + "구:노원구 " * 500)
    assert (len(found.phrases), len(found.excluded)) == (5, 10)
    assert found.filters == {"district": ("노원구",)}


@pytest.mark.parametrize(
    "text", ['"' * 10_000, '"가"' * 3_000, "-" * 10_000, "구:" * 3_000, "ㅋ" * 400, "\ud800", "‮가"]
)
def test_a_parse_never_fails(text):
    understand_asked(asked(text), NoVocabulary())


def test_signs_are_told_as_changes():
    meant = understand_asked(asked('구:노원구 "정확한 구절" -로봇 tmakxm'), NoVocabulary())
    assert [(change.type, change.source, change.target) for change in meant.changes] == [
        ("filter", "구:노원구", "노원구"),
        ("phrase", '"정확한 구절"', "정확한 구절"),
        ("exclude", "-로봇", "로봇"),
        ("keyboard", "tmakxm", "스마트"),
    ]
    assert (meant.text, meant.phrases, meant.excluded) == ("정확한 구절 스마트", ("정확한 구절",), ("로봇",))
