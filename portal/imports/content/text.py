"""Rich text from plain strings: everything is escaped, nothing of a file becomes markup."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import escape, format_html_join
from django.utils.safestring import mark_safe


def paragraphs(texts: Sequence[str]) -> str:
    """Texts as <p> elements; line breaks inside a text stay."""
    lines = ((mark_safe(escape(text).replace("\n", "<br/>")),) for text in texts)
    return str(format_html_join("", "<p>{}</p>", lines))


def bullets(texts: Sequence[str]) -> str:
    """Texts as one list, or "" for none."""
    items = format_html_join("", "<li>{}</li>", ((" ".join(text.split()),) for text in texts))
    return f"<ul>{items}</ul>" if texts else ""
