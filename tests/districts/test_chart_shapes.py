from __future__ import annotations

from itertools import pairwise

import pytest

from districts.domain.chart_shapes import (
    LABEL_UNITS,
    PLOT_BOTTOM,
    PLOT_TOP,
    WIDTH,
    Figure,
    draw_bars,
    draw_lines,
    width_of,
    wrap,
)


def test_bars_are_as_long_as_their_values():
    bars = draw_bars([Figure("가", "", 25, "25%"), Figure("나", "", 100, "100%")], maximum=100).bars
    assert bars[0].width * 4 == pytest.approx(bars[1].width)
    assert [bar.text for bar in bars] == ["25%", "100%"]


def test_without_a_scale_the_largest_value_is_the_whole_length():
    longest = draw_bars([Figure("가", "", 7, "7"), Figure("나", "", 14, "14")]).bars[1]
    assert longest.width == draw_bars([Figure("다", "", 100, "100")], maximum=100).bars[0].width


def test_bars_of_one_label_stand_together_in_the_order_of_the_series():
    figures = [
        Figure("가", "전체", 1, "1"),
        Figure("나", "전체", 2, "2"),
        Figure("가", "고령층", 3, "3"),
        Figure("다", "고령층", 4, "4"),
    ]
    drawing = draw_bars(figures)
    assert drawing.series == ["전체", "고령층"]
    assert [(bar.text, bar.style) for bar in drawing.bars] == [("1", 1), ("3", 2), ("2", 1), ("4", 2)]
    assert [label.text for label in drawing.labels] == ["가", "나", "다"]


def test_nothing_in_a_drawing_overlaps_or_leaves_it():
    figures = [
        Figure(f"아주 길고 긴 이름이 붙어서 두 줄이 되는 항목 {n}", str(k), 90 + n, "9")
        for n in range(4)
        for k in range(2)
    ]
    drawing = draw_bars(figures, maximum=50)
    edges = sorted([(bar.y, bar.y + bar.height) for bar in drawing.bars])
    assert all(end <= start for (_s, end), (start, _e) in pairwise(edges))
    assert edges[-1][1] <= drawing.height
    assert all(bar.width < WIDTH for bar in drawing.bars)
    assert len(drawing.labels) == 8


def test_lines_run_over_time_from_a_scale_that_starts_at_nothing():
    figures = [
        Figure("2024", "가", 50, "50", 2024),
        Figure("2020", "가", 0, "0", 2020),
        Figure("2022", "가", 100, "100", 2022),
    ]
    drawing = draw_lines(figures, maximum=100)
    (curve,) = drawing.curves
    assert [point.text for point in curve.points] == ["0", "100", "50"]
    xs = [point.x for point in curve.points]
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1])
    assert [point.y for point in curve.points] == [PLOT_BOTTOM, PLOT_TOP, (PLOT_TOP + PLOT_BOTTOM) / 2]
    assert [tick.text for tick in drawing.ticks] == ["2020", "2022", "2024"]


def test_values_of_two_lines_do_not_cover_each_other():
    figures = [Figure("2020", "위", 60, "60", 2020), Figure("2020", "아래", 55, "55", 2020)]
    upper, lower = (curve.points[0] for curve in draw_lines(figures, maximum=100).curves)
    assert upper.text_y < upper.y < lower.y < lower.text_y


def test_one_point_of_time_is_drawn():
    assert draw_lines([Figure("2020", "", 1, "1", 2020)]).curves[0].points[0].y == PLOT_TOP


@pytest.mark.parametrize(
    "text",
    [
        "짧음",
        "사용방법을 모르거나 어려워서 쓰지 않는다고 답한 사람",
        "Do not know how to use it or find it much too hard",
    ],
)
def test_labels_wrap_between_words(text):
    lines = wrap(text)
    assert " ".join(lines) == text
    assert all(width_of(line) <= LABEL_UNITS for line in lines)
