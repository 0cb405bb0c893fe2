"""Charts of the digital divide: records without drafts, set as the row says."""

from __future__ import annotations

from typing import Any

from districts.models import CaseStudy, Chart, ChartFigure, ChartLink
from lectures.models import Lecture
from portal.guidance.models import GuidePage
from portal.imports.apply.targets import Targets
from portal.imports.content import ChartContent, Link

LINKED: dict[str, type[Any]] = {"lecture": Lecture, "case": CaseStudy, "guide": GuidePage}


def save_chart(content: ChartContent, external_id: str, targets: Targets) -> Chart:
    """Make or update the chart; its figures and links become those of the row."""
    chart = Chart.objects.filter(external_id=external_id).first() or Chart(external_id=external_id)
    for name, value in {**content.values, **content.streams}.items():
        setattr(chart, name, value)
    chart.figures = [
        ChartFigure(sort_order=position, **figure) for position, figure in enumerate(content.figures)
    ]
    pages = [page for link in content.links if (page := targets.page(LINKED[link.kind], link))]
    chart.links = [ChartLink(sort_order=position, page_id=page.pk) for position, page in enumerate(pages)]
    chart.full_clean()
    chart.save()
    return chart


def add_link(external_id: str, link: Link) -> bool:
    """Add a link that waited for its target; False where the chart is gone or leads there already."""
    chart = Chart.objects.filter(external_id=external_id).first()
    page = LINKED[link.kind].objects.filter(external_id=link.target).first()
    if chart is None or page is None or chart.links.filter(page_id=page.pk).exists():
        return False
    ChartLink.objects.create(chart=chart, page_id=page.pk, sort_order=chart.links.count())
    return True
