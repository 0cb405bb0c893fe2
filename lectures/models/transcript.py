"""What was said in a recording and when: cues and chapters."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lectures.enums import SpokenLanguage
from lectures.models.recording import Recording


class Cue(models.Model):
    """One caption: times in milliseconds from the start of the recording."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="cues")
    language = models.CharField(
        _("언어"), max_length=2, choices=SpokenLanguage, default=SpokenLanguage.KOREAN
    )
    start_ms = models.PositiveIntegerField(_("시작"))
    end_ms = models.PositiveIntegerField(_("끝"))
    speaker = models.CharField(_("말하는 사람"), max_length=100, blank=True)
    text = models.TextField(_("자막"))

    class Meta:
        verbose_name = _("자막")
        verbose_name_plural = _("자막")
        ordering: ClassVar = ["start_ms", "pk"]
        indexes: ClassVar = [models.Index(fields=["recording", "language", "start_ms"], name="cue_in_order")]

    def __str__(self) -> str:
        return self.text


class Chapter(models.Model):
    """A part of a recording, from its start to the next one's."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="chapters")
    start_ms = models.PositiveIntegerField(_("시작"))
    title = models.CharField(_("장 제목"), max_length=200)
    title_en = models.CharField(_("영문 장 제목"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("장")
        verbose_name_plural = _("장")
        ordering: ClassVar = ["start_ms"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recording", "start_ms"], name="one_chapter_a_moment")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """The title in the reader's language."""
        return self.title_en if get_language() == "en" and self.title_en else self.title


class SlideTime(models.Model):
    """When a page of an attachment was shown."""

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="slides")
    document = models.ForeignKey("core.PortalDocument", on_delete=models.CASCADE, related_name="+")
    page = models.PositiveSmallIntegerField(_("쪽"))
    start_ms = models.PositiveIntegerField(_("시작"))

    class Meta:
        verbose_name = _("슬라이드 시각")
        verbose_name_plural = _("슬라이드 시각")
        ordering: ClassVar = ["start_ms", "pk"]

    def __str__(self) -> str:
        return f"{self.page}"
