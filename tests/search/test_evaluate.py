from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from search.evaluate import BadRelevanceData, evaluate, read_relevance


@pytest.fixture
def relevance(tmp_path):
    documents = [
        {"id": "a", "title": "스마트경로당", "text": "노원구의 어르신이 모입니다"},
        {"id": "b", "title": "", "text": "따릉이는 공유자전거입니다"},
        {"id": "c", "text": "주차 안내와 골목 소식을 길게 전한 다음 끝에서 스마트경로당도 조금 다룹니다"},
    ]
    queries = [
        {"id": "1", "text": "스마트 경로당", "kind": "kw"},
        {"id": "2", "text": "자전거", "kind": "kw"},
        {"id": "3", "text": "스마트경로당", "kind": "second"},
        {"id": "4", "text": "없는낱말", "kind": "none"},
    ]
    folder = tmp_path / "relevance"
    folder.mkdir()
    for name, lines in (("corpus", documents), ("queries", queries)):
        text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
        (folder / f"{name}.jsonl").write_text(text + "\n", "utf-8")
    (folder / "qrels.tsv").write_text("1\ta\t1\n2\tb\t1\n3\tc\t1\n4\ta\t1\n", "utf-8")
    return folder


def test_measures_per_kind(relevance):
    kinds = evaluate(read_relevance(relevance)).kinds
    assert (kinds["kw"].n, kinds["kw"].r1, kinds["kw"].mrr10, kinds["kw"].ndcg10) == (2, 1.0, 1.0, 1.0)
    assert (kinds["second"].r1, kinds["second"].r10, kinds["second"].mrr10) == (0.0, 1.0, 0.5)
    assert kinds["second"].ndcg10 == pytest.approx(0.6309)
    assert (kinds["none"].r10, kinds["none"].mrr10) == (0.0, 0.0)
    assert kinds["kw"].p95_ms >= kinds["kw"].p50_ms > 0


def test_the_command_prints_json_and_a_table(relevance):
    out = StringIO()
    call_command("search_evaluate", str(relevance), "--json", stdout=out)
    body = json.loads(out.getvalue())
    assert body["engine"] == "embedded"
    assert set(body["kinds"]["kw"]) == {"n", "r1", "r10", "mrr10", "ndcg10", "p50_ms", "p95_ms"}
    out = StringIO()
    call_command("search_evaluate", str(relevance), "--kinds", "kw", stdout=out)
    assert "MRR@10" in out.getvalue()
    assert "second" not in out.getvalue()


def test_the_site_is_left_alone(relevance, data_dir):
    call_command("search_evaluate", str(relevance), stdout=StringIO())
    assert not (data_dir / "search").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("corpus.jsonl", "{}"), ("queries.jsonl", "not json"), ("qrels.tsv", "1 a 1"), ("corpus.jsonl", None)],
)
def test_bad_data_is_named(relevance, name, content):
    path = relevance / name
    if content is None:
        path.unlink()
    else:
        path.write_text(content)
    with pytest.raises(BadRelevanceData, match=name):
        read_relevance(relevance)
    with pytest.raises(CommandError, match=name):
        call_command("search_evaluate", str(relevance))


def test_an_unknown_kind_is_named(relevance):
    with pytest.raises(CommandError, match="nonsense"):
        call_command("search_evaluate", str(relevance), "--kinds", "nonsense")
