"""Text in the reader's language, marked as Korean where there is nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portal.core.section_names import local_name

register = template.Library()

_HANGUL = re.compile(r"[가-힣]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
# Fewer Latin words are a name, such as "AI CCTV".
_SENTENCE = 4
_DATE = re.compile(r"\d{4}\. \d{1,2}\.(?: \d{1,2}\.\([월화수목금토일]\))?")
_KOREAN_STRETCH = re.compile(r"[가-힣][가-힣\s]*[가-힣]|[가-힣]")


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
def speak_title(text: object) -> SafeString | str:
    """As `speak`; on a Korean screen a title that is an English sentence is marked as English."""
    plain = str(text)
    if _language() == "ko" and not _HANGUL.search(plain) and len(_LATIN_WORD.findall(plain)) >= _SENTENCE:
        return format_html('<span lang="en">{}</span>', plain)
    return speak(text)


@register.filter
def mark_korean(text: object) -> SafeString:
    """The text with each stretch of Hangul in a <span lang="ko"> on an English screen: "Year cannot be: 언제"."""
    escaped = conditional_escape(str(text))
    if _language() != "en":
        return escaped
    return SafeString(_KOREAN_STRETCH.sub(r'<span lang="ko">\g<0></span>', escaped))


@register.filter
def mark_words(words: Iterable[str]) -> SafeString:
    """Words with commas between them, each marked with its language where that is not the screen's."""
    return format_html_join(", ", "{}", ([_marked(word)] for word in words))


def _marked(word: str) -> SafeString | str:
    if _language() == "ko" and not _HANGUL.search(word) and _LATIN_WORD.search(word):
        return format_html('<span lang="en">{}</span>', word)
    return speak(word)


@register.filter
def keep_dates(text: object) -> SafeString:
    """The text with each date such as 2026. 11. 23.(월) kept on one line."""
    return SafeString(_DATE.sub(r'<span class="keep">\g<0></span>', conditional_escape(str(text))))


@register.filter
def shorten(text: object, most: int) -> str:
    """The text in at most `most` characters: cut after a word, with an ellipsis; a single longer word is cut inside."""
    whole = " ".join(str(text or "").split())
    if len(whole) <= most:
        return whole
    head = whole[:most]
    return (head[: head.rfind(" ")] if " " in head else head[: most - 1]).rstrip(" ,.·:;") + "…"


@register.filter
def lines(text: object) -> list[str]:
    """The lines of a text, empty ones left out."""
    return [line.strip() for line in str(text or "").splitlines() if line.strip()]


@register.filter
def has_text(value: object) -> bool:
    """Whether rich text or a plain text says anything once its tags are gone."""
    return bool(re.sub(r"<[^>]*>|&nbsp;|\s", "", str(value or "")))


@register.filter
def section_names(text: object) -> SafeString:
    """Parts of a record by their screen names: "problem, 성과" -> 문제, 성과; other words stay, marked as Korean."""
    words = (word.strip() for word in str(text or "").split(","))
    return format_html_join(", ", "{}", ((speak(local_name(word)),) for word in words if word))
