"""The outbox: every change that search must see is a row written in the editor's own transaction.

Only the fact is noted ("page 42 changed"); what became of it is read when the job is served. A job costs one
insert, so nothing that search does can fail or slow a save.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from django.db import DatabaseError
from django.db.models import F, ForeignKey, Model, Q, QuerySet
from django.utils import timezone
from wagtail.models import Collection, Page

from search import facets, registry
from search.models import IndexJob
from search.records import document_key

logger = logging.getLogger(__name__)

SUBTREE = "subtree"
COLLECTION = "collection"
DEPENDANTS = "dependants:"

#: A job that failed this often is set aside (a dead letter) until somebody retries it.
MAX_ATTEMPTS = 6
BACKOFF_SECONDS = 2.0
JITTER = (0.5, 1.5)
#: No job is put off for longer.
LONGEST_DELAY = timedelta(seconds=BACKOFF_SECONDS * 2**MAX_ATTEMPTS * JITTER[1])

#: Columns that no reader sees. Saving only these (drafts, autosave, locks, counters) is no change to search.
NEUTRAL_PAGE_FIELDS = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
        "owner",
        "translation_key",
        "wagtail_admin_comments",
    }
)


def enqueue(source: str, object_id: int) -> None:
    """Note that ``object_id`` of ``source`` changed, in the current transaction."""
    enqueue_many(source, [object_id])


def enqueue_many(source: str, object_ids: Iterable[int]) -> int:
    """Note many changes of one source; returns how many."""
    return enqueue_refs((source, object_id) for object_id in object_ids)


def enqueue_refs(refs: Iterable[tuple[str, int]]) -> int:
    """Note changes given as (source, object id), each once; returns how many."""
    facets.forget()
    jobs = [IndexJob(source=source, object_id=object_id) for source, object_id in dict.fromkeys(refs)]
    IndexJob.objects.bulk_create(jobs, batch_size=500)
    return len(jobs)


def enqueue_documents(documents: Iterable[registry.DocumentRef]) -> int:
    """Note documents given as (kind, object id); returns how many. Unknown kinds are logged."""
    sources = {
        kind: registry.source_of(searchable) for kind, searchable in registry.current().kinds().items()
    }
    refs = []
    for kind, object_id in documents:
        if kind in sources:
            refs.append((sources[kind], object_id))
        else:
            logger.error("a dependant names the unknown kind %r (object %s)", kind, object_id)
    return enqueue_refs(refs)


def is_neutral(model: type[Model], update_fields: Iterable[str] | None) -> bool:
    """Whether saving only these columns leaves everything as it was for readers."""
    return (
        update_fields is not None
        and issubclass(model, Page)
        and NEUTRAL_PAGE_FIELDS.issuperset(update_fields)
    )


def changed(model: type[Model], object_ids: Iterable[int]) -> None:
    """Objects of ``model`` were saved or their relations changed: note them, and what depends on them."""
    enqueue_refs(ref for object_id in object_ids for ref in _sources(model, object_id))


def _sources(model: type[Model], object_id: int) -> Iterable[tuple[str, int]]:
    label = model._meta.label_lower
    if issubclass(model, Page):
        yield registry.PAGE_SOURCE, object_id
        # Address, audience or liveness may have changed for everything below; the drain compares in bulk.
        yield SUBTREE, object_id
    elif registry.current().of_model(model):
        yield label, object_id
    if registry.current().dependants.get(model):
        yield f"{DEPENDANTS}{label}", object_id


def removed(model: type[Model], object_id: int) -> None:
    """An object of ``model`` is gone: its documents become tombstones."""
    if model is Page:
        enqueue(registry.PAGE_SOURCE, object_id)
    elif not issubclass(model, Page) and registry.current().of_model(model):
        enqueue(model._meta.label_lower, object_id)


def current_dependants(model: type[Model], object_id: int) -> list[registry.DocumentRef]:
    """What depends on the object as the database is now: before a save or a deletion cuts the relation.

    A function that raises is logged and passed over: a mistake in search must not stop an editor's save.
    """
    found: list[registry.DocumentRef] = []
    for fn in registry.current().dependants.get(model, ()):
        try:
            found.extend(fn([object_id]))
        except DatabaseError:
            raise
        except Exception:
            logger.exception("dependants of %s %s could not be listed", model._meta.label_lower, object_id)
    return found


def related_ids(through: type[Model], instance: Model, model: type[Model]) -> list[int]:
    """Ids of ``model`` that rows of ``through`` link to ``instance``, before those rows are cleared."""
    keys = [field for field in through._meta.fields if isinstance(field, ForeignKey)]
    own = [field for field in keys if isinstance(instance, field.related_model)]
    other = [field for field in keys if issubclass(model, field.related_model)]
    return [
        pk
        for mine in own
        for theirs in other
        if mine is not theirs
        for pk in through._default_manager.filter(**{mine.name: instance}).values_list(
            theirs.attname, flat=True
        )
    ]


def page_restricted(page_id: int) -> None:
    enqueue(SUBTREE, page_id)


def collection_restricted(collection_id: int) -> None:
    enqueue(COLLECTION, collection_id)


def tree_restructured() -> None:
    """Site roots changed: every address may be another one."""
    enqueue_many(SUBTREE, Page.objects.filter(depth=1).values_list("pk", flat=True))


def collections_moved(path: str) -> None:
    enqueue_many(COLLECTION, Collection.objects.filter(path=path).values_list("pk", flat=True))


def aliases_detached(page_id: int) -> None:
    """A page with aliases is about to go: the aliases no longer inherit its restrictions."""
    enqueue_many(SUBTREE, Page.objects.filter(alias_of_id=page_id).values_list("pk", flat=True))


def ready_jobs(now: datetime | None = None) -> QuerySet[IndexJob]:
    """Jobs that may be served now, oldest first.

    One that seems put off for longer than any job is was put off before the clock was set back.
    """
    now = now or timezone.now()
    due = Q(not_before=None) | Q(not_before__lte=now) | Q(not_before__gt=now + LONGEST_DELAY)
    return IndexJob.objects.filter(due, attempts__lt=MAX_ATTEMPTS).order_by("pk")


def dead_letters() -> QuerySet[IndexJob]:
    """Jobs that were given up, oldest first."""
    return IndexJob.objects.filter(attempts__gte=MAX_ATTEMPTS).order_by("pk")


def retry_failed() -> int:
    """Put every failed job back in the queue; returns how many."""
    return IndexJob.objects.filter(attempts__gt=0).update(attempts=0, not_before=None, last_error="")


def still_there(job_ids: Sequence[int]) -> set[int]:
    """Those of the jobs that nobody has served yet."""
    return set(IndexJob.objects.filter(pk__in=job_ids).values_list("pk", flat=True))


def remove(job_ids: Sequence[int]) -> int:
    """Take exactly these jobs out of the queue; returns how many were there."""
    return IndexJob.objects.filter(pk__in=job_ids).delete()[0]


def set_aside(reasons: Mapping[str, str]) -> None:
    """Note documents, by their keys, that an engine refuses for good as dead letters with the reason."""
    sources = {
        kind: registry.source_of(searchable) for kind, searchable in registry.current().kinds().items()
    }
    jobs = []
    for key, why in reasons.items():
        logger.error("%s is set aside: %s", key, why)
        kind, _, object_id = key.rpartition(":")
        source = sources.get(kind, kind)
        jobs.append(
            IndexJob(source=source, object_id=int(object_id), attempts=MAX_ATTEMPTS, last_error=why[:2000])
        )
    IndexJob.objects.bulk_create(jobs)


def refused_by(engine: str) -> set[str]:
    """The keys of the documents that this engine refuses for good, as ``set_aside`` has noted."""
    refused = set(
        dead_letters().filter(last_error__startswith=f"{engine}: ").values_list("source", "object_id")
    )
    return {
        document_key(kind, object_id)
        for kind, searchable in registry.current().kinds().items()
        for source, object_id in refused
        if source in (registry.source_of(searchable), kind)
    }


def mark_failed(job_ids: Iterable[int], error: str, not_before: datetime) -> None:
    IndexJob.objects.filter(pk__in=list(job_ids)).update(
        attempts=F("attempts") + 1, last_error=error[:2000], not_before=not_before
    )
