"""Every figure of the sample content occurs in the published facts of the same item.

What counts as the same figure is written in `figures.py`, which facts belong to a row in `facts.py`. The facts lie
beside the checkout (`../shared/facts`, or FACTS_DIR); `make test` names them as missing where they are not there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.imports import facts

pytestmark = pytest.mark.facts

CONTENT = sorted((Path(settings.BASE_DIR) / "content").glob("*.jsonl"))


@pytest.fixture(autouse=True, scope="module")
def _facts_are_there() -> None:
    assert (facts.FACTS / "README.md").exists(), f"no facts to compare with in {facts.FACTS} (see FACTS_DIR)"


def _rows(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        yield number, json.loads(line)


def test_there_is_content_to_check():
    assert {"cases", "lectures", "sessions", "districts"} <= {path.stem for path in CONTENT}


@pytest.mark.parametrize("path", CONTENT, ids=lambda path: path.stem)
def test_every_figure_occurs_in_the_facts_of_its_item(path):
    wrong = []
    for number, row in _rows(path):
        where = f"{path.name}:{number} {row['external_id']}"
        if row["kind"] not in facts.FACTS_OF:
            wrong.append(f"{where}: kind {row['kind']!r} has no rule in tests/imports/facts.py")
            continue
        if not facts.FACTS_OF[row["kind"]](row):
            wrong.append(f"{where}: no such item in the facts")
            continue
        wrong += [f"{where}: {place} says {figure!r}" for place, figure in facts.strangers(row)]
    assert not wrong, f"{len(wrong)} figures without a fact:\n" + "\n".join(wrong)


def test_every_figure_that_an_explainer_says_occurs_in_its_facts():
    folder = Path(settings.BASE_DIR) / "content" / "explainers"
    rows = {row["external_id"]: row for _number, row in _rows(folder.parent / "explainers.jsonl")}
    scripts = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]
    assert {script["external_id"] for script in scripts} == set(rows)
    wrong = [
        f"{script['external_id']}: {place} says {figure!r}"
        for script in scripts
        for place, figure in facts.strangers({**rows[script["external_id"]], **script})
    ]
    assert not wrong, f"{len(wrong)} figures without a fact:\n" + "\n".join(wrong)
