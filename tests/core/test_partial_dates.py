from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import ValidationError

from portal.core.enums import DatePrecision
from portal.core.partial_dates import latest_partial_date, parse_partial_date


@pytest.mark.parametrize(
    ("text", "date", "precision"),
    [
        ("2024", datetime.date(2024, 1, 1), DatePrecision.YEAR),
        ("2024-10", datetime.date(2024, 10, 1), DatePrecision.MONTH),
        (" 2024.10.3 ", datetime.date(2024, 10, 3), DatePrecision.DAY),
    ],
)
def test_a_date_is_read_as_far_as_it_is_known(text, date, precision):
    assert parse_partial_date(text) == (date, precision)


@pytest.mark.parametrize("text", ["", "24-10", "2024-13", "2024-02-30", "지난달", "2024-10-01-01"])
def test_what_is_no_date_is_refused_with_a_message(text):
    with pytest.raises(ValidationError, match=r"날짜"):
        parse_partial_date(text)


def test_the_latest_of_several_dates_skips_what_cannot_be_read():
    assert latest_partial_date(["2023-01-05", "", "2024-10", "미상"]) == (datetime.date(2024, 10, 1), "month")
    assert latest_partial_date([]) == (None, "")
