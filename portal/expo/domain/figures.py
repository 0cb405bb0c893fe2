"""Figures of an edition by what they measure, so that sources that disagree stand side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from portal.expo.models.common import Figure


@dataclass(frozen=True)
class Measure:
    """All figures of one metric. `differ`: sources say different things of the same."""

    first: Figure
    figures: list[Figure]

    @property
    def differ(self) -> bool:
        return len({(row.value, row.unit) for row in self.figures}) > 1


def by_metric(figures: Iterable[Figure]) -> list[Measure]:
    """Figures grouped by kind and metric, in the order of their first appearance."""
    groups: dict[tuple[str, str], list[Figure]] = {}
    for row in figures:
        groups.setdefault((row.kind, row.metric), []).append(row)
    return [Measure(rows[0], rows) for rows in groups.values()]
