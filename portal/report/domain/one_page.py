"""What of a case goes on one page: everything where it fits; else figures before text, whole sentences only."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from portal.report.domain.case_facts import CaseFacts, OutcomeRow, Pair

# A full stop ends a sentence unless a number stands before it: "2026. 11. 23.".
_SENTENCE_END = re.compile(r"(?<=[^\d\s][.!?…。])([\"'”’」)\]]*)\s+")
# Sizes of the running text in points; the larger ones are for cases with little to say.
SIZES = (11.0, 10.0, 9.0)
# What is given up, in this order: text down to so many sentences a section, sources and figures down to so many rows,
# words to so many signs a field. The last step always fits.
_STEPS = (
    ("text", 2),
    ("sources", 4),
    ("outcomes", 10),
    ("text", 1),
    ("outcomes", 7),
    ("sources", 2),
    ("asides", 0),
    ("outcomes", 5),
    ("clip", 240),
    ("clip", 120),
    ("outcomes", 3),
    ("sources", 1),
    ("clip", 60),
    ("outcomes", 2),
    ("clip", 40),
)
_LEAST_IMPORTANT = ("context", "", "output", "effect")

# More signs of a section than any page holds; what is longer is cut before anything is measured.
_MOST = 6000

Paragraph = tuple[str, ...]


@dataclass(frozen=True)
class OnePage:
    """The chosen parts. problem, approach: paragraphs of sentences; left_out: number of rows given up.

    size: points of the running text; *_cut: whether sentences were given up.
    """

    facts: CaseFacts
    summary: str
    note: str
    problem: tuple[Paragraph, ...]
    approach: tuple[Paragraph, ...]
    outcomes: tuple[OutcomeRow, ...]
    resources: tuple[Pair, ...]
    sources: tuple[str, ...]
    unknown: tuple[str, ...]
    title: str
    original_title: str
    head: tuple[Pair, ...]
    contact: str
    size: float = SIZES[-1]
    problem_cut: bool = False
    approach_cut: bool = False

    @property
    def outcomes_left_out(self) -> int:
        return len(self.facts.outcomes) - len(self.outcomes)

    @property
    def sources_left_out(self) -> int:
        return len(self.facts.sources) - len(self.sources)


def sentences(text: str) -> Paragraph:
    """A paragraph as its sentences; together with blanks between them they are the paragraph."""
    parts = _SENTENCE_END.split(text)
    # split() gives text, closing signs, text, closing signs, …, text.
    whole = [a + b for a, b in zip(parts[::2], [*parts[1::2], ""], strict=True)]
    return tuple(part.strip() for part in whole if part.strip())


def fit(facts: CaseFacts, fits: Callable[[OnePage], bool]) -> OnePage:
    """The fullest version that fits on the page; `fits` is asked about as many as the logarithm of all versions."""
    versions = list(_versions(facts))
    low, high = 0, len(versions) - 1
    while low < high:
        middle = (low + high) // 2
        if fits(versions[middle]):
            high = middle
        else:
            low = middle + 1
    return versions[low]


def _versions(facts: CaseFacts) -> Iterator[OnePage]:
    """From the fullest to the barest; each is smaller than the one before."""
    page = _whole(facts)
    for size in SIZES:
        page = replace(page, size=size)
        yield page
    for part, least in _STEPS:
        for smaller in _shrink(page, part, least):
            page = smaller
            yield page


def _whole(facts: CaseFacts) -> OnePage:
    problem, approach = _holdable(facts.problem), _holdable(facts.approach)
    return OnePage(
        facts=facts,
        title=facts.title,
        original_title=facts.original_title,
        summary=facts.summary,
        note=facts.note,
        head=facts.head,
        contact=facts.contact,
        problem=problem,
        approach=approach,
        problem_cut=_length(problem) < _length(facts.problem),
        approach_cut=_length(approach) < _length(facts.approach),
        outcomes=facts.outcomes,
        resources=facts.resources,
        sources=facts.sources,
        unknown=facts.unknown,
    )


def _holdable(paragraphs: tuple[str, ...]) -> tuple[Paragraph, ...]:
    """The paragraphs as sentences, up to what no page holds any more."""
    kept: list[Paragraph] = []
    left = _MOST
    for paragraph in paragraphs:
        fitting: list[str] = []
        for sentence in sentences(paragraph):
            left -= len(sentence)
            if left < 0 and (fitting or kept):
                return (*kept, tuple(fitting)) if fitting else tuple(kept)
            fitting.append(sentence)
        kept.append(tuple(fitting))
    return tuple(kept)


def _length(texts: tuple[str, ...] | tuple[Paragraph, ...]) -> int:
    """Signs without blanks, of paragraphs whether or not they are split into sentences."""
    return sum(
        len(part.replace(" ", "")) for text in texts for part in ([text] if isinstance(text, str) else text)
    )


def _shrink(page: OnePage, part: str, least: int) -> Iterator[OnePage]:
    """Every step of giving up one part of the page down to `least`."""
    if part == "text":
        while shorter := _without_sentence(page, least):
            page = shorter
            yield page
    elif part == "sources":
        while len(page.sources) > least:
            page = replace(page, sources=page.sources[:-1])
            yield page
    elif part == "outcomes":
        while len(page.outcomes) > least:
            page = replace(page, outcomes=_without_outcome(page.outcomes))
            yield page
    elif part == "asides":
        yield replace(page, note="", unknown=())
    else:
        yield _clipped(page, least)


def _without_sentence(page: OnePage, least: int) -> OnePage | None:
    """The page without the last sentence of its longer section; None when both have only `least` left."""
    lengths = {
        name: sum(map(len, sum(paragraphs, ())))
        for name, paragraphs in (("problem", page.problem), ("approach", page.approach))
        if sum(map(len, paragraphs)) > least
    }
    if not lengths:
        return None
    if max(lengths, key=lambda name: lengths[name]) == "problem":
        return replace(page, problem=_without_last(page.problem), problem_cut=True)
    return replace(page, approach=_without_last(page.approach), approach_cut=True)


def _without_last(paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    rest = (*paragraphs[:-1], paragraphs[-1][:-1])
    return tuple(paragraph for paragraph in rest if paragraph)


def _without_outcome(rows: tuple[OutcomeRow, ...]) -> tuple[OutcomeRow, ...]:
    """Without the last row of the least important type: context first, effects last."""
    kind = next(kind for kind in _LEAST_IMPORTANT if any(row.type == kind for row in rows))
    index = max(i for i, row in enumerate(rows) if row.type == kind)
    return rows[:index] + rows[index + 1 :]


def clip(text: str, most: int) -> str:
    """The text, or its beginning up to the last blank before `most` signs and "…"."""
    if len(text) <= most:
        return text
    head = text[:most].rpartition(" ")[0]
    return (head if len(head) > most // 2 else text[:most]) + "…"


def _clipped(page: OnePage, most: int) -> OnePage:
    def all_of(texts: Paragraph) -> Paragraph:
        return tuple(clip(text, most) for text in texts)

    def row(one: OutcomeRow) -> OutcomeRow:
        method, metric = clip(one.method, most // 2), clip(one.metric, most)
        return replace(one, metric=metric, method=method, baseline=clip(one.baseline, most // 2))

    return replace(
        page,
        title=clip(page.title, most),
        original_title=clip(page.original_title, most),
        summary=clip(page.summary, most),
        head=tuple((label, clip(value, most)) for label, value in page.head),
        contact=clip(page.contact, most),
        note=clip(page.note, most),
        problem=tuple(all_of(paragraph) for paragraph in page.problem),
        approach=tuple(all_of(paragraph) for paragraph in page.approach),
        outcomes=tuple(map(row, page.outcomes)),
        resources=tuple((label, clip(value, most)) for label, value in page.resources),
        sources=all_of(page.sources),
    )
