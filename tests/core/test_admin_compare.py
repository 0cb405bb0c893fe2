"""The comparison of two versions speaks Korean, also about values that are not text."""

from __future__ import annotations

import datetime
from types import SimpleNamespace

import pytest
from django.db import models
from django.utils import timezone, translation
from wagtail.admin import compare

from portal.core.admin_compare import ValueComparison, shown

NINE_IN_SEOUL = datetime.datetime(2035, 1, 1, 0, 0, tzinfo=datetime.UTC)


def difference(before: object, after: object) -> str:
    field = models.IntegerField()
    field.set_attributes_from_name("value")
    found = ValueComparison(field, SimpleNamespace(value=before), SimpleNamespace(value=after))
    return str(found.htmldiff())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "예"),
        (0, "0"),
        (NINE_IN_SEOUL, "2035-1-1 09:00"),
        (datetime.date(2026, 11, 23), "2026-11-23"),
    ],
)
def test_values_are_shown_in_korean(value: object, text: str) -> None:
    with translation.override("ko"), timezone.override("Asia/Seoul"):
        assert shown(value) == text


def test_an_empty_side_is_left_out() -> None:
    assert difference(None, 3) == '<span class="addition">3</span>'
    assert difference(3, None) == '<span class="deletion">3</span>'
    assert difference(None, None) == ""


def test_both_sides_of_a_change_are_shown() -> None:
    assert difference(3, 4) == '<span class="deletion">3</span><span class="addition">4</span>'


@pytest.mark.parametrize("field", [models.DateTimeField, models.PositiveIntegerField, models.BooleanField])
def test_fields_of_pages_use_it(field: type[models.Field]) -> None:
    assert compare.comparison_class_registry.get(field()) is ValueComparison
