"""Districts, their pages, and cases."""

from districts.models.cases import CaseIndexPage, CaseStudy, CaseTag
from districts.models.charts import Chart, ChartFigure, ChartLink, GapPage
from districts.models.district import District, DistrictFigure
from districts.models.pages import DistrictIndexPage, DistrictPage

__all__ = [
    "CaseIndexPage",
    "CaseStudy",
    "CaseTag",
    "Chart",
    "ChartFigure",
    "ChartLink",
    "District",
    "DistrictFigure",
    "DistrictIndexPage",
    "DistrictPage",
    "GapPage",
]
