"""Published figures on the digital divide: charts with their figures, and the page that shows them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable

from districts.enums import ChartShape, ChartTopic
from portal.core.blocks import SOURCES
from portal.core.fields import StreamField
from portal.core.models import PortalPage
from portal.core.partial_dates import validate_partial_date

#: What a chart may lead to: kinds of content and their page types.
LINKED_TYPES = {
    "lecture": "lectures.Lecture",
    "case": "districts.CaseStudy",
    "guide": "guidance.GuidePage",
}


def _local(record: models.Model, name: str) -> str:
    """A text of the record in the reader's language; Korean where there is no English."""
    english = getattr(record, f"{name}_en") if get_language() == "en" else ""
    return str(english or getattr(record, name))


class GapPage(PortalPage):
    """/districts/gap/: every chart, by topic."""

    template = "districts/gap_page.html"
    max_count = 1
    parent_page_types: ClassVar = ["districts.DistrictIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar = [*PortalPage.content_panels, *PortalPage.title_panels]

    class Meta:
        verbose_name = _("격차 현황")
        verbose_name_plural = _("격차 현황")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from districts.domain.charts import gap_context

        return {**super().get_context(request, *args, **kwargs), **gap_context(request)}


class Chart(ClusterableModel):
    """Figures of one survey or report that belong together, with what a reader sees in them."""

    external_id = models.CharField(
        _("외부 식별자"), max_length=80, unique=True, null=True, blank=True, editable=False
    )
    slug = models.SlugField(
        _("주소 이름"),
        max_length=60,
        unique=True,
        help_text=_("격차 현황 쪽에서 이 그림을 가리키는 이름입니다. 예: kiosk-by-age"),
    )
    title = models.CharField(_("제목"), max_length=150)
    title_en = models.CharField(_("영문 제목"), max_length=150, blank=True)
    topic = models.CharField(_("묶음"), max_length=10, choices=ChartTopic)
    shape = models.CharField(_("꼴"), max_length=5, choices=ChartShape, default=ChartShape.BARS)
    reading = models.TextField(
        _("읽는 법"), max_length=400, help_text=_("그림이 말하는 것을 한두 문장으로 씁니다.")
    )
    reading_en = models.TextField(_("읽는 법(영문)"), max_length=600, blank=True)
    survey = models.CharField(_("조사·자료"), max_length=150)
    survey_en = models.CharField(_("조사·자료(영문)"), max_length=200, blank=True)
    as_of = models.CharField(
        _("기준 시점"),
        max_length=10,
        validators=[validate_partial_date],
        help_text=_("아는 데까지 씁니다. 예: 2024, 2024-10"),
    )
    maximum = models.DecimalField(
        _("눈금 끝"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("백분율이면 100, 10점 만점이면 10. 비워 두면 가장 큰 값에 맞춥니다."),
    )
    note = models.TextField(_("알림"), blank=True, max_length=400)
    note_en = models.TextField(_("알림(영문)"), blank=True, max_length=600)
    sources = StreamField(SOURCES, verbose_name=_("출처"))
    sort_order = models.PositiveSmallIntegerField(_("차례"), default=0)

    panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldPanel("title"),
                FieldPanel("title_en"),
                FieldRowPanel([FieldPanel("topic"), FieldPanel("shape"), FieldPanel("sort_order")]),
                FieldPanel("slug"),
            ],
            heading=_("기본 정보"),
        ),
        FieldPanel("reading"),
        FieldPanel("reading_en"),
        InlinePanel("figures", label=_("수치"), min_num=1),
        FieldPanel("maximum"),
        MultiFieldPanel(
            [FieldPanel("survey"), FieldPanel("survey_en"), FieldPanel("as_of"), FieldPanel("sources")],
            heading=_("근거"),
        ),
        FieldPanel("note"),
        FieldPanel("note_en"),
        InlinePanel("links", label=_("이어 볼 강연·사례·길잡이"), min_num=1),
    ]

    class Meta:
        verbose_name = _("격차 현황 그림")
        verbose_name_plural = _("격차 현황 그림")
        ordering: ClassVar = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def local_title(self) -> str:
        return _local(self, "title")

    @property
    def local_reading(self) -> str:
        return _local(self, "reading")

    @property
    def local_survey(self) -> str:
        return _local(self, "survey")

    @property
    def local_note(self) -> str:
        return _local(self, "note")


class ChartFigure(Orderable):
    """One published value. `value` stays as published; one that is a number is drawn."""

    chart = ParentalKey(Chart, on_delete=models.CASCADE, related_name="figures")
    label = models.CharField(_("항목"), max_length=100)
    label_en = models.CharField(_("항목(영문)"), max_length=120, blank=True)
    series = models.CharField(
        _("계열"),
        max_length=60,
        blank=True,
        help_text=_("한 항목에 값이 여럿이면 무엇의 값인지 씁니다. 예: 고령층"),
    )
    series_en = models.CharField(_("계열(영문)"), max_length=80, blank=True)
    value = models.CharField(_("값"), max_length=100)
    value_en = models.CharField(
        _("값(영문)"), max_length=150, blank=True, help_text=_("값이 글일 때만 씁니다.")
    )
    unit = models.CharField(_("단위"), max_length=30, blank=True)
    unit_en = models.CharField(_("단위(영문)"), max_length=40, blank=True)
    as_of = models.CharField(
        _("기준 시점"),
        max_length=10,
        blank=True,
        validators=[validate_partial_date],
        help_text=_("그림의 기준 시점과 다를 때만 씁니다."),
    )
    note = models.CharField(_("비고"), max_length=200, blank=True)
    note_en = models.CharField(_("비고(영문)"), max_length=300, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("수치")
        verbose_name_plural = _("수치")

    def __str__(self) -> str:
        return f"{self.label} {self.value}{self.unit}"

    @property
    def number(self) -> float | None:
        """The value as a number; None where it is a range or words."""
        try:
            number = float(self.value.replace(",", ""))
        except ValueError:
            return None
        return number if 0 <= number < 1e12 else None

    @property
    def local_label(self) -> str:
        return _local(self, "label")

    @property
    def local_series(self) -> str:
        return _local(self, "series")

    @property
    def local_value(self) -> str:
        return _local(self, "value")

    @property
    def local_unit(self) -> str:
        return _local(self, "unit")

    @property
    def local_note(self) -> str:
        return _local(self, "note")


class ChartLink(Orderable):
    """Where a reader of the chart goes on: a lecture, a case or a guide, chosen by editors."""

    chart = ParentalKey(Chart, on_delete=models.CASCADE, related_name="links")
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("쪽"), on_delete=models.CASCADE, related_name="+"
    )

    panels: ClassVar = [PageChooserPanel("page", page_type=list(LINKED_TYPES.values()))]

    class Meta(Orderable.Meta):
        verbose_name = _("이어 볼 것")
        verbose_name_plural = _("이어 볼 것")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("chart", "page"), name="one_link_per_chart_and_page")
        ]

    def clean(self) -> None:
        super().clean()
        kind = getattr(self.page.specific_class, "_meta", None) if self.page_id else None
        if kind is not None and kind.label not in LINKED_TYPES.values():
            raise ValidationError({"page": gettext("강연이나 사례, 길잡이를 골라 주세요.")})
