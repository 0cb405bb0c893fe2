"""What `python -m deploy.run faults` makes of the figures that its tests leave, and when it fails."""

from __future__ import annotations

import json

import pytest

from deploy.run import faults
from deploy.run.checks import Results, summary


def test_counts_are_summed_up_and_times_are_the_worst(tmp_path, capsys):
    path = tmp_path / "figures.jsonl"
    lines = [
        {"publishes_tried": 550, "lost": 0, "slowest_publish": 1.5, "recovery": 2.0},
        {"publishes_tried": 50, "lost": 1, "slowest_publish": 0.5, "recovery": 7.25},
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines))
    figures = faults.read_figures(path)
    assert figures == {"publishes_tried": 600, "lost": 1, "slowest_publish": 1.5, "recovery": 7.25}
    faults.tell(figures)
    said = capsys.readouterr().out
    assert "publishes tried 600, refused 0, lost 1, stale 0, leaked 0" in said
    assert "slowest publish 1.50 s" in said
    assert "recovery 7.2 s" in said


@pytest.mark.parametrize(
    ("results", "strict", "code"),
    [
        (Results(counts={"faults8": (9, 0)}), "", 0),
        (Results(counts={"faults8": (9, 1)}, failed=["faults8"]), "", 1),
        (Results(counts={"faults8": (0, 0)}), "", 1),
        (Results(missing=["Elasticsearch 9"]), "", 0),
        (Results(missing=["Elasticsearch 9"]), "true", 1),
    ],
)
def test_it_fails_when_a_test_failed_or_none_ran_or_a_service_is_missing(monkeypatch, results, strict, code):
    monkeypatch.setenv("CI", strict)
    assert summary(results, 60.0, faults.LIMIT_SECONDS, "Nothing was lost") == code
