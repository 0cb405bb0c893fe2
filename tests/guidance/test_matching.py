"""Which words of a running text are a term."""

from __future__ import annotations

import pytest

from portal.guidance.domain.matching import Matcher, Spelling

KOREAN = Matcher(
    [
        Spelling("인공지능", 1),
        Spelling("AI", 1),
        Spelling("AI 스피커", 2),
        Spelling("스마트도시", 3),
        Spelling("챗봇", 4),
        Spelling("센서", 5),
        Spelling("스마트폴", 6),
        Spelling("S-DoT", 7),
        Spelling("ITS", 8),
        Spelling("구", 9),
        Spelling("실증", 10),
        Spelling("챗GPT", 11),
    ]
)
ENGLISH = Matcher(
    [Spelling("Smart city", 1, any_case=True), Spelling("ITS", 2), Spelling("Kiosk", 3, any_case=True)]
)


def words(text: str, matcher: Matcher = KOREAN) -> list[str]:
    return [text[found.start : found.end] for found in matcher.find(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("인공지능", ["인공지능"]),
        ("인공지능은 챗봇과 센서를 쓴다", ["인공지능", "챗봇", "센서"]),
        ("인공지능에서도, 챗봇이라는 말로는", ["인공지능", "챗봇"]),
        ("AI가 AI는 AI로 AI와 AI과", ["AI"] * 5),
        ("(AI)·챗봇/센서", ["AI", "챗봇", "센서"]),
        ("AI 스피커와 AI", ["AI 스피커", "AI"]),
        ("AI스피커에서", ["AI스피커"]),
        ("AI\n스피커", ["AI\n스피커"]),
        ("S-DoT 센서로", ["S-DoT", "센서"]),
        ("실증하는 곳, 실증된 것, 실증합니다", ["실증", "실증", "실증"]),
        ("스마트폴로 스마트폴을 챗GPT를", ["스마트폴", "스마트폴", "챗GPT"]),
        ("스마트도시입니다.", ["스마트도시"]),
    ],
)
def test_words_with_and_without_particles(text, found):
    assert words(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "스마트도시과",  # a department, not 스마트도시 with a particle
        "스마트도시팀과 스마트도시정책관",
        "수위센서",  # another word that ends like the term
        "센서티브",
        "its 사이트",  # an abbreviation as it is written, and as a whole word
        "ITSM AIDS MAIL AI-like2".replace("AI-like2", ""),
        "챗봇으",
        "구 구청",  # one letter is no term
        "",
    ],
)
def test_parts_of_other_words_are_no_terms(text):
    assert words(text) == []


def test_the_particle_fits_the_last_sound():
    assert words("챗봇과") == ["챗봇"]
    assert words("챗봇와") == []
    assert words("센서와") == ["센서"]
    assert words("센서과") == []
    assert words("스마트폴로") == ["스마트폴"]
    assert words("챗봇로") == []


def test_english_names_in_any_case_and_number():
    assert words("Smart cities, SMART city and smart citizens.", ENGLISH) == ["Smart cities", "SMART city"]
    assert words("KIOSKS and kiosk; kiosklike", ENGLISH) == ["KIOSKS", "kiosk"]
    assert words("its ITS", ENGLISH) == ["ITS"]


def test_the_first_of_two_terms_with_one_spelling_has_it():
    matcher = Matcher([Spelling("CDO", 1), Spelling("CDO", 2)])
    assert [found.term for found in matcher.find("CDO는")] == [1]


def test_signs_of_regular_expressions_in_a_spelling_are_only_signs():
    matcher = Matcher([Spelling("C++(가)", 1), Spelling("R&D", 2)])
    assert [found.term for found in matcher.find("C++(가) R&D는 CCC")] == [1, 2]
