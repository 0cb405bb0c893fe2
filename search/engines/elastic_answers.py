"""One request to the cluster and its plain answer, in the errors of every engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from elasticsearch.dsl import Search

from search.engines.base import FACETS, EngineUnavailable
from search.engines.elastic_client import NoIndex, translated_errors


@contextmanager
def writing() -> Iterator[None]:
    """An index that is gone while it is written to is an engine that cannot be written to."""
    try:
        with translated_errors():
            yield
    except NoIndex as error:
        raise EngineUnavailable(str(error)) from error


def run(search: Search) -> Any:
    """Ask; the plain answer. Raises NoIndex and EngineUnavailable."""
    with translated_errors():
        return search.execute(ignore_cache=True).to_dict()


def counts(answer: Mapping[str, Any]) -> dict[str, dict[str, int]]:
    """facet -> value -> documents, of an answer that was asked to count."""
    found = answer.get("aggregations", {})
    return {name: _values(found[name]["values"]["buckets"]) for name in FACETS if name in found}


def _values(buckets: Any) -> dict[str, int]:
    """A list of buckets with keys, or buckets by name of which some may be empty."""
    if isinstance(buckets, dict):
        return {key: bucket["doc_count"] for key, bucket in buckets.items() if bucket["doc_count"]}
    return {bucket["key"]: bucket["doc_count"] for bucket in buckets}
