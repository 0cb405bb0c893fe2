"""The engine of real installations: Elasticsearch, asked through elasticsearch-dsl, by the recipe of every engine."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from elasticsearch import Elasticsearch, helpers
from elasticsearch.dsl import Search

from search.engines import elastic_schema as schema
from search.engines.base import (
    SCORE_CUT,
    AlikeQuery,
    Change,
    DocumentsRefused,
    EngineHit,
    EngineQuery,
    EngineResult,
    EngineUnavailable,
    PassageHit,
)
from search.engines.elastic_answers import counts, run, writing
from search.engines.elastic_client import (
    Deadline,
    ElasticSettings,
    NoIndex,
    item_errors,
    shared_client,
    translated_errors,
)
from search.engines.elastic_indexes import Build, Builds, Served
from search.engines.recipe import DOCUMENT_WEIGHTS, PASSAGE_CUT, PASSAGE_WEIGHTS, asked_tokens
from search.korean.dictionary import SHIPPED, Dictionary, using

logger = logging.getLogger(__name__)

T = TypeVar("T")

READ_SECONDS = 3.0
NOT_READY = EngineResult((), 0, {}, ready=False)
_CHUNK_ENTRIES = 500
_CHUNK_BYTES = 8_000_000
_ENTRIES_AT_ONCE = 10_000
_READ_AT_ONCE = 1_000
# Builds that take each other's place while a question is asked.
_MOST_LOOKS = 3


class ElasticEngine:
    """See ``search.engines.base.Engine``. With ``build`` the engine works on that very build."""

    name = "elasticsearch"
    shared = True

    def __init__(self, settings: ElasticSettings, build: Build | None = None) -> None:
        self.settings = settings
        self.fingerprint = schema.fingerprint()
        self.build = build.name if build else ""
        self._build = build
        self._known: Served | None = None

    @property
    def _client(self) -> Elasticsearch:
        return shared_client(self.settings)

    @property
    def _reader(self) -> Elasticsearch:
        """For questions of the worker and of operators, who can wait a little longer than readers."""
        return self._client.options(request_timeout=READ_SECONDS)

    @property
    def _builds(self) -> Builds:
        return Builds(self._client, self.settings.index_prefix, self.fingerprint)

    def _alias(self, part: str) -> str:
        return self._builds.alias(part, self.build)

    # --- writing

    def cursor(self) -> int:
        with translated_errors():
            (note,) = self._reader.mget(index=self._alias("documents"), ids=[schema.META_ID])["docs"]
        if "error" in note and note["error"].get("type") != "index_not_found_exception":
            raise EngineUnavailable(f"the cursor cannot be read: {note['error'].get('reason')}")
        if not note.get("found"):
            return 0
        if not self._builds.whole(self.build):
            logger.error("the %s index is not as we made it; it is built anew", self.build or self.name)
            return 0
        return int(note["_source"]["cursor"])

    def apply(self, changes: Sequence[Change], cursor: int, *, onto: int = 0) -> None:
        """See the protocol. Raises DocumentsRefused after everything else and the cursor have been written.

        A writer killed on the way leaves the lower cursor, so the same changes come again: documents first, which
        remember how many passages they may have left behind, then passages, then what goes away.
        """
        if not onto:
            self._ensure_index()
        elif self.cursor() != onto:
            raise EngineUnavailable("the index was deleted or exchanged")
        with using(self.dictionary()):
            self._write(changes, cursor)

    def _write(self, changes: Sequence[Change], cursor: int) -> None:
        latest = {change.key: change for change in changes}
        refused = {key: why for key, c in latest.items() if c.record and (why := schema.too_long(c.record))}
        kept = [change for key, change in latest.items() if key not in refused]
        before = self._reserved([change.key for change in kept])
        reserved = {c.key: schema.reserved_for(c.record, before.get(c.key, 0)) for c in kept}
        refused |= self._bulk(
            "documents",
            (schema.document_action(c, c.record, reserved[c.key]) for c in kept if c.record is not None),
        )
        refused |= self._bulk(
            "passages",
            (action for c in kept for action in schema.passage_actions(c, c.record, reserved[c.key])),
        )
        self._bulk("documents", (schema.removal(c.key, c.seq) for c in kept if c.record is None))
        self._bulk("documents", [schema.meta_action(cursor)])
        self._refresh()
        if refused:
            raise DocumentsRefused(refused)

    def _ensure_index(self) -> None:
        """An index to write to. Only an engine that serves makes one: a named build that is gone stays gone."""
        if self._build is None and self._builds.serving() is None:
            builds = self._builds
            builds.promote(builds.create(self.settings.replicas))

    def _reserved(self, keys: Sequence[str]) -> dict[str, int]:
        """key -> how many passages the indexed document may have; reads what no refresh has shown yet."""
        found: dict[str, int] = {}
        for start in range(0, len(keys), _READ_AT_ONCE):
            with writing():
                answer = self._client.mget(
                    index=self._alias("documents"),
                    ids=list(keys[start : start + _READ_AT_ONCE]),
                    source_includes=["reserved"],
                )
            for document in answer["docs"]:
                if "error" in document:
                    raise EngineUnavailable(f"documents cannot be read: {document['error'].get('reason')}")
                if document.get("found"):
                    found[document["_id"]] = int(document["_source"].get("reserved", 0))
        return found

    def _bulk(self, part: str, actions: Iterable[dict[str, Any]]) -> dict[str, str]:
        """Write; returns key -> reason of what the server refuses for good."""
        with writing():
            items = [
                item
                for _, item in helpers.streaming_bulk(
                    self._client,
                    actions,
                    index=self._alias(part),
                    chunk_size=_CHUNK_ENTRIES,
                    max_chunk_bytes=_CHUNK_BYTES,
                    raise_on_error=False,
                    require_alias=True,
                )
            ]
        return {entry.partition("#")[0]: why for entry, why in item_errors(items).items()}

    def _refresh(self) -> None:
        with writing():
            self._client.indices.refresh(index=[self._alias(part) for part in schema.PARTS])

    # --- builds

    def begin_build(self, dictionary: Dictionary = SHIPPED) -> ElasticEngine:
        return ElasticEngine(self.settings, self._builds.create(self.settings.replicas, dictionary))

    def dictionary(self) -> Dictionary:
        try:
            return self._look(self._reader).dictionary
        except NoIndex:
            return SHIPPED

    def waiting_build(self) -> ElasticEngine | None:
        build = self._builds.waiting()
        return ElasticEngine(self.settings, build) if build else None

    def earlier_build(self) -> ElasticEngine | None:
        build = self._builds.earlier()
        return ElasticEngine(self.settings, build) if build else None

    def promote(self) -> None:
        if self._build is not None:
            self._builds.promote(self._build)

    def prune(self) -> list[str]:
        return self._builds.prune()

    def others(self) -> list[str]:
        """The names of builds of another fingerprint: made by another version of the portal."""
        return [build.name for build in self._builds.all() if build.fingerprint != self.fingerprint]

    def drop(self) -> None:
        """Delete every build under this prefix; for measuring apart from the site, and for tests."""
        for build in self._builds.all():
            self._builds.delete(build)

    # --- reading

    def search(self, query: EngineQuery) -> EngineResult:
        deadline = Deadline(self.settings)
        try:
            return self._asked_with_its_words(lambda: self._search(query, deadline), deadline)
        except NoIndex:
            return NOT_READY

    def _search(self, query: EngineQuery, deadline: Deadline) -> tuple[EngineResult, str]:
        tokens = asked_tokens(query)
        lowest = self._lowest_score(query, tokens, deadline) if tokens else None
        if not query.audiences or (query.text and lowest is None):
            return EngineResult((), 0, {}), ""
        return self._page(query, tokens, lowest, deadline)

    def _look(self, client: Elasticsearch) -> Served:
        self._known = self._builds.served(self.build, client)
        return self._known

    def _asked_with_its_words(self, ask: Callable[[], tuple[T, str]], deadline: Deadline) -> T:
        """The answer of ``ask``, which says from which index it came ("" when nothing was found).

        Which index serves is remembered; whoever is answered by another one, or by none, looks again and asks with
        the words of that one. Raises NoIndex.
        """
        served = self._known or self._look(deadline.client())
        for _ in range(_MOST_LOOKS):
            with using(served.dictionary):
                answer, index = ask()
            if index == served.index:
                break
            before, served = served, self._look(deadline.client())
            if served == before:
                break
        return answer

    def _lowest_score(self, query: EngineQuery, tokens: Any, deadline: Deadline) -> float | None:
        """The score under which hits are cut, taken before any chosen facet; None when nothing is found."""
        asked = self._asked(query, tokens, deadline).extra(size=1, track_total_hits=False, _source=False)
        answer = run(asked)
        best = answer["hits"]["hits"]
        return SCORE_CUT * float(best[0]["_score"]) if best else None

    def _page(
        self, query: EngineQuery, tokens: Any, lowest: float | None, deadline: Deadline
    ) -> tuple[EngineResult, str]:
        asked = self._asked(query, tokens, deadline).post_filter(schema.chosen(query))
        asked = asked.extra(
            **{"from": query.offset, "size": query.limit},
            _source=False,
            track_total_hits=True,
            track_scores=True,
        )
        if lowest is not None:
            asked = asked.extra(min_score=lowest)
        by_score = [{"_score": "desc"}] if tokens and query.sort != "date" else []
        asked = asked.extra(sort=[*by_score, *schema.newest_first()])
        if query.with_facets:
            for name, counted in schema.facet_counts(query):
                asked.aggs[name] = counted
        answer = run(asked)
        hits = tuple(
            EngineHit(hit["_id"], round(float(hit["_score"] or 0.0), 4) if tokens else 0.0)
            for hit in answer["hits"]["hits"]
        )
        result = EngineResult(hits, int(answer["hits"]["total"]["value"]), counts(answer))
        return result, answer["hits"]["hits"][0]["_index"] if hits else ""

    def _asked(self, query: EngineQuery, tokens: Any, deadline: Deadline) -> Search:
        """The question as asked by this viewer, before any chosen facet."""
        search: Search = Search(using=deadline.client(), index=self._alias("documents"))
        search = search.params(allow_partial_search_results=False)
        wanted, unwanted = schema.conditions(query)
        clauses = {"filter": [schema.visible_to(query.audiences), *wanted], "must_not": unwanted}
        if tokens:
            clauses["must"] = [schema.scoring_query(DOCUMENT_WEIGHTS, tokens)]
        return search.query("bool", **clauses)

    def locate(
        self, query: EngineQuery, keys: Sequence[str], per_document: int
    ) -> dict[str, list[PassageHit]]:
        if not keys:
            return {}
        deadline = Deadline(self.settings)
        try:
            return self._asked_with_its_words(
                lambda: self._locate(query, keys, per_document, deadline), deadline
            )
        except NoIndex:
            return {}

    def _locate(
        self, query: EngineQuery, keys: Sequence[str], per_document: int, deadline: Deadline
    ) -> tuple[dict[str, list[PassageHit]], str]:
        tokens = asked_tokens(query)
        if not tokens:
            return {}, self._known.index if self._known else ""
        best = {
            "name": "best",
            "size": per_document,
            "_source": ["ordinal", "locator"],
            "sort": [{"_score": "desc"}, {"ordinal": "asc"}],
        }
        search: Search = Search(using=deadline.client(), index=self._alias("passages"))
        asked = (
            search.params(allow_partial_search_results=False)
            .query(
                "bool",
                filter=[schema.any_of(keys, "key")],
                must=[schema.scoring_query(PASSAGE_WEIGHTS, tokens)],
            )
            .extra(
                size=len(keys),
                _source=False,
                track_total_hits=False,
                collapse={"field": "key", "inner_hits": best},
            )
        )
        groups = run(asked)["hits"]["hits"]
        found = {}
        for group in groups:
            hits = [
                PassageHit(hit["_source"]["ordinal"], hit["_source"].get("locator", ""), float(hit["_score"]))
                for hit in group["inner_hits"]["best"]["hits"]["hits"]
            ]
            found[group["fields"]["key"][0]] = [h for h in hits if h.score >= PASSAGE_CUT * hits[0].score]
        # Both parts of a build are named alike.
        return found, self._builds.documents_of(groups[0]["_index"]) if groups else ""

    def alike(self, query: AlikeQuery) -> list[EngineHit]:
        if not query.terms or not query.audiences:
            return []
        search: Search = Search(using=Deadline(self.settings).client(), index=self._alias("documents"))
        asked = search.params(allow_partial_search_results=False).query(schema.alike_query(query))
        asked = asked.extra(
            size=query.limit,
            _source=False,
            track_total_hits=False,
            track_scores=True,
            sort=[{"_score": "desc"}, *schema.newest_first()],
        )
        try:
            hits = run(asked)["hits"]["hits"]
        except NoIndex:
            return []
        return [EngineHit(hit["_id"], round(float(hit["_score"]), 4)) for hit in hits]

    def entries(self) -> dict[str, int]:
        try:
            with translated_errors():
                return dict(self._entries())
        except NoIndex:
            return {}

    def _entries(self) -> Iterator[tuple[str, int]]:
        """Everything as of one moment, page by page, by a point in time."""
        client = self._client
        moment = client.open_point_in_time(index=self._alias("documents"), keep_alive="2m")["id"]
        after: dict[str, Any] = {}
        try:
            while True:
                hits = client.search(
                    pit={"id": moment, "keep_alive": "2m"},
                    query={"exists": {"field": "seq"}},
                    size=_ENTRIES_AT_ONCE,
                    sort=[{"_shard_doc": "asc"}],
                    source=False,
                    docvalue_fields=[{"field": "key"}, {"field": "seq"}],
                    track_total_hits=False,
                    **after,
                )["hits"]["hits"]
                for hit in hits:
                    yield hit["fields"]["key"][0], hit["fields"]["seq"][0]
                if len(hits) < _ENTRIES_AT_ONCE:
                    return
                after = {"search_after": hits[-1]["sort"]}
        finally:
            client.close_point_in_time(id=moment)

    def count(self) -> int:
        try:
            with translated_errors():
                return int(
                    self._reader.count(index=self._alias("documents"), query={"exists": {"field": "seq"}})[
                        "count"
                    ]
                )
        except NoIndex:
            return 0
