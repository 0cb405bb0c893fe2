"""Text as it goes into somebody's report: clean signs, dates without weekday, addresses that anybody can type."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext

from portal.core.enums import Kogl
from portal.core.templatetags.portal_format import local_date, read_date
from portal.report.domain.codes import KIND_LETTERS, Place, encode

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# Control signs no document can hold, and those that turn the direction of everything behind them.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
    "\ud800-\udfff]"
)
_BLANKS = re.compile(r"\s+")
_WEEKDAY = re.compile(r"\([월화수목금토일]\)$")


def clean(text: object) -> str:
    """One line of text without signs that no document can hold; composed Hangul (NFC)."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", _UNWANTED.sub("", str(text or "")))).strip()


def report_date(value: object, precision: str = "") -> str:
    """2026. 11. 23., in English 23 Nov 2026; less where less is known. Text that is no date stays as it is."""
    if read_date(value, precision) is None:
        return clean(value)
    return _WEEKDAY.sub("", local_date(value, precision))


def licence_text(key: str) -> str:
    """The licence in the reader's language; "공공누리 표시 없음" for an unknown key."""
    label: str | StrPromise = Kogl(key).label if key in Kogl.values else Kogl.NONE.label
    return str(label)


def portal_name() -> str:
    return gettext("스마트시티 서울 CDO 포럼 지식 포털")


def quoted(title: str) -> str:
    """A title in the quotation marks of the language."""
    return f"“{title}”" if get_language() == "en" else f"「{title}」"


def has_code(kind: str) -> bool:
    return kind in KIND_LETTERS


def short_url(place: Place, request: HttpRequest | None) -> str:
    """The short address of a place in the reader's language, with scheme and host where there is a request."""
    path = reverse("report:short", args=[encode(place)])
    return request.build_absolute_uri(path) if request is not None else path


def text_url(place: Place) -> str:
    """Path of the plain page that shows the text to copy."""
    return reverse("report:text", args=[encode(place)])
