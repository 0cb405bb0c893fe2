from __future__ import annotations

from pathlib import Path

import pytest

from deploy.run.progress import Progress, Step
from deploy.run.stamps import Stamps, digest


def test_digest_sees_names_and_contents(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.txt").write_text("1")
    first = digest([tmp_path / "a", "x"], tmp_path)
    assert first == digest([tmp_path / "a", "x"], tmp_path)
    assert first != digest([tmp_path / "a", "y"], tmp_path)
    (tmp_path / "a" / "one.txt").write_text("2")
    assert first != digest([tmp_path / "a", "x"], tmp_path)
    (tmp_path / "a" / "one.txt").rename(tmp_path / "a" / "two.txt")
    (tmp_path / "a" / "two.txt").write_text("1")
    assert first != digest([tmp_path / "a", "x"], tmp_path)


class Counter:
    """An action that notes how it was called and fails when told to."""

    def __init__(self) -> None:
        self.calls: list[bool] = []
        self.fails = False

    def __call__(self, alive, interrupted):
        self.calls.append(interrupted)
        if self.fails:
            raise RuntimeError("pulled the plug")


def _step(tmp_path: Path, action: Counter, inputs: list[str]) -> Step:
    return Step("one", "One", Stamps(tmp_path), lambda: inputs, action)


def test_step_is_done_once_per_input(tmp_path):
    action, inputs = Counter(), ["a"]
    step = _step(tmp_path, action, inputs)
    assert Progress(1).run(step) is True
    assert Progress(1).run(step) is False
    inputs[0] = "b"
    assert Progress(1).run(step) is True
    assert action.calls == [False, False]


def test_interrupted_step_runs_again_and_knows_it(tmp_path):
    action, inputs = Counter(), ["a"]
    step = _step(tmp_path, action, inputs)
    Progress(1).run(step)
    inputs[0] = "b"
    action.fails = True
    with pytest.raises(RuntimeError):
        Progress(1).run(step)
    inputs[0] = "a"  # the old stamp names this input, but the result is no longer the old one
    action.fails = False
    assert Progress(1).run(step) is True
    assert action.calls == [False, False, True]
    assert step.done()
