"""From the parameters of a request to a search that is valid, and to what was wrong with them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.translation import gettext as _

from search.engines.base import FACETS, Sort
from search.facets import CLOSED, LABELS, FacetVocabulary

MAX_QUERY_PAGE = 200
MAX_QUERY_API = 400
MAX_SIZE = 100
DEFAULT_SIZE = 10
#: The parameter that takes back what the search made of the query.
AS_TYPED = "asis"
SORTS: tuple[Sort, ...] = ("relevance", "date")

_MAX_VALUES = 50
_MAX_VALUE_LENGTH = 100
_MAX_PAGE = 1_000_000
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,7}")


class Parameters(Protocol):
    """What is needed of a QueryDict."""

    def getlist(self, key: str) -> Sequence[str]: ...


@dataclass(frozen=True)
class ParameterError:
    parameter: str
    message: str


@dataclass(frozen=True)
class SearchRequest:
    """A search that can be run as it stands.

    query: as the reader wrote it, cleaned and cut; asked: before the cut; filters: facet -> canonical values;
    as_typed: the query is not to be changed.
    """

    query: str = ""
    asked: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = "relevance"
    page: int = 1
    size: int = DEFAULT_SIZE
    as_typed: bool = False
    errors: tuple[ParameterError, ...] = ()

    @property
    def cut(self) -> bool:
        return self.query != self.asked

    def parameters(self) -> list[tuple[str, str]]:
        """The query string of this search, without the page."""
        pairs = [("q", self.query)] if self.query else []
        pairs += [(name, value) for name in FACETS for value in self.filters.get(name, ())]
        if self.sort != "relevance":
            pairs.append(("sort", self.sort))
        if self.size != DEFAULT_SIZE:
            pairs.append(("size", str(self.size)))
        if self.as_typed:
            pairs.append((AS_TYPED, "1"))
        return pairs


def parse(parameters: Parameters, max_query: int, vocabulary: FacetVocabulary) -> SearchRequest:
    """Never raises: a value that is not valid is left out and named in ``errors``."""
    errors: list[ParameterError] = []
    asked = clean(_last(parameters, "q"))
    return SearchRequest(
        query=asked[:max_query].rstrip(),
        asked=asked,
        filters=_filters(parameters, vocabulary, errors),
        sort=_sort(parameters, errors),
        page=_number(parameters, "page", 1, _MAX_PAGE, errors),
        size=_number(parameters, "size", DEFAULT_SIZE, MAX_SIZE, errors),
        as_typed=_last(parameters, AS_TYPED) not in ("", "0"),
        errors=tuple(errors),
    )


def clean(text: str) -> str:
    """NFC, blanks squeezed; control and private characters, lone surrogates and replacement characters removed."""
    # A pasted book is cut before the work, with room for decomposed syllables.
    text = unicodedata.normalize("NFC", text[:20_000])
    kept = (" " if char.isspace() else char for char in text if _keeps(char))
    return " ".join("".join(kept).split())


def _keeps(char: str) -> bool:
    if char == "\ufffd":
        return False
    # Joiners stay: they hold emoji together.
    return (
        char.isspace() or char == "\u200d" or unicodedata.category(char) not in ("Cc", "Cs", "Cf", "Co", "Cn")
    )


def _last(parameters: Parameters, name: str) -> str:
    values = parameters.getlist(name)
    return values[-1] if values else ""


def _filters(
    parameters: Parameters, vocabulary: FacetVocabulary, errors: list[ParameterError]
) -> dict[str, tuple[str, ...]]:
    filters = {}
    for name in FACETS:
        written = [clean(value)[:_MAX_VALUE_LENGTH] for value in parameters.getlist(name)[:_MAX_VALUES]]
        values = []
        for item in filter(None, written):
            value = _value(name, item, vocabulary)
            if value is None:
                errors.append(_error(name, item))
            else:
                values.append(value)
        if values:
            filters[name] = tuple(dict.fromkeys(values))
    return filters


def facet_value(name: str, written: str, vocabulary: FacetVocabulary) -> str | None:
    """The value of a facet that a query names (구:노원구), or None when there is no such value."""
    written = clean(written)[:_MAX_VALUE_LENGTH]
    if name == "year":
        return written[:4] if _YEAR.fullmatch(written.removesuffix("년")) else None
    return vocabulary.canonical(name, written) if written else None


def _value(name: str, written: str, vocabulary: FacetVocabulary) -> str | None:
    if name == "year":
        return written if _YEAR.fullmatch(written) else None
    value = vocabulary.canonical(name, written)
    # An unknown tag finds nothing, like one that only others may see: the answer must not tell them apart.
    return written if value is None and name not in CLOSED else value


def _error(name: str, written: str) -> ParameterError:
    message = _("%(name)s에 쓸 수 없는 값입니다: %(value)s") % {"name": LABELS[name], "value": written[:40]}
    return ParameterError(name, message)


def _sort(parameters: Parameters, errors: list[ParameterError]) -> Sort:
    written = clean(_last(parameters, "sort"))
    if written and written not in SORTS:
        errors.append(ParameterError("sort", _("정렬은 relevance(관련도)나 date(날짜)만 쓸 수 있습니다.")))
    return next((sort for sort in SORTS if sort == written), "relevance")


def _number(
    parameters: Parameters, name: str, default: int, highest: int, errors: list[ParameterError]
) -> int:
    written = clean(_last(parameters, name))
    if not written:
        return default
    number = int(written) if _NUMBER.fullmatch(written) else 0
    if 1 <= number <= highest:
        return number
    template = _("%(name)s는 1부터 %(highest)s까지의 수여야 합니다.")
    errors.append(ParameterError(name, template % {"name": name, "highest": f"{highest:,}"}))
    return default
