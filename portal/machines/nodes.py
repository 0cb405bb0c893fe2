"""JSON-LD as plain dictionaries: made without what is unknown, written so that no text can leave its block."""

from __future__ import annotations

import datetime
import json
from typing import Any

from django.utils.safestring import SafeString

from portal.core.enums import DatePrecision
from portal.core.templatetags.portal_format import read_date

Node = dict[str, Any]

CONTEXT = "https://schema.org"
_LENGTHS = {DatePrecision.YEAR: 4, DatePrecision.MONTH: 7}
# A closing script tag or a comment in a title would end the block in which it stands.
_ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}


def node(kind: str, **properties: Any) -> Node:
    """A node of a schema.org type. Properties that hold nothing are left out; `id` becomes "@id"."""
    known = {name: value for name, value in properties.items() if value not in (None, "", [], {})}
    identity = {"@id": known.pop("id")} if "id" in known else {}
    return {"@type": kind, **identity, **known}


def iso_date(date: datetime.date | None, precision: str = DatePrecision.DAY) -> str:
    """The date as far as it is known: 2024, 2024-08 or 2024-08-01; "" for none."""
    return date.isoformat()[: _LENGTHS.get(DatePrecision(precision or DatePrecision.DAY), 10)] if date else ""


def iso_text(text: object) -> str:
    """A date written as 2024, 2024.8 or 2024-08-01 in the form of iso_date; "" for anything else."""
    known = read_date(text) if isinstance(text, str) else None
    return iso_date(known.date, known.precision) if known else ""


def script(root: Node) -> SafeString:
    """The node as a data block of the page."""
    text = json.dumps({"@context": CONTEXT, **root}, ensure_ascii=False, separators=(",", ":"))
    return SafeString(f'<script type="application/ld+json">{text.translate(_ESCAPES)}</script>')
