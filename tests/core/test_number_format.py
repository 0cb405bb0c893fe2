"""Figures of outcomes keep their thousands apart and their years whole."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from portal.core.templatetags.portal_format import korean_date, number, with_unit


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("28367", "28,367"),
        ("2000", "2,000"),
        (5312, "5,312"),
        ("2300여", "2,300여"),
        ("1097(2017)", "1,097(2017)"),
        ("10000(2024-08)", "10,000(2024-08)"),
        ("20000명", "20,000명"),
        (None, ""),
    ],
)
def test_thousands_are_separated_and_years_are_not(value: object, shown: str) -> None:
    assert number(value) == shown


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (45, "개소", "45개소"),
        ("18.5", "%", "18.5%"),
        ("29.57", "km²", "29.57 km²"),
        ("60000", "명", "60,000명"),
        ("7", "", "7"),
        ("7", None, "7"),
    ],
)
def test_a_unit_stands_next_to_its_number_unless_it_is_written_in_latin_letters(
    value: object, unit: object, shown: str
) -> None:
    assert with_unit(value, unit) == shown


def test_text_that_is_kept_has_korean_dates_whatever_language_is_active() -> None:
    with override("en"):
        assert korean_date("2026-11-23") == "2026. 11. 23.(월)"
        assert korean_date("2025-10") == "2025. 10."
        assert korean_date("2025년 겨울") == "2025년 겨울"
        assert korean_date(None) == ""
