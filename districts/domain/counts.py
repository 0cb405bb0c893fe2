"""How many visible cases each district has in each field. A shared case counts for every district that shares it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from districts.domain.cases import visible_cases
from districts.enums import Field
from districts.models import CaseStudy, District

#: District id and field; the field is "" for cases without one.
Pair = tuple[int, str]


@dataclass(frozen=True)
class CaseCounts:
    """Counts by (district id, field), and of all cases by field, each case once."""

    pairs: Counter[Pair]
    fields: Counter[str]
    citywide: int

    def of(self, district_id: int, field: str = "") -> int:
        """Cases of a district in a field, or in all of them."""
        if field:
            return self.pairs[district_id, field]
        return sum(count for (district, _field), count in self.pairs.items() if district == district_id)

    @property
    def total(self) -> int:
        return sum(self.fields.values())


def count_cases(viewer: Any) -> CaseCounts:
    """Count what `viewer` may see, by the same rule as the list of cases. Two queries."""
    cases = visible_cases(viewer).order_by()
    rows = list(cases.values_list("pk", "district_id", "field"))
    fields = {pk: field for pk, _district, field in rows}
    owners = {(pk, district_id) for pk, district_id, _field in rows if district_id}
    shared = CaseStudy.co_districts.through.objects.filter(casestudy_id__in=cases.values("pk"))
    owners |= set(shared.values_list("casestudy_id", "district_id"))
    owned = {pk for pk, _district in owners}
    return CaseCounts(
        pairs=Counter((district_id, fields[pk]) for pk, district_id in owners if pk in fields),
        fields=Counter(fields.values()),
        citywide=len(fields.keys() - owned),
    )


@dataclass(frozen=True)
class TableRow:
    """A district with its counts in the order of the fields, and over all fields."""

    district: District
    cells: list[tuple[Field, int]]
    total: int


@dataclass(frozen=True)
class FieldTable:
    """Every district by every field; `sums` counts each case once, city-wide ones too."""

    fields: list[Field]
    rows: list[TableRow]
    sums: list[tuple[Field, int]]
    total: int
    citywide: int
    without_field: int
    filled: int


def field_table(viewer: Any) -> FieldTable:
    """The table of districts by field, districts in alphabetical order. Three queries."""
    counts = count_cases(viewer)
    fields = list(Field)
    rows = [
        TableRow(
            district, [(field, counts.of(district.pk, field)) for field in fields], counts.of(district.pk)
        )
        for district in District.objects.order_by("name")
    ]
    return FieldTable(
        fields=fields,
        rows=rows,
        sums=[(field, counts.fields[field]) for field in fields],
        total=counts.total,
        citywide=counts.citywide,
        without_field=counts.fields[""],
        filled=sum(1 for row in rows for _field, count in row.cells if count),
    )
