"""On the sample content both engines give the same answers: order, totals, counts, places and snippets."""

from __future__ import annotations

import random
import secrets
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import transaction
from django.http import QueryDict

from deploy.run.data import content_files
from districts.models import CaseStudy, District
from lectures.models import Lecture
from portal.core.models import Tag
from portal.guidance.models import Term
from search.api import response_body
from search.engines import elastic_engine
from search.facets import FacetVocabulary
from search.params import parse
from search.query import run_search
from search.sync import sync_all
from tests.servers import MAJORS, elasticsearch_url

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]

#: Of the first ten; ties that are summed in another order may change places.
OVERLAP = 0.98
SHOWN = 10
#: A question of each kind: (how it is asked, its facets)
ASKED_OF = {
    "title": ("{}", ""),
    "tag": ("{}", ""),
    "district": ("{} 스마트 사례", ""),
    "field": ("{} 분야 인공지능", ""),
    "term": ("{}이 무엇인가요", ""),
    "question": ("{} 사업을 하려면 비용이 얼마나 드나요", ""),
    "narrowed": ("{}", "&kind=case&district=노원구&district=중구"),
}

Ask = Callable[[str], dict]


@dataclass
class Agreement:
    """What two engines have in common over many queries; ``apart`` says where they differ."""

    queries: int = 0
    shared: float = 0.0
    same_order: int = 0
    passages: int = 0
    apart: list[str] = field(default_factory=list)

    @property
    def overlap(self) -> float:
        return self.shared / self.queries

    def told(self) -> str:
        return (
            f"{self.queries} queries, overlap of the first {SHOWN} {self.overlap:.4f}, same order {self.same_order};"
            f" {self.passages} passages compared; {len(self.apart)} totals, counts or passages differ"
        )

    def compare(self, query: str, mine: dict, theirs: dict) -> None:
        self.queries += 1
        keys = [[result["id"] for result in answer["results"]] for answer in (mine, theirs)]
        self.shared += len({*keys[0]} & {*keys[1]}) / len(keys[1]) if keys[1] else float(not keys[0])
        self.same_order += keys[0] == keys[1]
        for name in ("total", "facets"):
            if mine[name] != theirs[name]:
                self.apart.append(f"{query}: {name}: {counted(mine[name])} != {counted(theirs[name])}")
        there = {result["id"]: result for result in theirs["results"]}
        for result in mine["results"]:
            other = there.get(result["id"])
            if other is None:
                continue
            self.passages += len(result["passages"])
            if result["passages"] != other["passages"]:
                places = [[p["locator"] for p in one["passages"]] for one in (result, other)]
                self.apart.append(f"{query}: {result['id']}: {places[0]} != {places[1]}")


def counted(value: int | dict) -> int | list[tuple[str, int]]:
    """A total, or the counts of the first facet."""
    return value if isinstance(value, int) else [(item["value"], item["count"]) for item in value["kind"]]


@pytest.fixture(scope="module")
def content(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
    """The sample content in the database, and in the embedded index of the directory that this gives."""
    data_dir = tmp_path_factory.mktemp("data")
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "DATA_DIR", data_dir)
        with transaction.atomic():
            call_command("setup_site", verbosity=0)
            call_command("import_content", *content_files(), publish=True, verbosity=0)
            sync_all()
            yield data_dir
            transaction.set_rollback(True)


@pytest.fixture(params=MAJORS, ids=lambda major: f"elasticsearch{major}")
def serve(request, content, monkeypatch) -> Iterator[Callable[[bool], None]]:
    """Let Elasticsearch answer, on a freshly built index, or the embedded engine."""
    url = elasticsearch_url(request.param)
    values = {
        **settings.ELASTICSEARCH,
        "HOSTS": [url],
        "INDEX_PREFIX": f"test-{secrets.token_hex(4)}",
        "SEARCH_SECONDS": 10.0,
    }
    monkeypatch.setattr(settings, "DATA_DIR", content)
    monkeypatch.setattr(settings, "ELASTICSEARCH", values)

    def serve(cluster: bool) -> None:
        monkeypatch.setattr(settings, "ELASTICSEARCH_URL", url if cluster else "")

    serve(True)
    engine = elastic_engine()
    assert engine is not None
    sync_all(engine)
    yield serve
    engine.drop()


def queries() -> list[str]:
    """At least 100 query strings from titles, tags, districts, fields, terms and questions."""
    draw = random.Random(20261123)
    titles = sorted(
        {*CaseStudy.objects.values_list("title", flat=True), *Lecture.objects.values_list("title", flat=True)}
    )
    tags = sorted(Tag.objects.values_list("name", flat=True))
    names = {
        "title": draw.sample(titles, 50),
        "tag": draw.sample(tags, 30),
        "district": sorted(District.objects.values_list("name", flat=True)),
        "field": sorted({*CaseStudy.objects.values_list("field", flat=True)}),
        "term": draw.sample(sorted(Term.objects.values_list("name", flat=True)), 30),
        "question": draw.sample(tags, 20),
        "narrowed": draw.sample(tags, 20),
    }
    found = []
    for kind, values in names.items():
        asked, facets = ASKED_OF[kind]
        found += [f"q={asked.format(value)}{facets}" for value in values]
    return [*found, "q=", "q=&field=교통&field=안전", "q=스마트&sort=date"]


def ask(query: str) -> dict:
    vocabulary = FacetVocabulary()
    parameters = QueryDict(f"{query}&size={SHOWN}")
    return response_body(run_search(parse(parameters, 300, vocabulary), AnonymousUser(), vocabulary))


def test_both_engines_answer_the_same_on_the_sample_content(serve, request, capsys):
    asked, agreement = queries(), Agreement()
    assert len(asked) >= 100
    for query in asked:
        serve(True)
        mine = ask(query)
        serve(False)
        theirs = ask(query)
        assert (mine["engine"], theirs["engine"]) == ("elasticsearch", "embedded")
        agreement.compare(query, mine, theirs)
    with capsys.disabled():
        # Where tests are spread over processes only the errors of these reach the screen.
        print(f"\n{request.node.name}: {agreement.told()}", file=sys.stderr)
    assert not agreement.apart, "\n".join(agreement.apart[:20])
    assert agreement.overlap >= OVERLAP
