"""The judged set of the site: read, measured on the index that serves, shown in the admin."""

from __future__ import annotations

import json
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.test import Client

from search.evaluate import read_judged
from search.judged import read_floors
from tests.factories.site import make_user
from tests.search.answers.conftest import shelve, shelves  # noqa: F401  (fixtures)
from tests.search.fakes import record

OURS = Path(django_settings.BASE_DIR) / "tests" / "search" / "judged"
ADDRESS = "/admin/reports/search-quality/"


def test_our_set_is_whole():
    queries, judgements = read_judged(OURS)
    assert len(queries) >= 150
    assert len({query.id for query in queries}) == len(queries)
    assert len({query.text for query in queries}) == len(queries)
    assert {query.id for query in queries} == judgements.keys()
    kinds = Counter(query.kind for query in queries)
    assert kinds.keys() == read_floors(OURS).keys()
    assert len(kinds) == 9
    assert min(kinds.values()) >= 15
    assert {grade for grades in judgements.values() for grade in grades.values()} == {1, 2, 3}


def test_our_set_expects_pages_of_the_sample_content():
    held = {
        json.loads(line).get("external_id")
        for path in (Path(django_settings.BASE_DIR) / "content").glob("*.jsonl")
        for line in path.read_text("utf-8").splitlines()
    }
    _queries, judgements = read_judged(OURS)
    assert {name for grades in judgements.values() for name in grades} <= held


@pytest.fixture
def judged(shelve, tmp_path, settings) -> Path:  # noqa: F811
    shelve(
        record("case", 1, "스마트쉼터", external_id="one"),
        record("case", 2, "경로당", external_id="two"),
        record("case", 3, "스마트쉼터 내부 자료", external_id="three", audience="login"),
    )
    folder = tmp_path / "judged"
    folder.mkdir()
    asked = [("1", "스마트쉼터"), ("2", "스마트쉼터 경로당"), ("3", "내부 자료"), ("4", "사라진 것")]
    lines = [json.dumps({"id": number, "text": text, "kind": "keywords"}) for number, text in asked]
    (folder / "queries.jsonl").write_text("\n".join(lines))
    (folder / "qrels.tsv").write_text("1\tone\t3\n2\ttwo\t3\n2\tone\t1\n3\tthree\t3\n4\tgone\t3\n")
    (folder / "floors.json").write_text(json.dumps({"keywords": {"success3": 0.5}}))
    settings.SEARCH_JUDGED_SET = str(folder)
    return folder


def test_the_command_asks_the_index_that_serves_as_a_reader_does(judged):
    out = StringIO()
    call_command("search_evaluate", str(judged), "--json", stdout=out)
    told = json.loads(out.getvalue())
    scores = told["kinds"]["keywords"]
    # The page for signed-in people is not found, the page that the site has not is not asked for.
    assert (told["engine"], told["left_out"], scores["n"]) == ("embedded", 1, 3)
    assert (scores["success1"], scores["success3"]) == (0.6667, 0.6667)
    assert 0 < scores["ndcg10"] < 0.7
    assert scores["p99_ms"] >= scores["p50_ms"] > 0


def test_the_command_fails_when_a_kind_is_under_its_floor(judged):
    (judged / "floors.json").write_text(json.dumps({"keywords": {"success3": 0.9}}))
    out = StringIO()
    with pytest.raises(CommandError, match=r"keywords: success3 is 0\.667, at least 0\.900"):
        call_command("search_evaluate", stdout=out)
    assert "no expected page among the first three: 3 내부 자료" in out.getvalue()


@pytest.fixture
def office(db) -> Client:
    call_command("setup_site", verbosity=0)
    client = Client()
    user = make_user()
    user.groups.add(Group.objects.get(name="포럼 편집자"))
    client.force_login(user)
    return client


def test_the_page_measures_only_when_asked(judged, office):
    page = office.get(ADDRESS).content.decode()
    assert "검색어 4개" in page
    assert "종류별 검색 품질" not in page
    page = office.get(ADDRESS, {"run": "1"}).content.decode()
    assert "0.667" in page
    assert "모든 종류가 기준을 넘습니다" in page
    assert "내부 자료" in page
    (judged / "floors.json").write_text(json.dumps({"keywords": {"success1": 0.9}}))
    assert "기준보다 낮음" in office.get(ADDRESS, {"run": "1"}).content.decode()


def test_a_damaged_set_is_named(judged, office):
    (judged / "qrels.tsv").write_text("broken")
    assert "qrels.tsv:1" in office.get(ADDRESS, {"run": "1"}).content.decode()


def test_the_page_says_when_there_is_no_set(office, settings):
    settings.SEARCH_JUDGED_SET = ""
    assert "SEARCH_JUDGED_SET" in office.get(ADDRESS).content.decode()


def test_only_the_office_may_measure(db):
    client = Client()
    assert client.get(ADDRESS).status_code == 302
    call_command("setup_site", verbosity=0)
    user = make_user()
    user.groups.add(Group.objects.get(name="노원구 편집자"))
    client.force_login(user)
    assert client.get(ADDRESS).status_code in (302, 403)
