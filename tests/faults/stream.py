"""A stream of publishes by several editors while strangers search: who does what, what they meet, and the judgement."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from wagtail.models import Page

from districts.models import CaseStudy, District
from portal.core.site_tree import case_parent
from tests.factories.site import make_case, make_district, make_user, restrict
from tests.faults.editors import Order
from tests.faults.nursery import Child
from tests.faults.portal import Portal, note

EDITORS = 8
PROCESSES = 2
#: In the title of what no stranger may ever see.
SECRET = "숨은글"
#: What a search takes at most, whatever the cluster does.
LONGEST_SEARCH = 1.5
NOTICE = "검색 서버를 쓸 수 없어"


def write_drafts(count: int) -> None:
    """Pages to publish; every tenth is hidden from strangers before it is."""
    for place in range(2):
        _copy_drafts(make_case("본보기", live=False, district=places()[place]), range(place, count, 2))
    for page in CaseStudy.objects.filter(title__startswith=SECRET):
        restrict(page)


def places() -> tuple[District, District]:
    return make_district(), make_district("구로구", "Guro-gu", "11530")


def _copy_drafts(model: CaseStudy, numbers: Sequence[int]) -> None:
    """Rows like those of ``model``, written at once: the tree's own way takes a minute for as many."""
    parent = model.get_parent()
    fields = [each for each in Page._meta.concrete_fields if each.name not in ("id", "translation_key")]
    like = {each.attname: getattr(model, each.attname) for each in fields}
    bare = []
    for step, number in enumerate(numbers, parent.numchild + 1):
        title = f"{SECRET if number % 10 == 0 else '흐름'} 사례 {number:04}"
        slug, path = f"draft-{number:04}", Page._get_path(parent.path, parent.depth + 1, step)
        own = {"title": title, "draft_title": title, "slug": slug, "path": path}
        own["url_path"] = f"{parent.url_path}{slug}/"
        bare.append(Page(**{**like, **own, "latest_revision_id": None}))
    rows = [CaseStudy(page_ptr_id=page.pk) for page in Page.objects.bulk_create(bare)]
    for row in rows:
        for each in CaseStudy._meta.local_concrete_fields:
            if not each.primary_key:
                setattr(row, each.attname, getattr(model, each.attname))
    CaseStudy._base_manager._insert(rows, CaseStudy._meta.local_concrete_fields, using="default")  # type: ignore[attr-defined]
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(rows))


def orders(count: int) -> list[Order]:
    """``count`` pages published, some of them then withdrawn, moved, closed to strangers or published once more."""
    drafts = CaseStudy.objects.filter(live=False, slug__startswith="draft-").order_by("slug")
    pages = list(drafts.values_list("pk", flat=True)[:count])
    assert len(pages) == count
    folders = [case_parent(place).pk for place in places()]
    found: list[Order] = []
    for number, page in enumerate(pages):
        found.append(("publish", page, ""))
        if number % 5 == 1:
            found.append(("unpublish", page, ""))
        elif number % 10 == 2:
            found.append(("move", page, str(folders[1 - number % 2])))
        elif number % 10 == 3:
            found.append(("close", page, ""))
        elif number % 10 == 4:
            found.append(("edit", page, f"고친 흐름 사례 {number:04}"))
    return found


@dataclass
class Stream:
    """Editors at work; ``events`` is what they have met so far."""

    path: Path
    processes: list[Child]
    expected: int
    events: list[dict[str, Any]] = field(default_factory=list)
    _read: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def look(self) -> list[dict[str, Any]]:
        with self._lock:
            text = self.path.read_bytes() if self.path.exists() else b""
            whole = text.rfind(b"\n") + 1
            self.events += [json.loads(line) for line in text[self._read : whole].splitlines()]
            self._read = whole
            return list(self.events)

    def reach(self, count: int, patience: float = 300.0) -> None:
        """Wait until so many orders are carried out."""
        deadline = time.monotonic() + patience
        while len(self.look()) < min(count, self.expected):
            assert time.monotonic() < deadline, f"{len(self.events)} of {count} orders are carried out"
            assert any(child.poll() is None for child in self.processes), self.processes[0].said()
            time.sleep(0.05)

    def end(self) -> None:
        self.reach(self.expected)
        for child in self.processes:
            assert child.wait(30) == 0, child.said()

    def gone(self) -> set[int]:
        """The pages that were withdrawn or closed before now."""
        return {event["page"] for event in self.look() if event["what"] in ("unpublish", "close")}


