"""What editions of the expo and of the prize have in common."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from portal.core.blocks import ATTACHMENTS, PARTIAL_DATE_HELP, SOURCES, TEXT_FEATURES
from portal.core.enums import DatePrecision, Kogl
from portal.core.fields import StreamField
from portal.core.models import PortalPage
from portal.core.partial_dates import validate_partial_date
from portal.expo.enums import FigureKind

LINE_HELP = _("한 줄에 하나씩 씁니다.")
ENGLISH_HELP = _("비워 두면 영문 화면에도 한국어로 나옵니다.")


class EditionIndexPage(PortalPage):
    """Abstract: the list of editions, with what holds for all of them."""

    intro = RichTextField(_("소개"), blank=True, features=TEXT_FEATURES)
    sources = StreamField(SOURCES, blank=True, verbose_name=_("출처"))

    max_count = 1
    parent_page_types: ClassVar = ["home.HomePage"]
    content_panels: ClassVar = [
        *PortalPage.content_panels,
        *PortalPage.title_panels,
        FieldPanel("intro"),
        FieldPanel("sources"),
    ]

    class Meta:
        abstract = True


class EditionPage(PortalPage):
    """Abstract: files, sources, licence and notes of an edition."""

    attachments = StreamField(ATTACHMENTS, blank=True, verbose_name=_("첨부 파일"))
    licence = models.CharField(_("공공누리 유형"), max_length=8, choices=Kogl, default=Kogl.NONE)
    sources = StreamField(SOURCES, blank=True, verbose_name=_("출처"))
    note = models.TextField(_("알림"), blank=True, help_text=_("자료에 관해 독자가 알아야 할 것."))
    note_en = models.TextField(_("영문 알림"), blank=True, help_text=ENGLISH_HELP)

    subpage_types: ClassVar[list[str]] = []
    closing_panels: ClassVar = [
        FieldPanel("tags"),
        FieldPanel("attachments"),
        FieldPanel("sources"),
        MultiFieldPanel(
            [FieldPanel("licence"), FieldPanel("note"), FieldPanel("note_en")], heading=_("이용 조건과 알림")
        ),
    ]

    class Meta:
        abstract = True

    def local(self, name: str) -> str:
        """The field `name` in the reader's language; Korean where there is no English."""
        english = getattr(self, f"{name}_en") if get_language() == "en" else ""
        return str(english or getattr(self, name))


def check_span(page: Any, start: str, end: str) -> None:
    """Raise ValidationError where the field `end` lies before the field `start`."""
    first, last = getattr(page, start), getattr(page, end)
    if first and last and last < first:
        raise ValidationError({end: gettext("시작보다 앞선 날짜입니다.")})


def precision_field() -> models.CharField:
    """How far the date before it is known."""
    return models.CharField(
        _("날짜를 아는 데까지"), max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )


class Figure(Orderable):
    """Abstract: a number with its source. Where sources disagree each figure is a row of its own."""

    kind = models.CharField(_("갈래"), max_length=6, choices=FigureKind, default=FigureKind.RESULT)
    metric = models.CharField(
        _("지표"),
        max_length=100,
        help_text=_("출처마다 값이 다르면 같은 지표 이름으로 한 줄씩 씁니다."),
    )
    metric_en = models.CharField(_("영문 지표"), max_length=100, blank=True)
    value = models.CharField(_("값"), max_length=60)
    unit = models.CharField(_("단위"), max_length=40, blank=True)
    unit_en = models.CharField(_("영문 단위"), max_length=40, blank=True)
    note = models.CharField(_("설명"), max_length=200, blank=True, help_text=_("예: 개막 전, 사후 집계"))
    note_en = models.CharField(_("영문 설명"), max_length=200, blank=True)
    headline = models.BooleanField(_("목록에도 보이기"), default=False)
    source_outlet = models.CharField(_("출처"), max_length=100, blank=True)
    source_date = models.CharField(
        _("출처 날짜"),
        max_length=10,
        blank=True,
        validators=[validate_partial_date],
        help_text=PARTIAL_DATE_HELP,
    )
    source_url = models.URLField(_("출처 주소"), max_length=600, blank=True)

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("headline")]),
        FieldRowPanel([FieldPanel("metric"), FieldPanel("metric_en")]),
        FieldRowPanel([FieldPanel("value"), FieldPanel("unit"), FieldPanel("unit_en")]),
        FieldRowPanel([FieldPanel("note"), FieldPanel("note_en")]),
        FieldRowPanel([FieldPanel("source_outlet"), FieldPanel("source_date")]),
        FieldPanel("source_url"),
    ]

    class Meta(Orderable.Meta):
        abstract = True
        verbose_name = _("수치")
        verbose_name_plural = _("수치")

    def __str__(self) -> str:
        return f"{self.metric} {self.value}{self.unit}"

    @property
    def shown_unit(self) -> str:
        """The unit in the reader's language; English does without Korean counters."""
        return self.unit_en if get_language() == "en" else self.unit
