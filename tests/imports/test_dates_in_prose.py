"""Dates inside sentences of the sample content are written for people, not for machines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

# 2024-07 or 2024-07-30 as a word; addresses and identifiers hold such digits between other signs.
MACHINE_DATE = re.compile(r"(?<![\w/.=-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])(?:-\d\d)?(?![\d/-])")


def texts(value: Any) -> Iterator[str]:
    """Every text in a row, however deep."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from texts(one)
    elif isinstance(value, str):
        yield value


def test_no_sentence_holds_a_date_for_machines() -> None:
    files = sorted((Path(settings.BASE_DIR) / "content").glob("*.jsonl"))
    assert files
    found = [
        f"{path.stem}: {text[:80]}"
        for path in files
        for line in path.read_text(encoding="utf-8").splitlines()
        for text in texts(json.loads(line))
        if MACHINE_DATE.search(text) and not MACHINE_DATE.fullmatch(text)
    ]
    assert not found