def publish(
    portal: Portal, wanted: Sequence[Order], editors: int = EDITORS, clock: Sequence[float] = ()
) -> Stream:
    """Let ``editors`` begin with their shares of the orders; what belongs to one page stays in one hand."""
    pages = list(dict.fromkeys(page for _, page, _ in wanted))
    of_page = {page: place % editors for place, page in enumerate(pages)}
    shares = [[order for order in wanted if of_page[order[1]] == hand] for hand in range(editors)]
    path = portal.folder / f"events-{len(portal.processes)}.jsonl"
    user = make_user(is_superuser=True, is_staff=True).pk
    processes = [
        portal.run("tests.faults.editors:work", str(path), user, shares[place::PROCESSES], list(clock))
        for place in range(min(PROCESSES, editors))
    ]
    return Stream(path, processes, len(wanted))


@dataclass
class Readers:
    """Strangers who search all the time, also for what is hidden, in the page and in the API."""

    stream: Stream | None
    titles: dict[int, str]
    searches: int = 0
    stood_in: int = 0
    unanswered: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)
    slowest: float = 0.0
    errors: list[BaseException] = field(default_factory=list)

    def search(self, client: Client, page: bool, text: str) -> float:
        """One search of a stranger, judged; seconds it took."""
        gone = self.stream.gone() if self.stream else set()
        begun = time.monotonic()
        response = client.get(("/search/?" if page else "/api/search/?") + urlencode({"q": text}))
        spent = time.monotonic() - begun
        shown = response.content.decode()
        self.searches += 1
        self.slowest = max(self.slowest, spent)
        if response.status_code != 200 or "색인을 준비하고" in shown:
            self.unanswered.append(f"{response.status_code} for {text!r}")
        self.stood_in += NOTICE in shown if page else response.json()["engine"] == "embedded"
        if text != SECRET and SECRET in shown:
            self.leaked.append(f"{text!r} shows what is hidden")
        if text == SECRET and not page and response.json()["results"]:
            self.leaked.append(str(response.json()["results"]))
        self.leaked += [self.titles[pk] for pk in gone if pk in self.titles and self.titles[pk] in shown]
        return spent

    def go_on(self, stop: threading.Event) -> None:
        client = Client()
        try:
            for text, page in itertools.cycle(itertools.product(("사례", SECRET, "", "흐름"), (True, False))):
                if stop.is_set():
                    return
                self.search(client, page, text)
                time.sleep(0.05)
        except BaseException as error:
            self.errors.append(error)
        finally:
            connection.close()


@contextmanager
def reading(stream: Stream | None, count: int = 1) -> Iterator[Readers]:
    titles = dict(CaseStudy.objects.filter(title__startswith="흐름").values_list("pk", "title"))
    readers, stop = Readers(stream, titles), threading.Event()
    threads = [threading.Thread(target=readers.go_on, args=(stop,)) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        yield readers
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)


def judge(portal: Portal, stream: Stream, readers: Readers, recovery: float) -> str:
    """Assert that every order succeeded, nothing is lost, stale or shown to strangers; a line of figures."""
    events = stream.look()
    refused = [event for event in events if event["said"]]
    publishes = [event for event in events if event["what"] in ("publish", "edit")]
    found = portal.differences().values()
    lost = sum(len(each.missing | each.unindexed) for each in found)
    stale = sum(len(each.stale | each.outdated | each.unexpected | each.leftover) for each in found)
    slowest = max(event["seconds"] for event in events)
    note(
        publishes_tried=len(publishes),
        refused=len(refused),
        lost=lost,
        stale=stale,
        leaked=len(readers.leaked),
        searches=readers.searches,
        unanswered=len(readers.unanswered),
        stood_in=readers.stood_in,
        slowest_publish=slowest,
        slowest_search=readers.slowest,
        recovery=recovery,
    )
    assert readers.errors == []
    assert refused == [], refused[:3]
    assert readers.leaked == []
    assert readers.unanswered == []
    portal.agree()
    return (
        f"{len(publishes)} publishes and {len(events) - len(publishes)} other changes, slowest {slowest:.2f} s;"
        f" {readers.searches} searches, {readers.stood_in} by the embedded engine, slowest {readers.slowest:.2f} s;"
        f" recovered in {recovery:.1f} s"
    )
