"""Pages of the glossary and of guides cost the same number of queries for one row and for twenty."""

from __future__ import annotations

import pytest

from search.sync import sync_all
from tests.factories.guidance import make_guide, make_term
from tests.factories.site import make_case, make_lecture, make_speaker, make_tag
from tests.test_query_counts import count_queries

pytestmark = pytest.mark.django_db

MOST = 40


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def add_rows(term, count: int) -> list[dict]:
    """Cases, lectures and terms that belong to `term`, and a guide with a step to each."""
    steps: list[dict] = []
    for _number in range(count):
        case = make_case(tags=("리빙랩",), summary="리빙랩과 센서")
        lecture = make_lecture(speaker=make_speaker(), tags=("리빙랩",))
        other = make_term(related=(term,))
        steps += [{"page": case, "note": "리빙랩"}, {"page": lecture}, {"term": other}]
        steps += [
            {"address": f"/cases/{case.slug}/", "title": "x"},
            {"address": f"/glossary/{other.slug}/", "title": "y"},
        ]
    make_guide(steps=tuple(steps))
    return steps


def test_the_same_for_one_row_and_for_twenty():
    make_tag("리빙랩")
    term = make_term("리빙랩", slug="living-lab")
    guide = make_guide(slug="small", steps=({"term": term},))
    paths = ("/glossary/", "/glossary/?order=en&find=용어", "/glossary/living-lab/", "/guides/")
    add_rows(term, 1)
    few_steps = make_guide(steps=tuple(add_rows(term, 1)))
    sync_all()
    few = {path: count_queries(path) for path in paths}
    few_of_guide = count_queries(f"/guides/{few_steps.slug}/")
    many_steps = make_guide(steps=tuple(add_rows(term, 19)))
    for _number in range(8):
        make_guide(steps=({"term": term},))
    sync_all()
    many = {path: count_queries(path) for path in paths}
    grown = {
        path: (few[path], many[path]) for path in paths if many[path] > few[path] + 1 or many[path] > MOST
    }
    assert grown == {}
    assert count_queries(f"/guides/{many_steps.slug}/") <= few_of_guide + 1
    assert count_queries(f"/guides/{guide.slug}/") <= few_of_guide


def test_explaining_terms_costs_one_query():
    case = make_case(summary="아무 말")
    address = case.get_url()
    without = count_queries(address)
    for number in range(30):
        make_term(f"낱말{number}")
    case.summary = " ".join(f"낱말{number}을" for number in range(30))
    case.save_revision().publish()
    assert count_queries(address) <= without + 1
