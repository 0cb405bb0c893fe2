"""The connection to Elasticsearch: where it is, how long it may take, and what its errors mean for us."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError, UnsupportedProductError

from search.engines import patience
from search.engines.base import EngineUnavailable

#: No attempt is given less than this, or a busy cluster would look like a dead one.
SHORTEST_ATTEMPT_SECONDS = 0.4
MOST_ATTEMPTS = 3


@dataclass(frozen=True)
class ElasticSettings:
    """Where the cluster is and how we may use it.

    hosts: addresses such as https://es1:9200; index_prefix: begins every name of ours; replicas: copies beside the
    primary; search_seconds: the longest that a reader waits before another engine answers; write_seconds: the
    longest that one request of a feed takes.
    """

    hosts: tuple[str, ...]
    index_prefix: str = "portal"
    api_key: str = ""
    user: str = ""
    password: str = ""
    ca_file: str = ""
    replicas: str = "0-1"
    search_seconds: float = 1.0
    write_seconds: float = 30.0

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> ElasticSettings:
        """From ``settings.ELASTICSEARCH``, in which ``elastic_environment`` has found nothing that cannot be."""
        return cls(
            hosts=tuple(dict.fromkeys(host.strip().rstrip("/") for host in values["HOSTS"] if host.strip())),
            index_prefix=values["INDEX_PREFIX"],
            api_key=values["API_KEY"],
            user=values["USER"],
            password=values["PASSWORD"],
            ca_file=values["CA_FILE"],
            replicas=values["REPLICAS"],
            search_seconds=values["SEARCH_SECONDS"],
            write_seconds=values["WRITE_SECONDS"],
        )

    def client(self) -> Elasticsearch:
        options: dict[str, Any] = {}
        if self.api_key:
            options["api_key"] = self.api_key
        elif self.user:
            # The client itself takes only ASCII; servers read UTF-8.
            options["basic_auth"] = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        if self.ca_file:
            options["ca_certs"] = self.ca_file
        return Elasticsearch(
            list(self.hosts),
            max_retries=self.attempts - 1,
            retry_on_timeout=True,
            request_timeout=self.write_seconds,
            **options,
        )

    @property
    def attempts(self) -> int:
        """How many nodes a request tries."""
        return max(1, min(len(self.hosts), MOST_ATTEMPTS))


@lru_cache(maxsize=8)
def shared_client(settings: ElasticSettings) -> Elasticsearch:
    """One connection pool per process and cluster. Raises EngineUnavailable when the settings make none."""
    try:
        return settings.client()
    except (ValueError, OSError) as error:
        # A CA file that is not there or is none, an address that cannot be.
        raise EngineUnavailable(f"no connection can be made: {reason(error)}") from error


class Deadline:
    """The time that all requests of one question to the engine share."""

    def __init__(self, settings: ElasticSettings) -> None:
        self._client = shared_client(settings)
        self._attempts = settings.attempts
        self._end = patience.end_of(settings.search_seconds)

    def client(self) -> Elasticsearch:
        """A client whose next request ends in time. Raises EngineUnavailable when no time is left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise EngineUnavailable("Elasticsearch is too slow")
        share = max(left / self._attempts, min(left, SHORTEST_ATTEMPT_SECONDS))
        return self._client.options(request_timeout=share)


class NoIndex(Exception):
    """There is no index under this name."""


@contextmanager
def translated_errors() -> Iterator[None]:
    """Raise EngineUnavailable for whatever the client raises, NoIndex where there is no such index."""
    try:
        yield
    except NotFoundError as error:
        if _is_missing_index(error):
            raise NoIndex(reason(error)) from error
        raise EngineUnavailable(reason(error)) from error
    except (ApiError, TransportError, UnsupportedProductError) as error:
        raise EngineUnavailable(reason(error)) from error


def _is_missing_index(error: NotFoundError) -> bool:
    body = error.body if isinstance(error.body, dict) else {}
    found = body.get("error", {})
    kind = found.get("type") if isinstance(found, dict) else str(found)
    return kind in ("index_not_found_exception", "aliases_not_found_exception")


def reason(error: BaseException) -> str:
    """One line about an error: its type, what the server or the transport says, and what that one met."""
    met = str(getattr(error, "message", ""))
    said = str(error) if met in str(error) else f"{error}: {met}"
    return f"{type(error).__name__}: {' '.join(said.split())[:500]}"


def item_errors(items: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """id -> reason of the items of a bulk answer that the server refused for good.

    A version conflict says that something newer is there already, and a missing document needs no deletion.
    Raises EngineUnavailable when the server could not do its work (full queue, read-only, no shard).
    """
    refused: dict[str, str] = {}
    for item in items:
        ((operation, result),) = item.items()
        status = result.get("status", 500)
        if status < 300 or status == 409 or (operation == "delete" and status == 404):
            continue
        error = result.get("error", {})
        text = (
            f"{error.get('type', '')}: {error.get('reason', '')}" if isinstance(error, dict) else str(error)
        )
        if status != 400:
            raise EngineUnavailable(f"{result.get('_index')} answers {status}: {text}")
        refused[str(result.get("_id"))] = text
    return refused
