"""What may be written into the lists, and that it is said in Korean when it may not."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError

from search.models import ProtectedWord, Synonym, UserWord

pytestmark = pytest.mark.django_db


def said(item) -> str:
    """Everything that is said against an item; "" when it may be saved."""
    try:
        item.full_clean()
    except ValidationError as error:
        text = " ".join(error.messages)
        assert re.search("[가-힣]", text)
        return text
    return ""


@pytest.mark.parametrize(
    ("word", "others", "expected"),
    [
        ("경로당", "어르신 쉼터", ""),
        ("AI", "인공지능 기술", ""),
        ("경로당", "경로당", "낱말 자신과 같은 말"),
        ("경로당", "경 로 당", "낱말 자신과 같은 말"),
        ("경로당", "쉼터\n쉼 터", "두 번"),
        ("경로당", "쉼", "두 글자 이상"),
        ("당", "쉼터", "두 글자 이상"),
        ("경로당", "에서", "빼는 말"),
        ("경로당", "그리고", "빼는 말"),
        ("경로당", "!!!", "글자나 숫자가 없습니다"),
        ("경로당", "가나다라" * 2_500, "60자까지"),
        ("가" * 10_000, "쉼터", "60"),
        ("경로당", " \n ", "하나는"),
        ("경로당", "\n".join(f"쉼터{number}" for number in range(7)), "6개까지"),
        ("행안부", "행정안전부", "이미 같은 말"),
    ],
)
def test_a_synonym(word, others, expected):
    found = said(Synonym(word=word, others=others))
    assert expected in found if expected else not found


def test_a_synonym_that_is_there_already(synonym):
    synonym("경로당", "어르신 쉼터", live=False)
    assert "이미 있는 유의어" in said(Synonym(word="어르신쉼터", others="경로당"))
    assert "이미 있는 유의어" in said(Synonym(word="경로당", others="어르신 쉼터", both_ways=False))
    assert not said(Synonym(word="경로당", others="어르신 쉼터\n노인정"))


def test_one_way_words_may_not_go_round_in_a_circle(synonym):
    synonym("경로당", "노인정", both_ways=False)
    synonym("노인정", "어르신 쉼터", both_ways=False)
    found = said(Synonym(word="어르신쉼터", others="경로당", both_ways=False))
    assert "어르신쉼터 → 경로당 → 노인정 → 어르신 쉼터" in found
    assert not said(Synonym(word="어르신쉼터", others="경로당"))


def test_a_synonym_that_is_edited_is_not_its_own_double(synonym):
    item = synonym("경로당", "노인정")
    item.note = "다시"
    assert not said(item)


@pytest.mark.parametrize(
    ("word", "parts", "expected"),
    [
        ("에코마일리지", "", ""),
        ("에코마일리지", "에코 마일리지", ""),
        ("ai비서관", "", ""),
        ("가", "", "두 글자 이상"),
        ("에코 마일리지", "", "빈칸 없이"),
        ("에코-마일리지", "", "빈칸 없이"),
        ("가" * 10_000, "", "20"),
        ("2026", "", "숫자만"),
        ("에서", "", "빼는 말"),
        ("센서", "", "이미 한 낱말"),
        ("에코마일리지", "포인트", "낱말 안에 없는"),
        ("에코마일리지", "에", "두 글자 이상"),
        ("에코마일리지", "에코마일리지", "낱말보다 짧아야"),
        ("와이파이", "", "등록하지 않아도"),
    ],
)
def test_a_word_of_the_analyser(word, parts, expected):
    found = said(UserWord(word=word, parts=parts))
    assert expected in found if expected else not found


def test_a_word_of_the_analyser_is_there_once_in_any_spelling():
    UserWord.objects.create(word="AI비서관")
    assert "이미 있는" in said(UserWord(word="ai비서관"))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("gksrmf", ""),
        ("디지털쉼텨", ""),
        ("가", "두 글자 이상"),
        ("두 낱말", "빈칸 없이"),
        ("..", "두 글자 이상"),
        ("가" * 10_000, "40"),
    ],
)
def test_a_protected_word(word, expected):
    found = said(ProtectedWord(word=word))
    assert expected in found if expected else not found


def test_a_protected_word_is_there_once():
    ProtectedWord.objects.create(word="Dexs")
    assert "이미 있는" in said(ProtectedWord(word="DEXS"))
