"""What a reader sees of a passage: the stretch that answers the query, with the answering words marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.korean.dictionary import Dictionary, current
from search.korean.normalise import normalise_with_map
from search.korean.question import QuestionTokens
from search.korean.tokens import analyse

#: Characters of a snippet, give or take the words at its ends.
WIDTH = 160
# How much of a passage is looked through; an attachment's page is shorter.
_MOST = 20_000
# Text kept before the first marked word, so that it is read in its sentence.
_LEAD = 40
# Bigrams mark a stretch only from this length on: two syllables meet by chance everywhere.
_SHORTEST_CHAIN = 3
_LONGEST_WORD = 200
# Marked words that compete for the place of the snippet.
_MOST_SPANS = 60

_WORD = re.compile(r"\S+")
_BLANK = re.compile(r"\s+")

Span = tuple[int, int]


@dataclass(frozen=True)
class Snippet:
    """html: escaped, with ``<mark>``; text: the same without marks."""

    html: SafeString
    text: str


def snippet(text: str, question: QuestionTokens, width: int = WIDTH) -> Snippet:
    """The most telling stretch of ``text``, about ``width`` characters, never cut inside a word of usual length."""
    text = text[:_MOST]
    spans = _found(text, question)
    start, end = _window(text, spans, width)
    inside = [(max(left, start), min(right, end)) for left, right in spans if left < end and right > start]
    before, after = "… " if start else "", " …" if end < len(text.rstrip()) else ""
    html = before + _marked(text, start, end, inside) + after
    plain = before + _BLANK.sub(" ", text[start:end]).strip() + after
    return Snippet(mark_safe(html), plain)


def marked(text: str, question: QuestionTokens) -> SafeString:
    """The whole of a short text, such as a title, escaped and marked."""
    return mark_safe(_marked(text, 0, len(text), _found(text, question)))


def _found(text: str, question: QuestionTokens) -> list[Span]:
    """Spans of ``text`` that answer the question, in order, not touching."""
    if not question or not text:
        return []
    normal = normalise_with_map(text)
    found = _by_morphemes(normal.text, question.m)
    # Lone syllables are what is left of words that were split elsewhere; the bigrams know the whole.
    if all(end - start == 1 for start, end in found):
        found += _by_bigrams(normal.text, question.b)
    merged: list[Span] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return [normal.span(start, end) for start, end in merged]


def _by_morphemes(text: str, tokens: Sequence[str]) -> list[Span]:
    # Only words that share a first character with some token are analysed, each once in the life of the process.
    wanted, firsts = frozenset(tokens), frozenset(token[0] for token in tokens)
    dictionary = current()
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        if firsts.isdisjoint(word) or len(word) > _LONGEST_WORD:
            continue
        offset = match.start()
        found += [
            (offset + start, offset + end)
            for start, end, token in _word_tokens(word, dictionary)
            if token in wanted
        ]
    return found


@lru_cache(maxsize=50_000)
def _word_tokens(word: str, dictionary: Dictionary) -> tuple[tuple[int, int, str], ...]:
    return tuple((token.start, token.end, token.text) for token in analyse(word).m)


def _by_bigrams(text: str, tokens: Sequence[str]) -> list[Span]:
    """Stretches that the question's bigrams cover without a gap, across blanks: for words with other spacing."""
    wanted = frozenset(tokens)
    found: list[Span] = []
    chain: list[int] = []
    for place, char in enumerate(text):
        if char == " ":
            continue
        if chain and text[chain[-1]] + char in wanted:
            chain.append(place)
            continue
        _close(chain, found)
        chain = [place]
    _close(chain, found)
    return found


def _close(chain: list[int], found: list[Span]) -> None:
    if len(chain) >= _SHORTEST_CHAIN:
        found.append((chain[0], chain[-1] + 1))


def _window(text: str, spans: Sequence[Span], width: int) -> Span:
    """Where the snippet starts and ends: the stretch with the most marked words, the first of equals."""
    if len(text) <= width * 1.25:
        return 0, len(text)
    start = 0
    spans = spans[:_MOST_SPANS]
    if spans:
        best = max(spans, key=lambda span: (_covered(text, spans, span[0], width), -span[0]))
        start = _start_of_sentence(text, max(best[0] - _LEAD, 0), best[0])
    if start + width >= len(text):
        blank = _BLANK.search(text, len(text) - width)
        return min(start, blank.end() if blank else start), len(text)
    return start, _end_of_word(text, start + width)


def _covered(text: str, spans: Iterable[Span], start: int, width: int) -> int:
    """How many different written words are marked in the stretch that begins at ``start``."""
    return len(
        {text[left:right] for left, right in spans if left >= start and right <= start + width - _LEAD}
    )


def _start_of_sentence(text: str, earliest: int, marked_at: int) -> int:
    if not earliest:
        return 0
    for place in range(marked_at, earliest, -1):
        if text[place - 1] == "\n" or text[place - 2 : place] in (". ", "? ", "! "):
            return place
    blank = _BLANK.search(text, earliest, marked_at)
    return blank.end() if blank else marked_at


def _end_of_word(text: str, end: int, patience: int = 20) -> int:
    blank = _BLANK.search(text, end, end + patience)
    if blank:
        return blank.start()
    return len(text) if end + patience >= len(text) else end


def _marked(text: str, start: int, end: int, spans: Iterable[Span]) -> str:
    parts: list[str] = []
    position = start
    for left, right in spans:
        parts += (escape(text[position:left]), "<mark>", escape(text[left:right]), "</mark>")
        position = right
    parts.append(escape(text[position:end]))
    return _BLANK.sub(" ", "".join(parts)).strip()
