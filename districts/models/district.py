"""A district: the plain record that everything else points to."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from portal.core.partial_dates import validate_partial_date


class District(ClusterableModel):
    """One of the 25 autonomous districts, by its official five-digit code (행정표준코드)."""

    code = models.CharField(
        _("행정표준코드"),
        max_length=5,
        unique=True,
        validators=[RegexValidator(r"^11\d{3}$", _("11로 시작하는 다섯 자리입니다."))],
    )
    name = models.CharField(_("이름"), max_length=20, unique=True)
    name_en = models.CharField(_("영문 이름"), max_length=40, unique=True)
    slug = models.SlugField(_("주소 이름"), max_length=40, unique=True)

    panels: ClassVar = [
        FieldPanel("code"),
        FieldPanel("name"),
        FieldPanel("name_en"),
        FieldPanel("slug"),
        InlinePanel("figures", label=_("현황 수치")),
    ]

    class Meta:
        verbose_name = _("자치구")
        verbose_name_plural = _("자치구")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" else self.name


class DistrictFigure(Orderable):
    """One profile figure of a district, with unit, as-of date and source."""

    district = ParentalKey(District, on_delete=models.CASCADE, related_name="figures")
    key = models.CharField(_("열쇠"), max_length=60)
    label = models.CharField(_("이름"), max_length=120)
    label_en = models.CharField(_("영문 이름"), max_length=120, blank=True)
    value = models.CharField(_("값"), max_length=60)
    unit = models.CharField(_("단위"), max_length=40, blank=True)
    unit_en = models.CharField(_("영문 단위"), max_length=40, blank=True)
    as_of = models.CharField(_("기준일"), max_length=10, validators=[validate_partial_date])
    note = models.CharField(_("비고"), max_length=300, blank=True)
    source_outlet = models.CharField(_("출처"), max_length=150, blank=True)
    source_title = models.CharField(_("출처 제목"), max_length=300, blank=True)
    source_url = models.URLField(_("출처 주소"), max_length=600, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("현황 수치")
        verbose_name_plural = _("현황 수치")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("district", "key"), name="one_figure_per_district_and_key")
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.value}{self.unit}"

    @property
    def local_label(self) -> str:
        return self.label_en if get_language() == "en" and self.label_en else self.label

    @property
    def local_unit(self) -> str:
        return self.unit_en if get_language() == "en" and self.unit_en else self.unit
