"""The geometry of charts: from plain figures to places in a drawing. Knows no database and no template.

Lengths are units of the drawing's own width, WIDTH; the page scales it. Bars run from left to right below their
label, so that labels have the whole width and stay readable on a phone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

WIDTH = 640
VALUE_ROOM = 170  # right of the longest bar, for its value in large letters
LABEL_LINE = 36
LABEL_UNITS = 21.0  # a line of a label, in widths of a Hangul syllable
BAR_HEIGHT = 26
BAR_GAP = 6
GROUP_GAP = 20
SERIES_STYLES = 3
PLOT_LEFT, PLOT_RIGHT, PLOT_TOP, PLOT_BOTTOM = 64, WIDTH - 56, 40, 260
PLOT_FIRST = PLOT_LEFT + 56  # the first value stands clear of the scale
LINE_HEIGHT = PLOT_BOTTOM + 50
LABEL_APART = 32


@dataclass(frozen=True)
class Figure:
    """A value to draw: `number` in the chart's unit, `text` as it is written, `when` a year for lines."""

    label: str
    series: str
    number: float
    text: str
    when: float = 0.0


@dataclass(frozen=True)
class Line:
    """A line of text at a height."""

    y: float
    text: str


@dataclass(frozen=True)
class Bar:
    y: float
    width: float
    style: int
    text: str

    @property
    def text_x(self) -> float:
        return self.width + 10

    @property
    def text_y(self) -> float:
        return self.y + BAR_HEIGHT - 5

    @property
    def height(self) -> int:
        return BAR_HEIGHT


@dataclass(frozen=True)
class Bars:
    """Labels and bars from top to bottom; `series` in the order of their styles (1, 2, 3)."""

    height: float
    labels: list[Line]
    bars: list[Bar]
    series: list[str]
    width: int = WIDTH


@dataclass(frozen=True)
class Point:
    x: float
    y: float
    text_y: float
    text: str


@dataclass(frozen=True)
class Curve:
    style: int
    points: list[Point]

    @property
    def path(self) -> str:
        """The points as the `points` of a polyline."""
        return " ".join(f"{point.x:g},{point.y:g}" for point in self.points)


@dataclass(frozen=True)
class Tick:
    x: float
    text: str


@dataclass(frozen=True)
class Lines:
    curves: list[Curve]
    ticks: list[Tick]
    grid: list[Line]
    series: list[str]
    height: float = LINE_HEIGHT
    width: int = WIDTH
    left: int = PLOT_LEFT
    right: int = PLOT_RIGHT
    bottom: int = field(default=PLOT_BOTTOM)


def draw_bars(figures: Sequence[Figure], maximum: float | None = None) -> Bars:
    """Bars grouped by label, in the order in which labels and series first occur."""
    series = _in_order(figure.series for figure in figures)
    top = maximum or max((figure.number for figure in figures), default=0) or 1
    labels: list[Line] = []
    bars: list[Bar] = []
    y = 0.0
    for label in _in_order(figure.label for figure in figures):
        for text in wrap(label):
            y += LABEL_LINE
            labels.append(Line(y - 9, text))
        for figure in sorted(
            (figure for figure in figures if figure.label == label), key=lambda one: series.index(one.series)
        ):
            width = round(min(figure.number / top, 1) * (WIDTH - VALUE_ROOM), 1)
            bars.append(Bar(y, max(width, 2), _style(series, figure.series), figure.text))
            y += BAR_HEIGHT + BAR_GAP
        y += GROUP_GAP - BAR_GAP
    return Bars(max(y - GROUP_GAP, 1) + 6, labels, bars, series)


def draw_lines(figures: Sequence[Figure], maximum: float | None = None) -> Lines:
    """A curve per series over time. The scale starts at 0, so that slopes are not made larger than they are."""
    series = _in_order(figure.series for figure in figures)
    times = sorted({figure.when for figure in figures})
    top = maximum or max((figure.number for figure in figures), default=0) or 1
    span = (times[-1] - times[0]) or 1

    def x_of(when: float) -> float:
        return round(PLOT_FIRST + (when - times[0]) / span * (PLOT_RIGHT - PLOT_FIRST), 1)

    curves = []
    for name in series:
        own = sorted((figure for figure in figures if figure.series == name), key=lambda one: one.when)
        points = [
            Point(x_of(figure.when), _y_of(figure.number, top), _value_y(figure, figures, top), figure.text)
            for figure in own
        ]
        curves.append(Curve(_style(series, name), points))
    labels = {figure.when: figure.label for figure in figures}
    ticks = [Tick(x_of(when), labels[when]) for when in times]
    grid = [Line(_y_of(top * part, top), f"{top * part:g}") for part in (0, 0.5, 1)]
    return Lines(curves, ticks, grid, series)


def wrap(text: str, limit: float = LABEL_UNITS) -> list[str]:
    """The words of a text in lines no wider than `limit` Hangul syllables; a longer word has a line of its own."""
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(joined) <= limit:
            lines[-1] = joined
        else:
            lines.append(word)
    return lines


def width_of(text: str) -> float:
    """About how wide a text is, in Hangul syllables."""
    return sum(1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.58 for sign in text)


def _y_of(number: float, top: float) -> float:
    return round(PLOT_BOTTOM - min(number / top, 1) * (PLOT_BOTTOM - PLOT_TOP), 1)


def _value_y(figure: Figure, figures: Sequence[Figure], top: float) -> float:
    """Where a value is written: above its point, or below it where a higher one of the same time is near."""
    y = _y_of(figure.number, top)
    higher = any(
        other.when == figure.when and other.number > figure.number for other in figures if other is not figure
    )
    return y + LABEL_APART + 4 if higher else y - 16


def _style(series: list[str], name: str) -> int:
    return series.index(name) % SERIES_STYLES + 1


def _in_order(texts: object) -> list[str]:
    return list(dict.fromkeys(texts))  # type: ignore[call-overload]
