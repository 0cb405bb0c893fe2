"""What people type into forms, as plain text: normalised, without control characters."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms

from search.params import clean


def plain_lines(text: str) -> str:
    """The text without control characters; lines stay lines, and at most one in a row is empty."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines: list[str] = []
    for line in text.split("\n"):
        kept = "".join(sign for sign in line if sign == "\t" or unicodedata.category(sign)[0] != "C").rstrip()
        if kept or (lines and lines[-1]):
            lines.append(kept)
    return "\n".join(lines).strip()


class OneLineField(forms.CharField):
    """One line: blanks in a row are one."""

    def to_python(self, value: Any) -> str:
        return clean(str(value)) if value not in self.empty_values else ""


class LinesField(forms.CharField):
    """Several lines; `max_length` counts what is kept."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return plain_lines(str(value)) if value not in self.empty_values else ""
