"""Every lecture of the facts is told, with its sources, and what is only announced or guessed is told so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.imports import facts

pytestmark = pytest.mark.facts

LECTURES = Path(settings.BASE_DIR) / "content" / "lectures.jsonl"


@pytest.fixture(scope="module")
def told() -> dict[str, dict[str, Any]]:
    """The rows by external_id."""
    rows = [json.loads(line) for line in LECTURES.read_text(encoding="utf-8").splitlines()]
    assert len({row["external_id"] for row in rows}) == len(rows)
    return {row["external_id"]: row for row in rows}


@pytest.fixture(scope="module")
def known() -> list[dict[str, Any]]:
    return list(facts.load("lectures"))


def test_all_lectures_are_told(told, known):
    """Beside them only talks of the forum's sessions, which the facts on sessions hold."""
    ids = {item["id"] for item in known}
    assert ids <= set(told)
    assert all(key.startswith("session-") and told[key]["session"] for key in set(told) - ids)


def test_what_is_only_announced_is_told_as_announced(told, known):
    wrong = [
        item["id"]
        for item in known
        if (told[item["id"]]["basis"] == "announcement") != (item["basis"] == "예고")
    ]
    assert wrong == []


def test_every_source_is_named_with_its_date_and_address(told, known):
    for item in known:
        named = [(source["outlet"], source["date"], source["url"]) for source in told[item["id"]]["sources"]]
        assert named == [(source["outlet"], source["date"], source["url"]) for source in item["sources"]]


def test_a_day_is_that_of_the_facts_and_a_guess_is_called_a_guess(told, known):
    for item in known:
        row = told[item["id"]]
        if item["date"]:
            assert row["date"] == item["date"], item["id"]
        else:
            # At most the year is known, and the note says what is not.
            assert row["date"] is None or len(row["date"]) == 4, item["id"]
            assert row["note"], item["id"]
        if item["date_inferred"] or "미확정" in (item["note"] or ""):
            assert row["date_inferred"], item["id"]
            assert row["note"], item["id"]


def test_speakers_are_those_of_the_facts(told, known):
    for item in known:
        names = [speaker["name"] for speaker in told[item["id"]]["speakers"]]
        assert names == ([item["speaker"]] if item["speaker"] else []), item["id"]
        if item["speaker"] is None:
            assert "이름" in told[item["id"]]["note"], item["id"]


def test_every_lecture_has_english(told):
    assert [key for key, row in told.items() if row["title"] and not row["title_en"]] == []
    assert [key for key, row in told.items() if not row["summary_en"]] == []
