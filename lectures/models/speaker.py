"""People who give talks. What they were at the time of a talk is kept with the talk."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel


class Speaker(models.Model):  # type: ignore[django-manager-missing]  # LectureSpeaker is untyped
    """A speaker; the public page lists every talk the reader may see."""

    name = models.CharField(_("이름"), max_length=100)
    name_en = models.CharField(_("영문 이름"), max_length=100, blank=True)
    slug = models.SlugField(
        _("주소 이름"),
        max_length=100,
        unique=True,
        allow_unicode=True,
        help_text=_("예: 하정우. 같은 이름이 있으면 숫자를 붙입니다."),
    )
    external_id = models.CharField(
        _("외부 식별자"), max_length=80, unique=True, null=True, blank=True, editable=False
    )

    panels: ClassVar = [FieldPanel("name"), FieldPanel("name_en"), FieldPanel("slug")]

    class Meta:
        verbose_name = _("연사")
        verbose_name_plural = _("연사")
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" and self.name_en else self.name

    def get_absolute_url(self) -> str:
        return reverse("speaker", args=[self.slug])
