"""Every Korean text on a public screen has its English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
PUBLIC = [
    path for path in (ROOT / "templates").rglob("*.html") if "wagtail" not in str(path.relative_to(ROOT))
]
TRANSLATED = re.compile(r"""\{%\s*translate\s+"([^"]+)"(?:\s+as\s+\w+)?(?:\s+context\s+"([^"]+)")?""")
BLOCK = re.compile(r"\{%\s*blocktranslate([^%]*)%\}(.*?)\{%\s*endblocktranslate\s*%\}", re.DOTALL)
PLACE = re.compile(r"%\((\w+)\)s")


def _english() -> dict[tuple[str | None, str], str]:
    with CATALOGUE.open("rb") as file:
        return {(entry.context, str(entry.id)): str(entry.string) for entry in read_po(file) if entry.id}


def _texts(path: Path) -> set[tuple[str | None, str]]:
    source = path.read_text(encoding="utf-8")
    texts = {(match[2], match[1]) for match in TRANSLATED.finditer(source)}
    for match in BLOCK.finditer(source):
        text = "".join(line.strip() + " " for line in match[2].strip().splitlines()).strip()
        texts.add((None, re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", text)))
    return texts


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_texts_of_a_template_have_english(path: Path) -> None:
    english = _english()
    assert not [text for text in _texts(path) if not english.get(text)]


def test_english_keeps_the_places_for_values() -> None:
    for (_context, korean), english in _english().items():
        assert english, korean
        assert set(PLACE.findall(korean)) == set(PLACE.findall(english)), korean


def test_korean_letters_stay_out_of_english() -> None:
    for (_context, korean), english in _english().items():
        left = re.sub(r"'제목 미상'", "", english)
        assert not re.search(r"[가-힣]", left), korean
