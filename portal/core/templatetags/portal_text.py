"""Text in the reader's language, marked as Korean where there is nothing else."""

from __future__ import annotations

import re
from typing import NamedTuple

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

register = template.Library()

_HANGUL = re.compile(r"[가-힣]")
# Parts of a record as imports name them.
SECTION_NAMES = {
    "summary": _("요약"),
    "problem": _("문제"),
    "approach": _("접근"),
    "resources": _("자원"),
    "outcomes": _("성과"),
    "timeline": _("경과"),
    "learning": _("배운 점"),
    "transfer": _("옮겨 쓸 조건"),
    "partners": _("함께한 기관"),
    "awards": _("수상"),
    "technologies": _("기술과 주제"),
}


class LocalText(NamedTuple):
    """A text, the language it is written in, and whether that is not the reader's."""

    text: str
    lang: str
    foreign: bool

    def __str__(self) -> str:
        return self.text


def _language() -> str:
    return "en" if get_language() == "en" else "ko"


@register.simple_tag
def localized(source: object, name: str) -> LocalText:
    """`name` of an object (or dictionary) in the reader's language, Korean where there is no other."""
    get = source.get if isinstance(source, dict) else lambda key, default="": getattr(source, key, default)
    language = _language()
    english = str(get(f"{name}_en", "") or "") if language == "en" else ""
    if english:
        return LocalText(english, "en", False)
    korean = str(get(name, "") or "")
    return LocalText(korean, "ko", language != "ko" and bool(_HANGUL.search(korean)))


@register.filter
def lang_attr(text: object) -> SafeString | str:
    """` lang="ko"` on an English screen where the text holds Hangul, else nothing."""
    return SafeString(' lang="ko"') if _language() == "en" and _HANGUL.search(str(text)) else ""


@register.filter
def speak(text: object) -> SafeString | str:
    """The text, in a <span lang="ko"> where it is Korean on an English screen."""
    if lang_attr(text):
        return format_html('<span lang="ko">{}</span>', text)
    return conditional_escape(str(text))


@register.filter
def lines(text: object) -> list[str]:
    """The lines of a text, empty ones left out."""
    return [line.strip() for line in str(text or "").splitlines() if line.strip()]


@register.filter
def has_text(value: object) -> bool:
    """Whether rich text or a plain text says anything once its tags are gone."""
    return bool(re.sub(r"<[^>]*>|&nbsp;|\s", "", str(value or "")))


@register.filter
def section_names(text: object) -> str:
    """Parts of a record by their screen names: "problem, outcomes" -> 문제, 성과; other words stay."""
    words = (word.strip() for word in str(text or "").split(","))
    return ", ".join(str(SECTION_NAMES.get(word, word)) for word in words if word)
