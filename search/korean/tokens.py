"""From a text to the two lists of tokens that every index holds: morphemes (``_m``) and bigrams (``_b``)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from search.korean.dictionary import shipped_words
from search.korean.morphemes import Kind, Morpheme, Role, analyser_version, morphemes
from search.korean.normalise import normalise, normalise_with_map
from search.korean.terms import Term, find_terms

#: Raise when the tokens of an unchanged text change, so that every index is built anew.
RECIPE = 1

# A word that stands in for a term while the analyser looks at its neighbours: in a script of its own, it joins
# nothing around it, and the analyser reads what follows as after any foreign word (so particles stay particles).
_STAND_IN = "ж"

# Too general alone: every district's name ends with it.
_GENERAL = frozenset({"구"})

_RUNS = re.compile(r"(?P<hangul>[가-힣ᄀ-ᇿ]+(?: +[가-힣ᄀ-ᇿ]+)*)|(?P<word>[^\W_가-힣ᄀ-ᇿ]+)")


class Token(NamedTuple):
    """``text`` as indexed; ``start`` and ``end`` say where it stands in the text that was given."""

    text: str
    start: int
    end: int


class TokenLists(NamedTuple):
    m: list[Token]
    b: list[Token]


class TokenFields(NamedTuple):
    """Space-joined tokens, as an index with a whitespace tokenizer takes them."""

    m: str
    b: str


def analyse(text: str) -> TokenLists:
    """Both lists for a text of any form, with spans in that very text (for highlighting)."""
    normal = normalise_with_map(text)

    def back(token: Token) -> Token:
        return Token(token.text, *normal.span(token.start, token.end))

    terms = list(find_terms(normal.text))
    return TokenLists(
        [back(token) for token in _morpheme_tokens(normal.text, terms)],
        [back(token) for token in _bigram_tokens(normal.text, terms)],
    )


def token_fields(text: str) -> TokenFields:
    """Both lists joined by spaces: what goes into an index."""
    normal = normalise(text)
    terms = list(find_terms(normal))
    return TokenFields(
        " ".join(token.text for token in _morpheme_tokens(normal, terms)),
        " ".join(token.text for token in _bigram_tokens(normal, terms)),
    )


@lru_cache(maxsize=1)
def analyser_fingerprint() -> str:
    """Changes whenever the same text could give other tokens: recipe, analyser, dictionary, the shipped words.

    The words that editors add have a digest of their own, which each build of an index remembers.
    """
    words = "\n".join(f"{word}={' '.join(parts)}" for word, parts in sorted(shipped_words().items()))
    source = f"{RECIPE}\n{analyser_version()}\n{words}"
    return hashlib.sha256(source.encode()).hexdigest()[:12]


# --- morphemes


def _morpheme_tokens(text: str, terms: list[Term]) -> list[Token]:
    tokens: list[Token] = []
    run: list[Morpheme] = []
    emit = tokens.append
    last_end = 0
    for item in _with_terms(text, terms):
        start, end, surface, kind = item
        if run and (start > last_end or kind.role in (Role.DROP, Role.VERB)):
            _close(run, emit)
        last_end = end
        role = kind.role
        if role == Role.VERB:
            emit(Token(kind.texts[0], start, end))
        elif role:
            if role != Role.AFFIX and surface not in _GENERAL:
                emit(Token(surface, start, end))
                for part in kind.texts:
                    emit(Token(part, start, end))
            run.append(item)
    if run:
        _close(run, emit)
    return tokens


def _close(run: list[Morpheme], emit: Callable[[Token], None]) -> None:
    """The joined surface of a run of nouns inside one written word: 주민참여예산, 5g특화망, 비급여."""
    if len(run) > 1 and any(item.kind.role != Role.AFFIX for item in run):
        emit(Token("".join(item.surface for item in run), run[0].start, run[-1].end))
    run.clear()


def _with_terms(text: str, terms: list[Term]) -> Iterator[Morpheme]:
    if not terms:
        yield from morphemes(text)
        return
    pieces: list[str] = []
    position = 0
    for term in terms:
        pieces += (text[position : term.start], _STAND_IN * (term.end - term.start))
        position = term.end
    pieces.append(text[position:])
    waiting = iter(terms)
    due: Term | None = next(waiting, None)
    for item in morphemes("".join(pieces)):
        if due is None or item.end <= due.start:
            yield item
            continue
        if item.start <= due.start:
            yield Morpheme(due.start, due.end, due.text, Kind(Role.BARE, due.parts, "TERM"))
        if item.end >= due.end:
            due = next(waiting, None)


# --- bigrams


def _bigram_tokens(text: str, terms: list[Term]) -> list[Token]:
    tokens: list[Token] = []
    position = 0
    for term in terms:
        if term.is_word:
            continue
        _bigrams_between(text, position, term.start, tokens)
        tokens.append(Token(term.text, term.start, term.end))
        position = term.end
    _bigrams_between(text, position, len(text), tokens)
    return tokens


def _bigrams_between(text: str, start: int, end: int, tokens: list[Token]) -> None:
    for match in _RUNS.finditer(text, start, end):
        run, first = match.group(), match.start()
        if match.lastgroup == "word":
            tokens.append(Token(run, first, match.end()))
            continue
        places = [index for index, char in enumerate(run, first) if char != " "]
        if len(places) == 1:
            if run not in _GENERAL:
                tokens.append(Token(run, first, match.end()))
            continue
        tokens.extend(Token(text[left] + text[right], left, right + 1) for left, right in pairwise(places))
