"""What is known in the database about each index: how far it is, and whether its cursor can be trusted."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Min, QuerySet
from django.utils import timezone

from search.engines.base import Engine
from search.hosts import host_id
from search.models import IndexState

#: An index that has not reported for so long no longer keeps tombstones alive; it is rebuilt when it comes back.
STALE_DAYS = 14
SHARED = "cluster"


def index_name(engine: Engine) -> str:
    """``embedded`` for the index that serves, ``embedded/<build>`` for one that is filled beside it."""
    return f"{engine.name}/{engine.build}" if engine.build else engine.name


def place(engine: Engine) -> str:
    """Where the index is: with this data directory, or with the cluster."""
    return SHARED if engine.shared else host_id()


def of(engine: Engine) -> IndexState | None:
    return IndexState.objects.filter(host=place(engine), engine=index_name(engine)).first()


def builds(engine: Engine) -> QuerySet[IndexState]:
    """The rows of what is filled beside the index that serves."""
    return IndexState.objects.filter(host=place(engine), engine__startswith=f"{engine.name}/")


def trusted(engine: Engine, cursor: int) -> bool:
    """Whether this index was filled from this database and missed no tombstone.

    Not so when the database was exchanged (a backup restored, a file deleted) or the index stayed away until its
    row was dropped. An index that has nothing has missed nothing.
    """
    if cursor == 0:
        return True
    state = of(engine)
    return state is not None and cursor in (state.cursor, state.pending)


def begin(engine: Engine, pending: int) -> IndexState:
    """Announce that the index is about to be brought to ``pending``."""
    state, _ = IndexState.objects.get_or_create(host=place(engine), engine=index_name(engine))
    state.pending = pending
    state.save(update_fields=["pending"])
    return state


def finish(state: IndexState, engine: Engine, cursor: int) -> None:
    """Note that the index is now at ``cursor``."""
    state.cursor = state.pending = cursor
    state.fingerprint = engine.fingerprint
    state.documents = engine.count()
    state.words = engine.dictionary().digest
    state.error = ""
    state.updated_at = timezone.now()
    state.save()


def take_over(build: Engine, serving: Engine) -> None:
    """A build begins to serve: its row becomes that of the index."""
    here = IndexState.objects.filter(host=place(serving))
    here.filter(engine=index_name(serving)).delete()
    here.filter(engine=index_name(build)).update(engine=index_name(serving))


def heartbeat(engine: Engine) -> None:
    """Say that this index is still fed, although nothing changes."""
    IndexState.objects.filter(host=place(engine), engine=index_name(engine)).update(updated_at=timezone.now())


def note_check(engine: Engine) -> None:
    """Remember that this index was compared with the database now."""
    IndexState.objects.filter(host=place(engine), engine=index_name(engine)).update(checked_at=timezone.now())


def forget_builds(engine: Engine) -> None:
    """Drop the rows of builds of this host that were deleted."""
    builds(engine).delete()


def drop_stale() -> int:
    """Drop the rows of indexes that have not reported for STALE_DAYS; returns how many."""
    limit = timezone.now() - timedelta(days=STALE_DAYS)
    return IndexState.objects.filter(updated_at__lt=limit).delete()[0]


def lowest_cursor() -> int | None:
    """The seq that every known index has passed; None when no index is known."""
    lowest: int | None = IndexState.objects.aggregate(lowest=Min("cursor"))["lowest"]
    return lowest
