"""New words of the analyser: a whole new build beside the index that serves, a little at a time.

The worker of every host does it for its own index, one worker for the cluster's. Between two steps it drains and
feeds as ever, so publishing goes on; readers are answered by the index of before, with the words of before, until the
new one is whole. All that is known of the work is the build itself and its row: a worker that is killed goes on from
there. Words that change meanwhile make one more build after this one, however often they change.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from django.utils import timezone

from search import feed, states
from search.editing.dictionary import wanted
from search.engines.base import Engine
from search.korean.dictionary import Dictionary
from search.models import IndexState

logger = logging.getLogger(__name__)

#: Documents written at once: progress is seen and nobody else waits for long.
BATCH = 50
#: About how long one step takes; readers and publications are served in between.
STEP_SECONDS = 0.7
#: A build that may not serve is tried again after so long, or when the words are others.
REFUSED_MINUTES = 10
_REFUSED = "refused: "


def step(engine: Engine) -> int:
    """Bring the index nearer to the words that editors want; returns how many changes were applied.

    0 means that there is nothing to do or that somebody else is building. Raises EngineUnavailable, NotPromoted and
    the errors of the database; the row of the build says so as well.
    """
    with feed.index_lock(engine, "build") as mine:
        # An index that is not there yet is filled by the feed, with the words wanted.
        return _step(engine, wanted()) if mine and engine.cursor() else 0


def _step(engine: Engine, words: Dictionary) -> int:
    if engine.dictionary() == words:
        if states.builds(engine).exclude(begun_at=None).exists():
            # The word was taken back before its build was whole.
            feed.prune(engine)
        return 0
    build = _begun(engine, words) or _begin(engine, words)
    state = states.begin(build, build.cursor())
    if _is_refused(state):
        return 0
    try:
        changes = _pull(build)
        if not changes:
            feed.promote(engine)
            logger.info("the %s index serves with %d words of editors", engine.name, len(words.added))
    except Exception as error:
        _note_error(state, error)
        raise
    return max(changes, 1)


def _pull(build: Engine) -> int:
    """Some batches, as many as a publication may have to wait for."""
    end = time.monotonic() + STEP_SECONDS
    changes = 0
    while (batch := feed.pull(build, BATCH)) and time.monotonic() < end:
        changes += batch
    return changes + batch


def _begun(engine: Engine, words: Dictionary) -> Engine | None:
    """The build to go on with: also for words that are no longer the newest, or nothing would ever be finished."""
    build = engine.waiting_build()
    if build is None or not build.cursor() or not states.trusted(build, build.cursor()):
        return None
    other = build.dictionary()
    if other == words:
        return build
    state = states.of(build)
    return None if other == engine.dictionary() or (state and state.error) else build


def _begin(engine: Engine, words: Dictionary) -> Engine:
    feed.prune(engine)
    build = engine.begin_build(words)
    state = states.begin(build, 0)
    state.words, state.begun_at = words.digest, timezone.now()
    state.save(update_fields=["words", "begun_at"])
    logger.info("building the %s index anew with %d words of editors", engine.name, len(words.added))
    return build


def _is_refused(state: IndexState) -> bool:
    since = timezone.now() - timedelta(minutes=REFUSED_MINUTES)
    return state.error.startswith(_REFUSED) and state.updated_at > since


def _note_error(state: IndexState, error: Exception) -> None:
    """For the page of the editors. The error itself is the caller's; a database that is away is not written to."""
    mark = _REFUSED if isinstance(error, feed.NotPromoted) else ""
    message = mark + (" ".join(str(error).split()) or type(error).__name__)
    try:
        IndexState.objects.filter(pk=state.pk).update(error=message[:1_000], updated_at=timezone.now())
    except Exception:
        logger.warning("the error of a build could not be noted", exc_info=True)
