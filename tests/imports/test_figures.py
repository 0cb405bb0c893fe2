"""The reader of figures that compares content with facts: what is the same, and what is not."""

from __future__ import annotations

import pytest

from tests.imports import facts
from tests.imports.figures import figures, told


def read(text: str) -> set[tuple[str, str]]:
    return {(figure.value, figure.kind) for figure in figures(text)}


@pytest.mark.parametrize(
    ("written", "as_also_written"),
    [
        ("1억 2,000만 원", "120000000원"),
        ("13억 5천만원", "1,350,000,000원"),
        ("3억 5천", "350000000"),
        ("1만 3천 건", "13,000건"),
        ("약 300만", "3 million"),
        ("2026. 11. 23.(월)", "2026-11-23"),
        ("2024년 8월 29일", "29 August 2024"),
        ("October 2024", "2024-10"),
        ("2019~2021년", "2019년부터 2021년까지"),
        ("2~3명", "2명에서 3인"),
        ("9월 1~15일", "9월 1일부터 9월 15일까지"),
        ("2025-10-03~09", "2025년 10월 3일, 2025년 10월 9일"),
        ("2026-01-23~02-23", "2026-01-23과 2026-02-23"),
        ("52.6퍼센트", "52.6%"),
        ("7개소", "7곳"),
    ],
)
def test_the_same_figure_may_be_written_in_several_ways(written, as_also_written):
    assert read(written) == read(as_also_written) != set()


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("7곳", "70곳"),
        ("52.6%", "52.5%"),
        ("1억 2,000만 원", "1억 200만 원"),
        ("7명", "7곳"),
        ("3년", "3개월"),
        ("2024-08-29", "2024-08-28"),
        ("2024년 8월", "2023년 8월"),
        ("October 2024", "2024-11"),
        ("2024. 8. 29.", "2024-08-28, 2023-08-29"),
        ("21,538 members", "21,583명"),
        ("80%대", "90.1%"),
    ],
)
def test_another_figure_is_found_out(monkeypatch, said, fact):
    row = {"kind": "lecture", "external_id": "lecture-001", "summary": said}
    monkeypatch.setitem(facts.FACTS_OF, "lecture", lambda _row: [{"summary": fact}])
    assert [path for path, _figure in facts.strangers(row)] == ["summary"]


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ("2024년 8월", "2024-08-29"),
        ("8월 29일", "2024-08-29"),
        ("10일부터 12일까지", "2024-10-10~12"),
        ("2025년 10월 16일", "2025년, 10월 16일"),
        ("78 crosswalks", "78곳"),
        ("2곳", "두 곳"),
        ("40만㎡", "400,000 m²"),
        ("30 manholes", "맨홀 30곳"),
        ("80%대", "83.0%"),
    ],
)
def test_what_follows_from_a_fact_is_no_other_figure(monkeypatch, said, fact):
    row = {"kind": "lecture", "external_id": "lecture-001", "summary": said}
    monkeypatch.setitem(facts.FACTS_OF, "lecture", lambda _row: [{"summary": fact}])
    assert facts.strangers(row) == []


def test_a_value_is_read_with_its_unit_and_machine_names_are_left_out():
    row = {
        "external_id": "case-009",
        "slug": "route-66",
        "resources": {"cost_krw": 120000000},
        "outcomes": [{"result": "9", "unit": "건", "as_of": "2024"}],
        "sources": [{"url": "https://example.org/2020/12"}],
        "related_lectures": ["lecture-017"],
    }
    assert list(told(row)) == [
        ("resources.cost_krw", "120000000원"),
        ("outcomes[0].result", "9건"),
        ("outcomes[0].unit", "건"),
        ("outcomes[0].as_of", "2024"),
    ]
