"""The engine protocol: what every search engine of the portal can do, and the data it speaks in.

An engine is a projection of the Document and Passage rows. It can be thrown away at any time; it keeps its own
cursor so that the feed knows from which seq to continue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from search.korean.dictionary import SHIPPED, Dictionary
from search.records import DocumentRecord

Sort = Literal["relevance", "date"]

#: The facets an engine counts and filters on, in the order screens show them.
FACETS: tuple[str, ...] = ("kind", "place", "district", "field", "tag", "year", "licence")

#: Hits under this share of the best score are cut, before any chosen facet.
SCORE_CUT = 0.2


class EngineUnavailable(Exception):
    """The engine cannot answer or write now; a later attempt may succeed."""


class EngineBusy(EngineUnavailable):
    """Another process is writing to this index."""


class DocumentsRefused(Exception):
    """The engine took everything but these documents, and will never take them as they are.

    reasons: key -> why.
    """

    def __init__(self, reasons: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{key}: {why}" for key, why in reasons.items()))
        self.reasons = dict(reasons)


@dataclass(frozen=True)
class Change:
    """One document as it stands at ``seq``; ``record`` None is a tombstone."""

    key: str
    record: DocumentRecord | None
    seq: int


@dataclass(frozen=True)
class Alternative:
    """Another way to say a part of the query: it is asked for as well, and counts ``weight`` (below 1)."""

    text: str
    weight: float


@dataclass(frozen=True)
class EngineQuery:
    """A question to an engine.

    text: the query in normalised form; "" lists everything, newest first.
    audiences: the audience keys the viewer satisfies; none of them means no result.
    filters: facet name -> chosen values; OR inside a facet, AND across facets.
    phrases: only documents with each of them, word for word, whatever the blanks; excluded: none with one of them.
    """

    text: str
    audiences: tuple[str, ...]
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 20
    with_facets: bool = True
    alternatives: tuple[Alternative, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


@dataclass(frozen=True)
class AlikeQuery:
    """Asks for documents that have much in common with one.

    key: that document, which is left out; terms: (token as analysed, what it counts); audiences: as in EngineQuery.
    """

    key: str
    terms: tuple[tuple[str, float], ...]
    audiences: tuple[str, ...]
    limit: int


@dataclass(frozen=True)
class EngineHit:
    key: str
    score: float


@dataclass(frozen=True)
class EngineResult:
    """hits: the asked slice; total: all that the filters leave; facets: facet -> value -> count, zero counts left out.

    A facet's own choice does not shrink its own counts. ready: False while there is no readable index.
    """

    hits: tuple[EngineHit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    ready: bool = True


@dataclass(frozen=True)
class PassageHit:
    """A passage of a document that answers the query; ``ordinal`` is that of its PassageRecord."""

    ordinal: int
    locator: str
    score: float


class Engine(Protocol):
    name: str
    #: Whether all hosts share one index; otherwise each host has one of its own.
    shared: bool
    #: Of mapping, analyser and shipped words. An index with another one counts as empty and is rebuilt from cursor 0.
    #: The words of editors belong to a build: it goes on serving with its own until one with others is whole.
    fingerprint: str

    def cursor(self) -> int:
        """The seq of the last applied change, kept inside the index; 0 = new, unreadable or other fingerprint."""
        ...

    def apply(self, changes: Sequence[Change], cursor: int, *, onto: int = 0) -> None:
        """Upsert and delete documents with their passages and commit them together with ``cursor``.

        ``onto``: the cursor that the changes follow. An index that has another one was deleted or exchanged meanwhile
        and would be left with these changes alone: EngineUnavailable. Without, the index is made when there is none.
        Applying the same changes again leaves the same index. Raises EngineBusy when another writer holds the
        index, EngineUnavailable when the index cannot be written, DocumentsRefused when everything was written
        but some documents that the engine will never take.
        """
        ...

    def search(self, query: EngineQuery) -> EngineResult: ...

    def locate(
        self, query: EngineQuery, keys: Sequence[str], per_document: int
    ) -> dict[str, list[PassageHit]]:
        """The best passages of each of ``keys``, best first; a key without any matching passage is left out."""
        ...

    def alike(self, query: AlikeQuery) -> list[EngineHit]:
        """The documents that have the weightiest terms, best first; ties by date, then key.

        The score is the sum of what the terms count that occur, half as much again for those in the title. No word
        statistics of the index have a part in it: those count hidden documents as well.
        """
        ...

    def entries(self) -> dict[str, int]:
        """key -> seq of everything that is indexed."""
        ...

    def count(self) -> int: ...

    # A rebuild happens beside the index that serves and takes its place when it is whole.

    #: "" for the index that serves, otherwise the name of the build this engine works on.
    build: str

    def begin_build(self, dictionary: Dictionary = SHIPPED) -> Engine:
        """A new empty build that answers nobody, to be analysed with ``dictionary``; fill it with ``apply``, then
        ``promote`` it."""
        ...

    def dictionary(self) -> Dictionary:
        """What this index is analysed with, and every question to it; SHIPPED while there is none."""
        ...

    def waiting_build(self) -> Engine | None:
        """The newest build that was begun and not promoted."""
        ...

    def earlier_build(self) -> Engine | None:
        """The build of this fingerprint that is kept from before the one that serves."""
        ...

    def promote(self) -> None:
        """Let this build serve from now on, in every process."""
        ...

    def prune(self) -> list[str]:
        """Delete every build but the one that serves and the one before it; the names of those deleted."""
        ...
