"""Columns of a case that follow from its text: its date and what its figures say at best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from districts.enums import OutcomeLevel, OutcomeType
from portal.core.partial_dates import latest_partial_date

if TYPE_CHECKING:
    from districts.models import CaseStudy


def outcome_level(outcomes: Iterable[Mapping[str, Any]]) -> OutcomeLevel:
    """The best kind of figure among outcomes that have a value; context does not count."""
    types = {outcome["type"] for outcome in outcomes if str(outcome.get("result") or "").strip()}
    if OutcomeType.EFFECT in types:
        return OutcomeLevel.EFFECT
    return OutcomeLevel.OUTPUT if OutcomeType.OUTPUT in types else OutcomeLevel.NONE


def fill_computed(case: CaseStudy) -> None:
    """Set date (the latest source's, never the day of import), its precision and the outcome level.

    Where no source has a date, the date stated for the case itself stands in, so that a plain list of cases
    with a date column keeps its dates without an invented source.
    """
    case.date, case.date_precision = latest_partial_date(
        [str(block.value.get("date") or "") for block in case.sources]
    )
    if case.date is None:
        case.date, case.date_precision = latest_partial_date([case.stated_date])
    case.outcome_level = outcome_level(block.value for block in case.outcomes)
