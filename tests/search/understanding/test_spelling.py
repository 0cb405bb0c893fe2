from __future__ import annotations

import pytest

from search.engines.base import Change
from search.engines.embedded import EmbeddedEngine
from search.understanding.query import Understood, understand
from tests.search.fakes import record

TITLES = [
    "스마트쉼터",
    "스마트쉼터 설치",
    "버스정류장의 스마트쉼터",
    "임플란트 지원",
    "통신요금 할인",
    "행정복지센터 안내",
    "주민참여예산 학교",
    "청년성문화센터",
    "대표를 뽑는 학교",
    "쉼터 운영",
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
    ("typed", "better"),
    [
        ("스마트쉼텨", "스마트쉼터"),
        ("스머트쉼터 설치", "스마트쉼터"),
        ("임플런트 지원", "임플란트"),
        ("통싱요금 할인", "통신요금"),
        ("행정복지샌터", "행정복지센터"),
        ("스마쉼트터", "스마트쉼터"),
        ("tmakxmtnlaxu", "스마트쉼터"),
    ],
)
def test_a_slip_of_the_finger_is_looked_for_as_well(engine, typed, better):
    meant = meaning(engine, typed)
    assert [(change.type, change.target) for change in meant.changes if change.type == "spelling"] == [
        ("spelling", better)
    ]
    assert [(item.text, item.weight) for item in meant.alternatives] == [(better, 0.7)]
    assert better in meant.corrected


@pytest.mark.parametrize(
    "typed",
    [
        "스마트쉼터", "스마트쉼터에서", "대표는 학교", "쉼터", "AI", "KRDS", "chatbot", "없는말입니다", "쉼", "ㅅㅁㅋ",
        "청년 성문화센터", "비밀조직개폄 명단", "비밀조직개편", "하나 둘 셋 넷 다섯 여섯 스마트쉼텨",
    ],
)  # fmt: skip
def test_what_is_a_word_or_resembles_none_stays(engine, typed):
    meant = meaning(engine, typed)
    assert meant.changes == ()
    assert (meant.text, meant.corrected) == (typed, typed)


def test_words_that_were_public_are_told_no_more(engine):
    gone = record("case", 4, "임플란트 지원", audience="login")
    engine.apply([Change(gone.key, gone, 50)], 50)
    assert engine.consult(lambda words: words.frequency("임플란트"), -1) == 0
    assert meaning(engine, "임플런트").changes == ()
    engine.apply([Change("case:1", None, 51), Change("case:2", None, 52), Change("case:3", None, 53)], 53)
    assert meaning(engine, "스마트쉼텨").changes == ()
