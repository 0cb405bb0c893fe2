"""Short addresses: the same thing has the same code for ever, and a wrong sign leads nowhere else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.report.domain.codes import ALPHABET, KIND_LETTERS, Place, decode, encode
from search import registry

LOCATORS = st.one_of(
    st.just(""),
    st.from_regex(r"section=[a-z]{3,12}(-[a-z]{2,8})?", fullmatch=True),
    st.integers(0, 999_999).map(lambda value: f"t={value}"),
    st.integers(0, 99_999).map(lambda value: f"page={value}"),
)
PLACES = st.builds(Place, st.sampled_from(sorted(KIND_LETTERS)), st.integers(1, 2**63 - 1), LOCATORS)


@given(PLACES)
def test_a_code_says_the_place_and_nothing_else(place):
    code = encode(place)
    assert decode(code) == place
    assert decode(code.upper()) == place
    assert set(code.partition("-")[0]) <= set(ALPHABET)


@given(PLACES, st.data())
def test_one_wrong_sign_is_noticed(place, data):
    code, _, tail = encode(place).partition("-")
    index = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(st.sampled_from([sign for sign in ALPHABET if sign != code[index]]))
    mistaken = code[:index] + wrong + code[index + 1 :]
    assert decode(f"{mistaken}-{tail}" if tail else mistaken) is None


@given(PLACES, st.data())
def test_neighbours_that_changed_places_are_noticed(place, data):
    code = encode(Place(place.kind, place.object_id))
    index = data.draw(st.integers(0, len(code) - 2))
    swapped = code[:index] + code[index + 1] + code[index] + code[index + 2 :]
    assert swapped == code or decode(swapped) is None


def test_codes_are_printed_so_they_never_change():
    """These stand in reports: if this fails, old addresses break."""
    known = {
        "ccc4": Place("case", 300),
        "ccc4-outcomes": Place("case", 300, "section=outcomes"),
        "kccb-t754": Place("lecture", 300, "t=754"),
        "acc2-p3": Place("attachment", 300, "page=3"),
    }
    assert {code: decode(code) for code in known} == known
    assert {encode(place): place for place in known.values()} == known


def test_signs_that_are_mistaken_for_others_are_not_used():
    assert not set("01ilouv") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 29


@pytest.mark.parametrize(
    "code", ["", "c", "c3", "zzzz", "c3mk-", "c0mk", "c3mk-OUT COMES", "c3" * 40, "c3mk/..", "가나다"]
)
def test_what_is_no_code_is_none(code):
    assert decode(code) is None


def test_a_place_that_no_code_can_carry_leads_to_the_top():
    bare = encode(Place("case", 9))
    for locator in (
        "section=가나",
        "section=t754",
        "section=p3",
        "t=soon",
        "page=",
        "section=<x>",
        "other=1",
    ):
        assert encode(Place("case", 9, locator)) == bare


def test_every_kind_that_search_shows_has_a_letter_of_its_own():
    assert set(registry.current().kinds()) <= set(KIND_LETTERS)
    assert len(set(KIND_LETTERS.values())) == len(KIND_LETTERS)
    assert set(KIND_LETTERS.values()) <= set(ALPHABET)
    assert all(re.fullmatch("[a-z]", letter) for letter in KIND_LETTERS.values())
