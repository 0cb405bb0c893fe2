"""Moments of lectures that cases point at."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Orderable

from lectures.times import parse_timestamp


def validate_moment(text: str) -> None:
    """Raise ValidationError unless the text is a time such as 12:34."""
    if parse_timestamp(text) is None:
        raise ValidationError(gettext("시각은 12:34나 1:02:03처럼 씁니다."))


class CitedMoment(Orderable):
    """A case points at a moment of a lecture; the lecture shows the case there."""

    case = ParentalKey("districts.CaseStudy", on_delete=models.CASCADE, related_name="cited_moments")
    lecture = models.ForeignKey(
        "lectures.Lecture", verbose_name=_("강연"), on_delete=models.CASCADE, related_name="cited_by"
    )
    moment = models.CharField(
        _("시각"), max_length=12, validators=[validate_moment], help_text=_("예: 12:34")
    )
    note = models.CharField(_("무엇을 말하는 대목인지"), max_length=200, blank=True)

    panels: ClassVar = [
        PageChooserPanel("lecture", "lectures.Lecture"),
        FieldRowPanel([FieldPanel("moment"), FieldPanel("note")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("강연의 대목")
        verbose_name_plural = _("강연의 대목")

    def __str__(self) -> str:
        return self.moment

    @property
    def seconds(self) -> int:
        """The moment in whole seconds; 0 for what is no time."""
        return (parse_timestamp(self.moment) or 0) // 1000
