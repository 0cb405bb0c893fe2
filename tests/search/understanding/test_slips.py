from __future__ import annotations

import pytest

from search.understanding.query import understand
from search.understanding.vocabulary import NoVocabulary

WORDS = frozenset(["iot", "blockchain", "works", "설치", "구청", "채소", "경로당", "안녕"])


class Words(NoVocabulary):
    def frequency(self, word: str) -> int:
        return int(word in WORDS)


def meant(text: str) -> str:
    return understand(text, Words()).text


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("tmakxmtnlaxj", "스마트쉼터"),
        ("shdnjsrn tmakxm", "노원구 스마트"),
        ("shdnjsrn tl dPtks", "노원구 시 예산"),
        ("cctvtjfcl", "cctv설치"),
        ("LPGckfid dlstkd", "LPGckfid 인상"),
        ("GPSckfid", "GPS차량"),
        ("wp3ck vhfja", "제3차 포럼"),
        ("2025sus dPtks", "2025년 예산"),
        ("coth", "채소"),
        ("촘슈ㅐㅅ", "chatbot"),
        ("ㅠㅣㅐ차촘ㅑㅜ", "blockchain"),
        ("먀", "AI"),
        ("ㅑㅐㅆ", "IoT"),
        ("ㅏㄱㅇㄴ", "KRDS"),
        ("ㅊㅊㅅㅍ", "CCTV"),
    ],
)
def test_the_other_input_mode_is_undone(typed, text):
    assert meant(typed) == text


@pytest.mark.parametrize(
    "typed",
    [
        "AI", "IoT", "KRDS", "chatbot", "digital", "check", "duty", "field", "chair", "clean works", "Series 5G",
        "www.seoul.go.kr", "dkssud@seoul.go.kr", "S-DoT", "R&D", "C++", "rn", "dlfwk.pdf", "3D", "sus304",
        "경로당ㅠㅠ", "ㅋㅋㅋ", "ㅅㅁㅌㅅㅌ", "ㅠㅠ", "눈", "내", "노원구는", "TV는", "스마트쉼터", "ㅎㅎ 안녕", "",
    ],
)  # fmt: skip
def test_what_means_something_stays(typed):
    assert understand(typed, Words()).changes == ()
    assert meant(typed) == typed


def test_every_change_is_told():
    (change,) = understand("IoT tmakxm", Words()).changes
    assert (change.type, change.source, change.target) == ("keyboard", "tmakxm", "스마트")
