"""Every case of evidence A and B is told, with its sources, and none says more of itself than the facts allow."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.imports import facts

pytestmark = pytest.mark.facts

CONTENT = Path(settings.BASE_DIR) / "content"
OWN_CLAIM = "(자료상)"
STAGES = {
    "계획 수립": "plan",
    "계획": "plan",
    "시범": "pilot",
    "실증": "pilot",
    "진행": "running",
    "운영": "running",
    "확산": "spread",
    "중단": "stopped",
}

# The relation of the facts on adoptions as the rows name it; what is unverified is told nowhere.
RELATIONS = {
    "direct": "adopted",
    "via_city": "spread",
    "national_model": "model",
    "benchmark": "benchmarked",
    "visit": "visited",
    "unverified": "",
}


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, Any]]:
    """The rows of all cases by external_id."""
    rows = [
        json.loads(line)
        for name in ("cases", "cases_deep")
        for line in (CONTENT / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    assert len({row["external_id"] for row in rows}) == len(rows)
    return {row["external_id"]: row for row in rows}


@pytest.fixture(scope="module")
def known() -> dict[str, dict[str, Any]]:
    """The collected cases of evidence A and B."""
    return {item["id"]: item for item in facts.load("cases") if item["evidence"] in {"A", "B"}}


@pytest.fixture(scope="module")
def deep() -> dict[str, dict[str, Any]]:
    return {item["id"]: item for item in facts.load("cases_deep")}


def _corrected(field: str) -> dict[str, Any]:
    return {item["id"]: item["to"] for item in facts.load("corrections") if item["field"] == field}


def _is_the_same(source: dict[str, Any], own: dict[str, Any]) -> bool:
    """A row may add behind the outlet that the address is a copy of its article."""
    outlet = own["outlet"].removesuffix("(재게시)")
    return (source["outlet"], source["date"], source["url"]) == (outlet, own["date"], own["url"])


def test_all_cases_but_those_of_weak_evidence_are_told(told, known, deep):
    weak = {item["id"] for item in facts.load("cases") if item["evidence"] == "C"}
    assert set(told) == set(known) | (set(deep) - weak)


def test_every_source_is_named_with_its_date_and_address(told, known, deep):
    missing = [
        (key, source["url"])
        for items in (known, deep)
        for key, item in items.items()
        for source in item["sources"]
        if not any(_is_the_same(source, own) for own in told[key]["sources"])
    ]
    assert missing == []


def test_what_is_only_inferred_is_not_told_as_known(told, known):
    """A guessed year is left out, a guessed day of a source is called a guess."""
    years = _corrected("year_started")
    guessed_years = [
        key
        for key, item in known.items()
        if item.get("year_inferred") and key not in years and told[key]["year_started"] is not None
    ]
    guessed_days = [
        key
        for key, item in known.items()
        if any(source["date_inferred"] for source in item["sources"])
        and "추정" not in (told[key]["note"] or "")
    ]
    assert (guessed_years, guessed_days) == ([], [])


def test_a_district_s_own_claim_is_told_as_its_own(told, known):
    for key, item in known.items():
        if any(award.startswith(OWN_CLAIM) for award in item["awards"]):
            assert "구 발표" in (told[key]["note"] or ""), key
    assert [key for key, row in told.items() if any(OWN_CLAIM in award for award in row["awards"])] == []


def test_a_case_without_a_dated_source_has_no_date(told):
    undated = {key for key, row in told.items() if not any(source["date"] for source in row["sources"])}
    assert {key for key, row in told.items() if not row["date"]} == undated
    assert len(undated) == 11


def test_the_stage_follows_the_status(told, known):
    statuses = _corrected("status")
    wrong = [
        key
        for key, item in known.items()
        if told[key]["stage"] != STAGES.get(statuses.get(key, item["status"]), "unknown")
    ]
    assert wrong == []


def _told_by_a_source_of(row: dict[str, Any]) -> list[dict[str, Any]]:
    """What the facts on adoptions say of the row's district by one of the row's sources."""
    named = {source["url"] for source in row["sources"]}
    return [
        item
        for item in facts.load("adoptions")
        if item["source"]["url"] in named and row["district"] in item["origin_district"]
    ]


def test_who_took_a_case_over_is_told_as_the_facts_tell_it(told, known, deep):
    """By the facts of the case, or by those on adoptions with their relation; unverified ones name nobody."""
    for key, row in told.items():
        own = [who for items in (known, deep) for who in items.get(key, {}).get("adopted_by", [])]
        texts = [who if isinstance(who, str) else f"{who['who']} {who['how']}" for who in own]
        relations = {RELATIONS[item["relation"]] for item in _told_by_a_source_of(row)}
        for adopter in row["adopted_by"]:
            relation = adopter.get("relation")
            of_case = [text for text in texts if adopter["who"].startswith(text.partition("(")[0])]
            assert of_case or relation in relations, (key, adopter["who"])
            if any("방문" in text or "벤치마킹" in text for text in of_case):
                assert relation in {"visited", "benchmarked"}, (key, adopter["who"])
            assert relation != "adopted" or "adopted" in relations, (key, adopter["who"])


def test_every_verified_adoption_of_a_told_case_is_told(told):
    untold = [
        (key, item["adopter"])
        for key, row in told.items()
        for item in _told_by_a_source_of(row)
        if item["relation"] != "unverified"
        and RELATIONS[item["relation"]] not in {adopter.get("relation") for adopter in row["adopted_by"]}
    ]
    assert untold == []
