"""Which state of the index answers searches, for whoever keeps an answer."""

from __future__ import annotations

from search.engines import elastic_engine, embedded_engine, versions
from search.engines.base import FACETS
from search.engines.embedded_files import stamp
from search.params import AS_TYPED

#: What an answer can differ by beside its language: the parameters of a search.
PARAMETERS = frozenset({"q", "sort", "size", "page", AS_TYPED, *FACETS})


def index_state() -> str | None:
    """A name for the commit that answers now, another one after each; None where that cannot be told on this host.

    A cluster is changed by other hosts, and asking it costs as much as the search: its answers are not for keeping.
    """
    if elastic_engine() is not None:
        return None
    engine = embedded_engine()
    version = versions.serving(engine.root, engine.fingerprint)
    commit = stamp(version.path) if version else None
    return f"{version.path.name} {commit}" if version and commit else None
