"""Figures of outcomes keep their thousands apart and their years whole."""

from __future__ import annotations

import pytest

from portal.core.templatetags.portal_format import number


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
