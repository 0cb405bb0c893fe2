"""Words that editors add: each index has its own, and whoever works on it uses them."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from search.engines.base import EngineQuery
from search.engines.recipe import asked_tokens
from search.korean.dictionary import SHIPPED, BadDictionary, Dictionary, current, using
from search.korean.question import question_tokens
from search.korean.terms import find_terms
from search.korean.tokens import analyse, analyser_fingerprint, token_fields


def words(text: str) -> list[str]:
    return token_fields(text).m.split()


def test_a_word_is_kept_whole_and_its_parts_are_found():
    assert "에코마일리지" in words("에코마일리지")
    assert "마일리지" in words("에코마일리지")
    with using(Dictionary.of({"에코마일리지": ()})):
        assert words("에코마일리지를 쌓다") == ["에코마일리지", "쌓다"]
    with using(Dictionary.of({"에코마일리지": ("마일리지",)})):
        assert words("에코마일리지") == ["에코마일리지", "마일리지"]
    assert "마일리지" in words("에코마일리지")


def test_shipped_words_stay_and_editors_words_go_before_them():
    with using(Dictionary.of({"와이파이": ("와이",), "다누리콜": ()})):
        assert words("와이파이") == ["와이파이", "와이"]
        assert words("챗GPT") == ["챗gpt", "gpt"]
        assert words("다누리콜") == ["다누리콜"]


def test_the_longest_word_counts_and_only_at_the_start_of_a_written_one():
    with using(Dictionary.of({"다누리": (), "다누리콜": (), "ai비서": ()})):
        assert words("다누리콜") == ["다누리콜"]
        assert words("다누리 소식")[0] == "다누리"
        assert "ai비서" in words("AI비서")
        for text in ("새다누리콜", "xai비서", "가ai비서"):
            assert not list(find_terms(text))


def test_equal_words_are_equal_in_any_order_and_come_back_from_storage():
    one = Dictionary.of({"다누리콜": (), "에코마일리지": ("에코",)})
    other = Dictionary.of({"에코마일리지": ("에코",), "다누리콜": ()})
    assert one == other
    assert one.digest == other.digest
    assert Dictionary.from_json(one.as_json()) == one
    assert Dictionary.of({}) is SHIPPED
    assert Dictionary.from_json({}) is SHIPPED
    assert one != Dictionary.of({"다누리콜": (), "에코마일리지": ()})


@pytest.mark.parametrize("stored", [None, 3, ["가나"], {"가나": 3}, "가나"])
def test_what_is_no_dictionary_is_refused(stored):
    with pytest.raises(BadDictionary):
        Dictionary.from_json(stored)


def test_whatever_is_remembered_is_remembered_of_one_dictionary():
    text = "에코마일리지 안내"
    query = EngineQuery(text, ("public",))
    shipped = (question_tokens(text), asked_tokens(query).m)
    with using(Dictionary.of({"에코마일리지": ()})):
        mine = (question_tokens(text), asked_tokens(query).m)
    assert all(one != other for one, other in zip(shipped, mine, strict=True))
    again = (question_tokens(text), asked_tokens(query).m)
    assert again == shipped


def test_threads_do_not_share_what_is_in_use():
    with using(Dictionary.of({"에코마일리지": ()})), ThreadPoolExecutor(1) as pool:
        assert pool.submit(current).result() is SHIPPED
        assert current() is not SHIPPED
    assert current() is SHIPPED


def test_the_fingerprint_of_the_analyser_is_that_of_the_code():
    before = analyser_fingerprint()
    with using(Dictionary.of({"에코마일리지": ()})):
        assert analyser_fingerprint() == before


def test_two_thousand_words_cost_little():
    many = Dictionary.of({f"낱말{number}번모음": () for number in range(2_000)})
    text = "어르신 쉼터와 낱말77번모음, 그리고 경로당 이야기를 길게 적은 글입니다. " * 200
    with using(many):
        assert many.pattern
        started = time.perf_counter()
        found = [token.text for token in analyse(text).m]
        assert time.perf_counter() - started < 2.0
    assert found.count("낱말77번모음") == 200
