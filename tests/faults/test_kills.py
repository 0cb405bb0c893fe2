"""kill -9 after every step of the worker: whatever is left behind, the next worker puts right."""

from __future__ import annotations

import itertools
import signal
from dataclasses import astuple, dataclass

import pytest
from django.core.cache import cache

from districts.models import CaseStudy
from search import outbox, rows
from search.consistency import repair
from search.editing import rebuild
from search.editing.dictionary import wanted
from search.engines import all_engines
from search.models import IndexJob, SearchDocument
from search.sync import sync_all
from tests.factories.site import make_case, make_district, restrict
from tests.faults import dying
from tests.faults.boundaries import Boundary, boundaries
from tests.faults.portal import Portal, note

#: Steps that every engine goes through are tried on one of them, the next step on the other.
ORDERS = itertools.cycle([("embedded", "elasticsearch"), ("elasticsearch", "embedded")])
KILLS = [
    pytest.param(step, order, id=f"{step} ({order[0]} first)")
    for step, order in zip(boundaries(), ORDERS, strict=False)
]
_rounds = itertools.count(1)

PAGES = ("고칠 사례", "내릴 사례", "닫을 사례")
#: Saved as it is, with a row that does not say what it was made from.
SAME = "그대로인 사례"
FAILING = (dying.POISON, dying.UNWRITABLE, dying.REFUSED)


@dataclass
class Crowd:
    """A portal shared by the tests here, and the page that the last change has made."""

    portal: Portal
    last: CaseStudy

    def change(self) -> None:
        """A page new, one deleted, edited, withdrawn or published, closed or opened, one as it was, three that fail."""
        number = next(_rounds)
        CaseStudy.objects.get(pk=self.last.pk).delete()
        self.last = make_case(f"{number}번째 새 사례", district=make_district())
        edited, published, closed = CaseStudy.objects.filter(title__in=PAGES).order_by("pk")
        edited.summary = f"{number}번째로 고침"
        edited.save_revision().publish()
        if published.live:
            published.unpublish()
        else:
            published.save_revision().publish()
        if closed.get_view_restrictions().exists():
            closed.get_view_restrictions().delete()
        else:
            restrict(closed)
        same = CaseStudy.objects.get(title=SAME)
        row = SearchDocument.objects.get(kind="case", object_id=same.pk)
        SearchDocument.objects.filter(pk=row.pk).update(content_hash=rows.content_of(row.content_hash))
        same.save()
        for page in CaseStudy.objects.filter(title__in=FAILING):
            page.summary = f"{number}번째로 고침"
            page.save()

    def recover(self) -> None:
        """The next worker, and the operator who retries what was refused."""
        cache.clear()
        outbox.retry_failed()
        sync_all(timeout=60)
        found = self.portal.differences()
        refused = {("case", CaseStudy.objects.get(title=dying.REFUSED).pk)}
        for each in found.values():
            # What the cluster has refused waits for the operator who repairs; all else is there.
            left = [refs - refused if name in ("missing", "stale") else refs for name, refs in each.items()]
            assert not any(left), each
        if any(found.values()):
            repair(found["elasticsearch"])
            self.portal.recover()
        assert not IndexJob.objects.exists()
        for engine in all_engines():
            while rebuild.step(engine):
                pass
            assert engine.dictionary() == wanted()


@pytest.fixture(scope="module")
def crowd(make_portal_once, node) -> Crowd:
    portal = make_portal_once(node.url)
    for title in (*PAGES, SAME, *FAILING):
        make_case(title)
    sync_all()
    return Crowd(portal, make_case("먼저 만든 것"))


@pytest.mark.parametrize(("step", "order"), KILLS)
def test_nothing_is_lost_or_left_wherever_the_worker_dies(crowd, step: Boundary, order):
    crowd.change()
    process = crowd.portal.run("tests.faults.dying:die_at", astuple(step), order)
    assert process.wait(60) == -signal.SIGKILL, f"the worker did not meet the step: {process.said()}"
    note(kills=1)
    crowd.recover()
