"""One written form for every text that is indexed, asked or highlighted, with the way back to the original."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

# Everything that is neither ASCII, a whole Hangul syllable nor a common ideograph, with the marks, jamo vowels and
# final consonants that combine with what stands before them.
_MARKS = "\u0300-\u036f\u1160-\u11ff\ud7b0-\ud7ff\u3099\u309a\uff9e\uff9f\ufe00-\ufe0f\u200c\u200d"
_SPECIAL = re.compile(
    f"[\\x00-\\x7f가-힣\u4e00-\u9fff][{_MARKS}]+|[^\\x00-\\x7f가-힣\u4e00-\u9fff][{_MARKS}]*"
)

_REPLACED = {
    # Korean documents write the middle dot with several signs; the old vowel ㆍ is one of them.
    **dict.fromkeys("\u318d\u119e\u30fb\uff65\u2022\u2027\u22c5\u2219", "·"),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2018\u2019\u201b\u2032", "'"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    **{chr(code): "" for code in range(0xFE00, 0xFE10)},
}
_TRANSLATE = str.maketrans(_REPLACED)
_SPACE = re.compile(r"\s")


class Cluster(NamedTuple):
    """A stretch whose length changed: ``text[start:end]`` was made from ``original[origin_start:origin_end]``."""

    start: int
    end: int
    origin_start: int
    origin_end: int


@dataclass(frozen=True)
class Normalised:
    """``text`` in normal form; ``span`` leads back to the original.

    Blanks of any kind become one space each, so lines and words keep their places.
    """

    text: str
    clusters: tuple[Cluster, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the original that ``text[start:end]`` was made from, whole characters only."""
        if not self.clusters:
            return start, end
        return self._place(start)[0], self._place(end - 1)[1] if end > start else self._place(start)[0]

    def _place(self, position: int) -> tuple[int, int]:
        index = bisect_right(self.clusters, position, key=lambda cluster: cluster.start) - 1
        if index < 0:
            return position, position + 1
        cluster = self.clusters[index]
        if position < cluster.end:
            return cluster.origin_start, cluster.origin_end
        shifted = position - cluster.end + cluster.origin_end
        return shifted, shifted + 1


@lru_cache(maxsize=20_000)
def _cluster(text: str) -> str:
    text = text.translate(_TRANSLATE)
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFC", text)).translate(_TRANSLATE).lower()
    return _SPACE.sub(" ", text)


def normalise(text: str) -> str:
    """NFC, then NFKC, lower case, one kind of blank, hyphen and middle dot; invisible characters removed.

    >>> normalise("ＡＩ")
    'ai'
    """
    return _SPACE.sub(" ", _SPECIAL.sub(lambda match: _cluster(match.group()), text).lower())


def normalise_with_map(text: str) -> Normalised:
    """As ``normalise``, remembering where each character came from."""
    if text.isascii():
        return Normalised(normalise(text), ())
    parts: list[str] = []
    clusters: list[Cluster] = []
    read = written = 0
    for match in _SPECIAL.finditer(text):
        start, end = match.span()
        result = _cluster(match.group())
        if len(result) == end - start:
            continue
        plain = normalise(text[read:start])
        parts += (plain, result)
        written += len(plain)
        clusters.append(Cluster(written, written + len(result), start, end))
        written += len(result)
        read = end
    parts.append(normalise(text[read:]))
    return Normalised("".join(parts), tuple(clusters))
