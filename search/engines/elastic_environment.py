"""What the environment says about Elasticsearch, read once at the start: what cannot be meant stops the start."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from search.engines.elastic_client import ElasticSettings

#: What Elasticsearch takes as the number of copies: as many, or from so many to so many (or to all nodes).
REPLICAS = re.compile(r"\d+|\d+-(\d+|all)")
#: What the name of an index may not hold.
NOT_IN_NAMES = re.compile(r'[\\/*?"<>|,#:\s]')


def refuse_contradictions(values: Mapping[str, Any]) -> None:
    """Raise ImproperlyConfigured, with every reason, when ``settings.ELASTICSEARCH`` cannot be meant so.

    Asks nothing of the network: a cluster that is away is no reason not to start.
    """
    found = list(_contradictions(values))
    if found:
        raise ImproperlyConfigured(" ".join(found))


def _contradictions(values: Mapping[str, Any]) -> Iterator[str]:
    yield from _hosts(values)
    yield from _credentials(values)
    yield from _authority(values)
    yield from _names(values)
    for name in ("SEARCH_SECONDS", "WRITE_SECONDS"):
        if not 0 < values[name] < float("inf"):
            yield f"ELASTICSEARCH_{name} is {values[name]:g}; it must be more than 0 seconds."


def _hosts(values: Mapping[str, Any]) -> Iterator[str]:
    hosts = ElasticSettings.from_mapping(values).hosts
    if not hosts:
        yield "ELASTICSEARCH_URL names no address."
    for host in hosts:
        if "@" in host:
            # Not shown: there is a password in it.
            yield "ELASTICSEARCH_URL holds a user; set ELASTICSEARCH_USER and ELASTICSEARCH_PASSWORD instead."
        elif not host.startswith(("http://", "https://")):
            yield f"ELASTICSEARCH_URL: {host!r} must begin with http:// or https://."
        elif not _is_address(host):
            yield f"ELASTICSEARCH_URL: {host!r} is no address."
    if len({host.partition(":")[0] for host in hosts}) > 1:
        yield "ELASTICSEARCH_URL mixes http:// and https://; the nodes of one cluster speak the same."


def _is_address(host: str) -> bool:
    try:
        parts = urlsplit(host)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _credentials(values: Mapping[str, Any]) -> Iterator[str]:
    if values["API_KEY"] and (values["USER"] or values["PASSWORD"]):
        yield "Set ELASTICSEARCH_API_KEY or ELASTICSEARCH_USER and ELASTICSEARCH_PASSWORD, not both."
    elif values["USER"] and not values["PASSWORD"]:
        yield "ELASTICSEARCH_USER is set without ELASTICSEARCH_PASSWORD."
    elif values["PASSWORD"] and not values["USER"]:
        yield "ELASTICSEARCH_PASSWORD is set without ELASTICSEARCH_USER."


def _authority(values: Mapping[str, Any]) -> Iterator[str]:
    path = values["CA_FILE"]
    if not path:
        return
    if not any(host.strip().startswith("https://") for host in values["HOSTS"]):
        yield "ELASTICSEARCH_CA_FILE is set and ELASTICSEARCH_URL has no https:// address to check with it."
    try:
        Path(path).read_bytes()
        ssl.create_default_context(cafile=path)
    except ssl.SSLError:
        yield f"ELASTICSEARCH_CA_FILE: {path!r} holds no certificate in PEM format."
    except OSError as error:
        yield f"ELASTICSEARCH_CA_FILE: {path!r} cannot be read: {error.strerror}."


def _names(values: Mapping[str, Any]) -> Iterator[str]:
    prefix = values["INDEX_PREFIX"]
    if not prefix or prefix[0] in "-_+." or prefix != prefix.lower() or NOT_IN_NAMES.search(prefix):
        yield f"ELASTICSEARCH_INDEX_PREFIX: {prefix!r} cannot begin the name of an index; small letters and digits can."
    if not REPLICAS.fullmatch(values["REPLICAS"]):
        yield f"ELASTICSEARCH_REPLICAS is {values['REPLICAS']!r}; a number is wanted, or a range such as 0-1."
