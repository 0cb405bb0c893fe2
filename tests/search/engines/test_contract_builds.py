"""What every engine does with builds beside the index that serves."""

from __future__ import annotations

import pytest

from tests.search.engines.test_contract import keys, put
from tests.search.fakes import record

pytestmark = pytest.mark.contract


def test_a_build_beside_the_index_serves_nobody_until_it_is_promoted(open_engine):
    serving, other = open_engine(), open_engine()
    put(serving, record("case", 1, "경로당"))
    build = serving.begin_build()
    assert build.cursor() == 0
    put(build, record("case", 2, "자전거"), start=5)
    assert (keys(other, "경로당"), keys(other, "자전거")) == (["case:1"], [])
    waiting = other.waiting_build()
    assert waiting.build == build.build
    waiting.promote()
    for looked in (serving, other):
        assert (keys(looked, "경로당"), keys(looked, "자전거")) == ([], ["case:2"])
        assert looked.cursor() == 5
    assert other.waiting_build() is None
    # The one before it is kept: whoever still reads it is not disturbed, and there is a way back.
    assert other.prune() == []
    last = serving.begin_build()
    put(last, record("case", 3, "주차"), start=6)
    last.promote()
    assert len(other.prune()) == 1
    assert keys(serving, "주차") == ["case:3"]


def test_the_build_before_can_serve_again(open_engine):
    serving, other = open_engine(), open_engine()
    assert serving.earlier_build() is None
    put(serving, record("case", 1, "경로당"))
    assert serving.earlier_build() is None
    build = serving.begin_build()
    put(build, record("case", 2, "자전거"), start=5)
    assert serving.earlier_build() is None
    build.promote()
    earlier = other.earlier_build()
    # Documents that came after it was replaced reach it as they reach every build.
    put(earlier, record("case", 3, "주차"), start=6)
    assert keys(other, "주차") == []
    earlier.promote()
    for looked in (serving, other):
        assert (keys(looked, "경로당"), keys(looked, "자전거"), keys(looked, "주차")) == (
            ["case:1"],
            [],
            ["case:3"],
        )
        assert looked.cursor() == 6
        assert looked.earlier_build() is None
    # The build that was put aside serves nobody and goes with the next tidying; a new one takes a new name.
    assert len(other.prune()) == 1
    newest = serving.begin_build()
    put(newest, record("case", 4, "공원"), start=7)
    newest.promote()
    assert keys(other, "공원") == ["case:4"]
