"""The tokens of a query: what an engine asks for and what a result page says was understood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from search.korean.dictionary import Dictionary, current
from search.korean.normalise import normalise
from search.korean.tokens import Token, analyse

#: A query keeps at most this many tokens of each list; what follows in a pasted page adds only time.
MAX_TOKENS = 64

# Words that mean nothing when they stand alone. A query of nothing else asks for nothing.
# fmt: off
_PARTICLES = frozenset({
    "은", "는", "이", "가", "을", "를", "의", "에", "와", "과", "도", "로",
    "으로", "에서", "에게", "께", "만", "부터", "까지", "보다", "처럼", "한테", "하고", "이나",
    "나", "든지", "라도", "이며", "며", "및", "그리고", "또는", "또",
})
# fmt: on


@dataclass(frozen=True)
class QuestionTokens:
    """m: morpheme tokens; b: bigrams and Latin or number runs; each without repeats, in the order asked."""

    m: tuple[str, ...]
    b: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.m or self.b)


def question_tokens(text: str) -> QuestionTokens:
    """The tokens of ``text``; none when it has only signs or particles."""
    return _question_tokens(text, current())


@lru_cache(maxsize=512)
def _question_tokens(text: str, dictionary: Dictionary) -> QuestionTokens:
    text = text.encode("utf-8", "ignore").decode("utf-8")
    if all(word in _PARTICLES for word in normalise(text).split()):
        return QuestionTokens((), ())
    lists = analyse(text)
    return QuestionTokens(_distinct(lists.m), _distinct(lists.b))


def phrase_tokens(text: str) -> tuple[str, ...]:
    """The bigrams and runs of ``text`` in the order in which a document that says just this has them."""
    return _phrase_tokens(text, current())


@lru_cache(maxsize=512)
def _phrase_tokens(text: str, dictionary: Dictionary) -> tuple[str, ...]:
    return tuple(token.text for token in analyse(text.encode("utf-8", "ignore").decode("utf-8")).b)[
        :MAX_TOKENS
    ]


def _distinct(tokens: Iterable[Token]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(token.text for token in tokens))[:MAX_TOKENS]
