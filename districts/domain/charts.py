"""What the page of the digital divide shows: charts by topic, each with its table and where it leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from districts.domain.chart_shapes import Bars, Figure, Lines, draw_bars, draw_lines
from districts.enums import ChartShape, ChartTopic
from districts.models import Chart, ChartFigure
from portal.core.partial_dates import latest_partial_date
from portal.core.templatetags.portal_format import with_unit
from search.audience import visible_pages


@dataclass(frozen=True)
class ChartView:
    """A chart ready for its template; `bars` and `lines` are None for charts of words and numbers."""

    chart: Chart
    figures: list[ChartFigure]
    bars: Bars | None
    lines: Lines | None
    links: list[dict[str, str]]
    has_series: bool


def gap_context(request: HttpRequest) -> dict[str, Any]:
    """Context of the page: groups as {topic, label, charts}; topics without charts are left out."""
    charts = list(Chart.objects.prefetch_related("figures", "links"))
    links = _links(charts, request)
    views = [chart_view(chart, links.get(chart.pk, [])) for chart in charts]
    groups = [
        {"topic": topic.value, "label": topic.label, "charts": own}
        for topic in ChartTopic
        if (own := [view for view in views if view.chart.topic == topic])
    ]
    return {"groups": groups, "chart_count": len(views)}


def chart_view(chart: Chart, links: list[dict[str, str]]) -> ChartView:
    """Draw a chart in the reader's language. What cannot be drawn (words, ranges, mixed units) is listed."""
    figures = list(chart.figures.all())
    drawn = _drawable(chart, figures)
    top = float(chart.maximum) if chart.maximum else None
    return ChartView(
        chart=chart,
        figures=figures,
        bars=draw_bars(drawn, top) if drawn and chart.shape == ChartShape.BARS else None,
        lines=draw_lines(drawn, top) if drawn and chart.shape == ChartShape.LINE else None,
        links=links,
        has_series=any(figure.series for figure in figures),
    )


def _drawable(chart: Chart, figures: list[ChartFigure]) -> list[Figure]:
    """The figures as numbers of one unit; none at all where one is not."""
    numbers = [figure.number for figure in figures]
    if chart.shape == ChartShape.FACTS or None in numbers or len({figure.unit for figure in figures}) > 1:
        return []
    return [
        Figure(
            label=figure.local_label,
            series=figure.local_series,
            number=number,
            text=value_text(figure),
            when=_year(figure.as_of or chart.as_of),
        )
        for figure, number in zip(figures, numbers, strict=True)
        if number is not None
    ]


def value_text(figure: ChartFigure) -> str:
    """The value with separators and unit: 64.6점, 8,323명; in English with a blank before a word."""
    return with_unit(figure.local_value, figure.local_unit)


def _year(text: str) -> float:
    date, _precision = latest_partial_date([text])
    return date.year + (date.month - 1) / 12 if date else 0.0


def _links(charts: list[Chart], request: HttpRequest) -> dict[int, list[dict[str, str]]]:
    """Title, address and kind of the visible pages that each chart leads to."""
    wanted = {link.page_id for chart in charts for link in chart.links.all()}
    pages = visible_pages(Page.objects.filter(pk__in=wanted), request.user).specific()
    shown = {
        page.pk: {
            "title": getattr(page, "local_title", page.title),
            "url": page.get_url(request) or "",
            "kind": str(page.specific_class._meta.verbose_name),
        }
        for page in pages
    }
    return {
        chart.pk: [shown[link.page_id] for link in chart.links.all() if link.page_id in shown]
        for chart in charts
    }
