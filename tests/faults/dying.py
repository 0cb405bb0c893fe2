"""Does all of the worker's work on rows and indexes once, and dies by SIGKILL, or stands still, after one step."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from types import CodeType, FrameType
from typing import Any

from tests.faults.boundaries import Boundary

#: Titles of which the builder, the database and the cluster each refuse one.
POISON, UNWRITABLE, REFUSED = "못 읽는 글", "못 쓰는 글", "거절되는 글"


def die_at(step: Sequence[Any], engines: Sequence[str], moment: str = "kill") -> int:
    """Work until the step has been done for the first time; 0 when it was never met.

    step: the fields of a Boundary; engines: names in the order they are fed; moment: ``kill``, or ``stop`` to stand
    still by SIGSTOP and go on later.
    """
    _poison()
    number = signal.SIGKILL if moment == "kill" else signal.SIGSTOP
    sys.settrace(_tracer(Boundary(*step), lambda: os.kill(os.getpid(), number)))
    work(engines)
    return 0


def work(names: Sequence[str]) -> None:
    """Every chore that leaves something behind, on each engine, also with builds that were lost or left over."""
    from search import consistency, feed
    from search.drain import drain_once
    from search.engines import named_engine
    from search.models import SearchDocument

    engines = [named_engine(name) for name in names]
    while drain_once():
        pass
    for engine in engines:
        while feed.feed_once(engine):
            pass
    one = SearchDocument.objects.filter(deleted=False).first()
    assert one is not None
    consistency.repair(
        consistency.Differences(stale={(one.kind, one.object_id)}, outdated={(one.kind, one.object_id)})
    )
    consistency.tidy()
    for engine in engines:
        for _ in range(2):
            feed.build(engine)
            feed.promote(engine)
        feed.prune(engine)
        feed.build(engine)
        lose_serving(engine)
        feed.feed_once(engine)
    spell(engines)


def spell(engines: Sequence[Any]) -> None:
    """Editors add a word, take it back before its index is whole, and add another one, whose build fails once."""
    from search.editing import rebuild
    from search.models import UserWord

    for engine in engines:
        word = UserWord.objects.create(word=f"새말{secrets.token_hex(3)}")
        rebuild.step(engine)
        word.delete()
        rebuild.step(engine)
    UserWord.objects.create(word=f"새말{secrets.token_hex(3)}")
    pull = rebuild._pull
    for engine in engines:
        rebuild._pull = _unable
        try:
            rebuild.step(engine)
        except OSError:
            pass
        rebuild._pull = pull
        while rebuild.step(engine):
            pass


def _unable(build: Any) -> int:
    raise OSError("the disk is full")


def lose_serving(engine: Any) -> None:
    """Delete the index that serves, as by hand."""
    from search.engines import versions

    if engine.shared:
        engine._builds.delete(engine._builds.serving())
    else:
        shutil.rmtree(versions.serving(engine.root, engine.fingerprint).path)


def _poison() -> None:
    """Let one document fail at each place where one can."""
    from districts.models import CaseStudy
    from search import registry, rows
    from search.engines import elastic_schema

    searchable = registry.current().of_model(CaseStudy)[0]
    build, upsert, too_long = searchable.build, rows._upsert, elastic_schema.too_long

    def reading(ids: Sequence[int]) -> Any:
        if CaseStudy.objects.filter(pk__in=ids, title=POISON).exists():
            raise ValueError(POISON)
        return build(ids)

    def writing(document: Any, record: Any, *more: Any) -> bool:
        if record.title == UNWRITABLE:
            raise ValueError(UNWRITABLE)
        return upsert(document, record, *more)

    searchable.build = reading  # type: ignore[method-assign]
    rows._upsert = writing
    elastic_schema.too_long = lambda record: REFUSED if record.title == REFUSED else too_long(record)


def _tracer(step: Boundary, act: Callable[[], None]) -> Callable[[FrameType, str, Any], Any]:
    """A trace function that calls ``act`` once the lines of the step have been left for the first time."""
    file = step.module.replace(".", os.sep) + ".py"
    inside: dict[FrameType, bool] = {}

    def is_ours(code: CodeType) -> bool:
        return code.co_qualname == step.function and code.co_filename.endswith(file)

    def each_line(frame: FrameType, event: str, argument: Any) -> Any:
        here = event == "line" and step.first <= frame.f_lineno <= step.last
        if here:
            inside[frame] = True
        elif event in ("line", "return") and inside.pop(frame, False):
            sys.settrace(None)
            act()
        return each_line

    def each_call(frame: FrameType, event: str, argument: Any) -> Any:
        return each_line if is_ours(frame.f_code) else None

    return each_call
