"""The builds of the Elasticsearch index: names, aliases, what serves and what waits.

A build is a pair ``<prefix>-documents-<fingerprint>-<number>`` and ``<prefix>-passages-…``. Readers and the feed
use the alias ``<prefix>-documents-<fingerprint>``, so a process never meets an index of another analyser, nor one
that is half built. Every write requires an alias: an index that was deleted by hand is not made again by accident.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch

from search.engines import elastic_schema as schema
from search.engines.base import EngineUnavailable
from search.engines.elastic_client import NoIndex, translated_errors
from search.korean.dictionary import SHIPPED, BadDictionary, Dictionary

PARTS = tuple(schema.PARTS)


@dataclass(frozen=True)
class Build:
    """One build by its fingerprint and number."""

    fingerprint: str
    number: int

    @property
    def name(self) -> str:
        return f"{self.fingerprint}-{self.number}"


@dataclass(frozen=True)
class Served:
    """The index of documents that answers under a name, and what it is analysed with."""

    index: str
    dictionary: Dictionary


class Builds:
    """The builds of one cluster under one prefix. Methods raise EngineUnavailable."""

    def __init__(self, client: Elasticsearch, prefix: str, fingerprint: str) -> None:
        self._client = client
        self._prefix = prefix
        self._fingerprint = fingerprint
        self._pattern = re.compile(rf"{re.escape(prefix)}-(?:{'|'.join(PARTS)})-([0-9a-f]{{12}})-(\d+)")

    def alias(self, part: str, build: str = "") -> str:
        """Where a part is read and written: of the build that serves, or of a named one."""
        return (
            f"{self._prefix}-{part}-{build}-only" if build else f"{self._prefix}-{part}-{self._fingerprint}"
        )

    def index(self, part: str, build: Build) -> str:
        return f"{self._prefix}-{part}-{build.name}"

    def documents_of(self, index: str) -> str:
        """The index of documents of the same build as this index of passages."""
        return f"{self._prefix}-documents-{index.removeprefix(f'{self._prefix}-passages-')}"

    def all(self) -> list[Build]:
        """Every build of any fingerprint, oldest first."""
        return sorted(self._aliases(), key=lambda build: build.number)

    def serving(self) -> Build | None:
        """The build that answers for our fingerprint."""
        mine = [build for build, aliases in self._aliases().items() if self.alias("documents") in aliases]
        return mine[0] if mine else None

    def waiting(self) -> Build | None:
        """The newest build for our fingerprint that was begun and not promoted."""
        serving = self.serving()
        newer = [
            build
            for build in self.all()
            if build.fingerprint == self._fingerprint and (serving is None or build.number > serving.number)
        ]
        return newer[-1] if newer else None

    def earlier(self) -> Build | None:
        """The build for our fingerprint that served before the one that does."""
        serving = self.serving()
        older = [
            build
            for build in self.all()
            if serving and build.fingerprint == self._fingerprint and build.number < serving.number
        ]
        return older[-1] if older else None

    def served(self, build: str = "", client: Elasticsearch | None = None) -> Served:
        """What answers now, or the named build. One request. Raises NoIndex when there is none."""
        alias = self.alias("documents", build)
        with translated_errors():
            found = (client or self._client).indices.get_mapping(
                index=alias, filter_path=("*.mappings._meta", "error"), allow_no_indices=False
            )
        for index, described in found.body.items():
            try:
                words = Dictionary.from_json(described["mappings"]["_meta"].get("words", {}))
            except BadDictionary as error:
                raise EngineUnavailable(f"the words of {index} cannot be read: {error}") from error
            return Served(index, words)
        # An index without a note of ours has been made by somebody else.
        return Served(alias, SHIPPED)

    def create(self, replicas: str, dictionary: Dictionary = SHIPPED) -> Build:
        """A new empty build that serves nobody."""
        number = max((build.number for build in self._aliases()), default=0) + 1
        while True:
            build = Build(self._fingerprint, number)
            try:
                with translated_errors():
                    self._create(build, replicas, dictionary)
                return build
            except EngineTaken:
                number += 1

    def _create(self, build: Build, replicas: str, dictionary: Dictionary) -> None:
        for part in PARTS:
            body = schema.index_body(part, replicas, dictionary)
            aliases: dict[str, Any] = {self.alias(part, build.name): {}}
            try:
                self._client.indices.create(index=self.index(part, build), aliases=aliases, **body)
            except BadRequestError as error:
                if "resource_already_exists" in str(error):
                    raise EngineTaken from error
                raise

    def promote(self, build: Build) -> None:
        """Let ``build`` serve: both parts in one step, also when a foreign index has taken our alias or its name."""
        actions: list[dict[str, Any]] = []
        with translated_errors():
            for part in PARTS:
                alias = self.alias(part)
                for holder in self._client.indices.get(index=alias, ignore_unavailable=True).body:
                    if holder == alias:
                        actions.append({"remove_index": {"index": holder}})
                    else:
                        actions.append({"remove": {"index": holder, "alias": alias}})
                actions.append({"add": {"index": self.index(part, build), "alias": alias}})
            self._client.indices.update_aliases(actions=actions)

    def whole(self, build: str = "") -> bool:
        """Whether both parts of what serves (or of a named build) are there, belong together and have our mapping.

        An index that was deleted by hand, restored from elsewhere or made by another tool is not ours to go on with.
        """
        aliases = [self.alias(part, build) for part in PARTS]
        try:
            with translated_errors():
                found = self._client.indices.get_mapping(
                    index=aliases, filter_path=("*.mappings._meta.fingerprint", "error")
                ).body
        except NoIndex:
            return False
        numbers = {match[2] for name in found if (match := self._pattern.fullmatch(name))}
        marks = [index["mappings"]["_meta"]["fingerprint"] for index in found.values()]
        return len(numbers) == 1 and marks == [self._fingerprint] * len(PARTS)

    def prune(self) -> list[str]:
        """Delete every build but the one that serves and the one before it; the names of those deleted."""
        serving, builds = self.serving(), self.all()
        if serving is None:
            # Another version of the portal may still be served by the others.
            gone = [build for build in builds if build.fingerprint == self._fingerprint]
        else:
            earlier = [build for build in builds if build.number < serving.number]
            gone = [build for build in builds if build not in (serving, *earlier[-1:])]
        for build in gone:
            self.delete(build)
        return [build.name for build in gone]

    def delete(self, build: Build) -> None:
        for part in PARTS:
            with translated_errors():
                self._client.indices.delete(index=self.index(part, build), ignore_unavailable=True)

    def _aliases(self) -> dict[Build, set[str]]:
        """build -> the aliases of its parts; of one made or deleted halfway, those of the part that is there."""
        patterns = [f"{self._prefix}-{part}-*" for part in PARTS]
        try:
            with translated_errors():
                found = self._client.indices.get_alias(index=patterns, allow_no_indices=True).body
        except NoIndex:
            return {}
        result: dict[Build, set[str]] = {}
        for name, described in found.items():
            match = self._pattern.fullmatch(name)
            if match:
                build = Build(match[1], int(match[2]))
                result.setdefault(build, set()).update(described.get("aliases", {}))
        return result


class EngineTaken(Exception):
    """Another process has just made a build of this number."""
