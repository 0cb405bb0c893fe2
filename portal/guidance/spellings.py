"""Lists of spellings as editors write them: one a line."""

from __future__ import annotations


def one_per_line(text: str) -> list[str]:
    """The entries of a text with one entry per line, white space folded, each once."""
    entries = (" ".join(line.split()) for line in (text or "").splitlines())
    return list(dict.fromkeys(filter(None, entries)))
