from __future__ import annotations

import pytest

from search.engines.base import Change
from search.engines.embedded import EmbeddedEngine
from search.korean.initials import apart, initials, is_initials
from search.understanding.query import Understood, understand
from tests.search.fakes import record

TITLES = [
    "스마트쉼터",
    "스마트쉼터 설치",
    "사무실 세탁",
    "리빙랩 주민",
    "값싼 횡단보도",
    "과속 단속",
    "침수 예측",
]


@pytest.fixture
def engine(tmp_path):
    engine = EmbeddedEngine(tmp_path / "search")
    records = [record("case", number, title) for number, title in enumerate(TITLES, 1)]
    records.append(record("case", 99, "비밀조직개편 명단", audience="login"))
    engine.apply([Change(item.key, item, number) for number, item in enumerate(records, 1)], len(records))
    return engine


def meaning(engine, text: str) -> Understood:
    return engine.consult(lambda words: understand(text, words), None)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ㅅㅁㅌㅅㅌ", "스마트쉼터"),
        ("ㄹㅂㄹ", "리빙랩"),
        ("ㅎㄷㅂㄷ 과속", "횡단보도 과속"),
        ("ㄳ ㄷㅅ", "과속 단속"),
        ("ㅊㅅ ㅇㅊ", "침수 예측"),
        ("ㅊㅅㅇㅊ", "침수 예측"),
    ],
)
def test_first_consonants_stand_for_a_word_of_public_documents(engine, typed, meant):
    found = meaning(engine, typed)
    assert found.text == found.corrected == meant
    assert {change.type for change in found.changes} == {"initials"}


def test_every_word_that_was_looked_for_is_told(engine):
    found = meaning(engine, "ㅅㅁㅌ")
    told = [change.target for change in found.changes]
    assert told[0] == found.text == "스마트"
    assert told[1:] == [other.text for other in found.alternatives]


@pytest.mark.parametrize("typed", ["ㅋㅋ", "ㅂㅁㅈㅈㄱㅍ", "ㅅ", "ㅏㅏ", "ㅅㅁㅏ", "ㅅ" * 200, "스마트쉼터"])
def test_what_stands_for_nothing_stays(engine, typed):
    found = meaning(engine, typed)
    assert found.text == typed
    assert found.changes == ()


def test_words_that_are_kept_stay(engine):
    found = engine.consult(lambda words: understand("ㄹㅂㄹ", words, protected=Kept()), None)
    assert found.text == "ㄹㅂㄹ"


class Kept:
    def __contains__(self, word: object) -> bool:
        return word == "ㄹㅂㄹ"


def test_consonants_are_taken_apart():
    assert initials("강남구 AI") == "ㄱㄴㄱ AI"
    assert apart("ㄳㅄ") == "ㄱㅅㅂㅅ"
    assert is_initials("ㄲㅎ")
    assert not is_initials("ㄳ")
    assert not is_initials("")
