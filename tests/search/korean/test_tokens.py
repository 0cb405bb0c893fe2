from __future__ import annotations

import threading
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.korean.question import MAX_TOKENS, question_tokens
from search.korean.tokens import analyse, analyser_fingerprint, token_fields


def m(text: str) -> list[str]:
    return [token.text for token in analyse(text).m]


def b(text: str) -> list[str]:
    return [token.text for token in analyse(text).b]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("주민참여예산과", {"주민", "참여", "예산", "주민참여예산"}),
        ("5G특화망을", {"5g특화망", "특화"}),
        ("코로나19", {"코로나19", "코로나", "19"}),
        ("강남구에서", {"강남구", "강남"}),
        ("경로당", {"경로당", "경로"}),
        ("비급여", {"비급여", "급여"}),
        ("비대면서비스", {"비대면", "대면", "서비스", "비대면서비스"}),
        ("1,689대를", {"1689", "1689대"}),
        ("2023년", {"2023", "2023년"}),
        ("와이파이와 대규모의", {"와이파이", "대규모"}),
        ("에어팟을", {"에어팟"}),
        ("가르쳤습니다", {"가르치다"}),
        ("아름다운", {"아름답다"}),
        ("행정안전부는", {"행정안전부", "행정", "안전"}),
    ],
)
def test_morphemes_keep_wholes_and_parts(text, tokens):
    assert tokens <= set(m(text))


@pytest.mark.parametrize("term", ["C++", "S-DoT", "R&D", "AI", "5G", "Node.js", "C#", "SW/HW", "v3.5"])
def test_terms_with_signs_are_whole_in_both_lists(term):
    text = f"센서와 {term}를 씁니다"
    assert term.lower() in m(text)
    assert term.lower() in b(text)


@pytest.mark.parametrize("text", ["어르신은", "어르신을", "어르신과", "에어팟이", "비대면으로"])
def test_particles_after_our_own_words_are_dropped(text):
    assert not {"은", "을", "과", "이", "으로"} & set(m(text))


def test_a_date_is_no_decimal_number():
    assert {"2023", "09", "07"} <= set(m("2023.09.07."))


def test_the_name_of_the_unit_alone_is_no_token():
    assert m("구") == []
    assert b("구") == []
    assert "중구" in m("중구 구청")


def test_bigrams_go_across_spaces_and_not_across_signs():
    assert b("스마트 경로당") == b("스마트경로당")
    assert "트경" not in b("스마트(경로당)")


def test_closing_brackets_change_nothing():
    assert m("급여)") == m("급여]") == m("급여")


@given(st.text(alphabet="가나다중구스마트경로당 S-DoT+1,689.\n비급여에어팟", max_size=40))
def test_decomposed_text_has_the_same_tokens(text):
    assert token_fields(unicodedata.normalize("NFD", text)) == token_fields(text)


@given(st.text(max_size=100))
def test_any_text_gives_clean_tokens_with_spans_in_it(text):
    for tokens in analyse(text):
        for token in tokens:
            assert token.text
            assert not any(char.isspace() for char in token.text)
            assert 0 <= token.start < token.end <= len(text)


def test_fields_are_the_joined_lists():
    text = "노원구 스마트경로당, S-DoT 1,689대"
    fields = token_fields(text)
    assert fields.m.split() == m(text)
    assert fields.b.split() == b(text)


def test_spans_point_at_the_words():
    text = "서울 노원구의 ＳＷ"
    spans = {token.text: text[token.start : token.end] for token in analyse(text).m}
    assert spans["노원구"] == "노원구"
    assert spans["sw"] == "ＳＷ"


def test_long_text_keeps_every_word():
    assert set(m("강남구 따릉이 " * 3_000)) == set(m("강남구 따릉이"))
    assert len(m("강남구 " * 3_000)) == 6_000


def test_threads_do_not_disturb_each_other():
    texts = [f"노원구 {number}번째 스마트경로당을 {'길게 ' * number}운영합니다" for number in range(40)]
    expected = [token_fields(text) for text in texts]
    wrong: list[str] = []

    def work() -> None:
        for text, tokens in zip(texts * 5, expected * 5, strict=True):
            if token_fields(text) != tokens:
                wrong.append(text)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_the_fingerprint_is_stable_in_a_process():
    assert analyser_fingerprint() == analyser_fingerprint()
    assert len(analyser_fingerprint()) == 12


@pytest.mark.parametrize("text", ["", "   ", "을", "은 는 이 가", "?!", "구", "🙂", "\ud800", "\x00"])
def test_a_query_of_nothing_asks_for_nothing(text):
    assert not question_tokens(text)


@pytest.mark.parametrize("text", ["김", "앱", "AI", "C++", "스마ㅌ", "은행"])
def test_short_queries_ask_for_something(text):
    assert question_tokens(text)


def test_a_query_has_a_bounded_number_of_tokens_without_repeats():
    question = question_tokens(" ".join(f"낱말{number}번" for number in range(2_000)))
    assert len(question.m) == len(question.b) == MAX_TOKENS
    assert question_tokens("노원 노원 노원").m == question_tokens("노원").m
