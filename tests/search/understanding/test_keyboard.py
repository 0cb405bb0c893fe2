from __future__ import annotations

import pytest

from search.understanding.keyboard import compose, keystrokes, to_hangul, to_latin


@pytest.mark.parametrize(
    ("keys", "text"),
    [
        ("tmakxmtnlaxj", "스마트쉼터"),
        ("rhkgkr", "과학"),
        ("dkrkTl", "아가씨"),
        ("goTdjTek", "했었다"),
        ("ekfr", "닭"),
        ("ekfrl", "달기"),
        ("ehlrp", "되게"),
        ("TMAKXM", "스마트"),
        ("chatbot", "촘슈ㅐㅅ"),
        ("k", "ㅏ"),
        ("", ""),
    ],
)
def test_keys_give_what_the_input_method_would_join(keys, text):
    assert to_hangul(keys) == text


@pytest.mark.parametrize(
    "text", ["스마트쉼터", "닭갈비", "괜찮은 값", "뷁", "ㅋㅋ", "촘슈ㅐㅅ", "삯과 흙", "특화망"]
)
def test_there_and_back(text):
    assert to_hangul(to_latin(text)) == text
    assert compose(keystrokes(text)) == text


def test_keystrokes_count_what_fingers_do():
    assert keystrokes("과학") == "ㄱㅗㅏㅎㅏㄱ"
    assert keystrokes("값 AI") == "ㄱㅏㅂㅅ AI"
