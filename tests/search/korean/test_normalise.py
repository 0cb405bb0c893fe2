from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.korean.normalise import normalise, normalise_with_map


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("ＡＩ", "ai"),
        ("S‑DoT", "s-dot"),
        ("주민ㆍ구청", "주민·구청"),
        ("주민･구청", "주민·구청"),
        ("30㎡", "30m2"),
        ("스마\u200b트", "스마트"),
        ("가\u00a0나\u3000다\n라", "가 나 다 라"),
        ("①", "1"),
        ("노원구", "노원구"),
    ],
)
def test_one_form_for_what_reads_the_same(written, normal):
    assert normalise(written) == normal


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_decomposed_hangul_and_composed_hangul_are_the_same(text):
    composed = unicodedata.normalize("NFC", text)
    hangul = "".join(char for char in composed if "가" <= char <= "힣")
    assert normalise(unicodedata.normalize("NFD", hangul)) == hangul


@given(st.text(max_size=80))
def test_the_map_leads_back_into_the_original(text):
    normal = normalise_with_map(text)
    assert normal.text == normalise(text)
    last = 0
    for place in range(len(normal.text)):
        start, end = normal.span(place, place + 1)
        assert last <= start < end <= len(text)
        last = start


def test_a_span_of_decomposed_text_holds_whole_syllables():
    written = unicodedata.normalize("NFD", "가 노원구 나")
    normal = normalise_with_map(written)
    start = normal.text.index("노원구")
    left, right = normal.span(start, start + 3)
    assert unicodedata.normalize("NFC", written[left:right]) == "노원구"
