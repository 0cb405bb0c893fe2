from __future__ import annotations

import unicodedata

import pytest

from portal.guidance.domain.initials import grouped, initial_of


@pytest.mark.parametrize(
    ("text", "initial"),
    [
        ("가상현실", "ㄱ"),
        ("까치온", "ㄱ"),
        ("띄어쓰기", "ㄷ"),
        ("빠른길", "ㅂ"),
        ("쓰레기", "ㅅ"),
        ("짜임", "ㅈ"),
        ("힣", "ㅎ"),
        ("ㄲ", "ㄱ"),
        (unicodedata.normalize("NFD", "도시"), "ㄷ"),
        (" AI 윤리", "A"),
        ("e-정부", "E"),
        ("５G", "#"),
        ("5G", "#"),
        ("·", "#"),
        ("", "#"),
        ("Ａ", "A"),
        ("中", "#"),
    ],
)
def test_the_initial_of_a_name(text, initial):
    assert initial_of(text) == initial


def test_hangul_comes_first_then_latin_then_the_rest():
    names = ["zebra", "나무", "가방", "까마귀", "AI", "5G", "하늘", "ant"]
    groups = grouped(names, str)
    assert [(group.initial, group.items) for group in groups] == [
        ("ㄱ", ["가방", "까마귀"]),
        ("ㄴ", ["나무"]),
        ("ㅎ", ["하늘"]),
        ("A", ["AI", "ant"]),
        ("Z", ["zebra"]),
        ("#", ["5G"]),
    ]
    assert len({group.anchor for group in groups}) == len(groups)
    assert all(group.anchor.isascii() and group.anchor[0].isalpha() for group in groups)
