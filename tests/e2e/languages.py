"""Which language the words of a page are in: English left on Korean screens, unmarked Korean on English ones."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

from portal.attachments.reading.__main__ import read
from portal.attachments.reading.parts import Unreadable
from tests.e2e.korean_screens import NAMES, NOT_PROSE, WORD

CONTENT = Path(__file__).resolve().parents[2] / "content"
HANGUL = re.compile(r"[가-힣]")
# What readers see, hear or find hovering; `content` of meta elements is for machines.
SPOKEN = ("placeholder", "aria-label", "title", "alt", "aria-description", "aria-roledescription")
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
# Code is no prose; what is highlighted is part of the sentence around it.
PART = frozenset(("code", "mark"))
UNREAD = frozenset(("script", "style", "template"))
# Words of the screens that are written in Latin letters in Korean too.
ON_KOREAN_SCREENS = NAMES | {
    "Smart", "City", "Seoul", "KRDS", "WeGO", "SLW", "txt", "Pretendard", "GOV", "sessionid", "csrftoken", "robots",
    "IP", "KWCAG", "compare", "OpenAPI", "Schema", "None", "Match", "If",
    "VTT", "tmakxm",
    "RSS", "ETag", "null", "Accept-Language", "UTF", "Atom", "iCalendar", "QR", "IoT", "CCTV", "ICS",
}  # fmt: skip
_NOT_WORDS = re.compile(rf"{NOT_PROSE.pattern}|\b[a-z]+/[a-z][a-z+.-]+|\bIf-None-Match\b")
# Around a word this much must be found in the content for the word to be the content's.
_MARGIN = 5


class Said(NamedTuple):
    """A text of a page with the language it is marked as."""

    text: str
    lang: str
    tag: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = [("", "")]
        self.said: list[Said] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        lang = given.get("lang") or self.open[-1][1]
        spoken = [given[name] for name in SPOKEN if given.get(name)]
        if tag == "input" and given.get("type") in ("submit", "button"):
            spoken.append(given.get("value"))
        self.said += [Said(" ".join(str(text).split()), lang, tag) for text in spoken]
        if tag not in VOID:
            self.open.append((tag, lang))

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self.open) - 1, 0, -1):
            if self.open[at][0] == tag:
                del self.open[at:]
                return

    def handle_data(self, data: str) -> None:
        tag, lang = self.open[-1]
        text = " ".join(data.split())
        if text and not UNREAD & {name for name, _lang in self.open}:
            self.said.append(Said(text, lang, tag))


def said_by(html: str) -> list[Said]:
    """Every text of the page that reaches a reader."""
    reader = _Reader()
    reader.feed(html)
    return reader.said


def unmarked_korean(html: str) -> list[str]:
    """Texts of an English page that hold Hangul and are not marked as Korean. The title of a Korean page is one."""
    said = said_by(html)
    korean_heading = any(
        one.lang == "ko" and HANGUL.search(one.text) for one in said if one.tag in ("h1", "span")
    )
    return [
        f"<{one.tag}> {one.text}"
        for one in said
        if HANGUL.search(one.text) and one.lang != "ko" and not (one.tag == "title" and korean_heading)
    ]


def left_english(html: str, asked: str = "") -> list[str]:
    """Texts of a Korean page with a Latin word that is no name, not the content's, not marked and was not asked."""
    said = said_by(html)
    # What is written as code is code in the sentences around it too.
    asked += " ".join(one.text for one in said if one.tag == "code")
    return [
        f"<{one.tag}> {one.text}"
        for one in said
        if one.lang == "ko"
        and one.tag not in PART
        and any(word[0] not in asked and not _is_known(one.text, word) for word in _words(one.text))
    ]


def _words(text: str) -> Iterator[re.Match[str]]:
    blanked = _NOT_WORDS.sub(lambda found: " " * len(found[0]), text)
    return WORD.finditer(blanked)


def _is_known(text: str, word: re.Match[str]) -> bool:
    if word[0] in ON_KOREAN_SCREENS:
        return True
    whole, values = content_texts()
    if any(
        piece.strip(" ·,:()") in values for piece in (text, *re.split(r"[|·:,]", text)) if word[0] in piece
    ):
        return True
    # A text may be put together from two of the content's: what stands on one side of the word is enough.
    before, after = (
        text[max(0, word.start() - _MARGIN) : word.end()],
        text[word.start() : word.end() + _MARGIN],
    )
    return any(len(around) > len(word[0]) + 2 and around in whole for around in (before, after))


@cache
def content_texts() -> tuple[str, frozenset[str]]:
    """The Korean texts of the sample content and its attachments joined, and each of them."""
    values: set[str] = set()
    for path in sorted(CONTENT.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            values.update(_texts(json.loads(line)))
    for path in sorted((CONTENT / "attachments").iterdir()):
        # One of the samples is damaged.
        with suppress(Unreadable):
            read(path, lambda part: values.update(_texts(part)))
    values = {" ".join(value.split()) for value in values}
    return "\n".join(sorted(values)), frozenset(values)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not key.endswith("_en"):
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value
