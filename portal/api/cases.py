"""Cases as data: the filters of the list, and each case as a record. Only what anybody may see."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from pydantic import BaseModel

from districts.domain.case_pages import case_filters
from districts.domain.cases import visible_cases, with_tags
from districts.models import CaseStudy, District
from portal.api.records import Adopter, CaseRecord, DistrictName, Outcome, Source, Step
from portal.core.searchable import korean_url, plain
from portal.machines.nodes import iso_date, iso_text
from portal.machines.structured.parts import licence_url
from search.facets import FacetVocabulary

BATCH = 100
# Any other value is a mistake. An unknown tag finds nothing, like one that only others may see.
CLOSED = ("district", "field", "stage", "outcome")
MOST_VALUES = 50
_YEAR = re.compile(r"^(19|20)\d\d$")


class WrongParameter(ValueError):
    """A filter has a value that it cannot take."""

    def __init__(self, parameter: str, value: str) -> None:
        message = _("%(name)s에 쓸 수 없는 값입니다: %(value)s")
        super().__init__(message % {"name": parameter, "value": value[:40]})
        self.parameter = parameter


@dataclass(frozen=True)
class Selection:
    """The cases that the filters leave, newest first, and the filters as they were understood."""

    cases: QuerySet[CaseStudy]
    filters: Mapping[str, list[str]]


def select(parameters: QueryDict) -> Selection:
    """Filter as the list of cases does; districts also by code or address name. Raises WrongParameter."""
    cases = visible_cases(None)
    vocabulary = FacetVocabulary()
    chosen: dict[str, list[str]] = {}
    for item in case_filters(cases, with_district=True):
        known = {option.value for option in item.options}
        values = [value.strip() for value in parameters.getlist(item.name)[:MOST_VALUES] if value.strip()]
        for value in dict.fromkeys(values):
            canonical = vocabulary.canonical(item.name, value) if item.name in ("district", "field") else None
            meant = canonical or value
            if meant not in known and (
                item.name in CLOSED or (item.name == "year" and not _YEAR.match(value))
            ):
                raise WrongParameter(item.name, value)
            chosen.setdefault(item.name, []).append(meant)
        if item.name in chosen:
            found = [value for value in chosen[item.name] if value in known]
            cases = cases.filter(item.condition(found)) if found else cases.none()
    return Selection(cases, chosen)


def records(cases: QuerySet[CaseStudy], request: HttpRequest, attribution: str) -> Iterator[CaseRecord]:
    """One record per case; a bounded number of queries and of cases in memory per BATCH."""
    ids = list(cases.values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        rows = {
            case.pk: case
            for case in CaseStudy.objects.filter(pk__in=part).select_related(
                "district", "contact_post__district"
            )
        }
        with_tags(rows.values())
        shared = _shared(part)
        for pk in part:
            if pk in rows:
                yield _record(rows[pk], shared.get(pk, []), request, attribution)


def _shared(ids: list[int]) -> dict[int, list[District]]:
    """The districts that share each case. The relation itself reads drafts, one case at a time."""
    rows = (
        CaseStudy.co_districts.through.objects.filter(casestudy_id__in=ids)
        .select_related("district")
        .order_by("district__name")
    )
    found: dict[int, list[District]] = {}
    for row in rows:
        found.setdefault(row.casestudy_id, []).append(row.district)
    return found


def _record(case: Any, shared: list[District], request: HttpRequest, attribution: str) -> CaseRecord:
    url = request.build_absolute_uri(korean_url(case))
    return CaseRecord(
        id=case.external_id or str(case.translation_key),
        url=url,
        title=case.title,
        title_en=case.title_en or None,
        summary=case.summary or None,
        summary_en=case.summary_en or None,
        district=_district(case.district) if case.district else None,
        co_districts=[_district(district) for district in shared],
        department=case.department or None,
        contact_role=case.contact or None,
        field=case.field or None,
        stage=case.stage,
        year_started=case.year_started,
        date=iso_date(case.date, case.date_precision) or None,
        problem=plain(case.problem) or None,
        approach=plain(case.approach) or None,
        cost_krw=case.cost_krw,
        cost_note=case.cost_note or None,
        period=case.period or None,
        staff=case.staff or None,
        legal_basis=case.legal_basis or None,
        outcomes=[Outcome(**_values(block, Outcome)) for block in case.outcomes],
        outcome_level=case.outcome_level,
        timeline=[Step(**_values(block, Step)) for block in case.timeline],
        learning=plain(case.learning) or None,
        transfer=plain(case.transfer) or None,
        partners=_lines(case.partners),
        awards=_lines(case.awards),
        adopted_by=[Adopter(**_values(block, Adopter)) for block in case.adopted_by],
        tags=[tag.name for tag in case.tag_list],
        licence=case.licence,
        licence_url=licence_url(case.licence) or None,
        sources=[Source(**_values(block, Source)) for block in case.sources],
        note=case.note or None,
        last_confirmed=iso_date(case.last_confirmed) or None,
        updated=case.last_published_at.isoformat(timespec="seconds") if case.last_published_at else None,
        attribution=f"{attribution}, {url}",
    )


def _district(district: District) -> DistrictName:
    return DistrictName(code=district.code, name=district.name, name_en=district.name_en)


def _values(block: Any, shape: type[BaseModel]) -> dict[str, Any]:
    """The block's values for the fields of a shape; empty texts become None where a field may be unknown."""
    values: dict[str, Any] = {}
    for name, field in shape.model_fields.items():
        text = block.value.get(name) or ""
        if name in ("when", "date") and shape is not Adopter:
            text = iso_text(text)
        values[name] = text or ("" if field.annotation is str else None)
    return values


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
