"""Closed vocabularies of lectures."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LectureType(TextChoices):
    FORUM = "forum", _("포럼 강연")
    OUTSIDE = "outside", _("외부 강연")
    EXPLAINER = "explainer", _("해설")


class Level(TextChoices):
    INTRO = "intro", _("입문")
    PRACTICE = "practice", _("실무")
    ADVANCED = "advanced", _("심화")


class SpokenLanguage(TextChoices):
    KOREAN = "ko", _("한국어")
    ENGLISH = "en", _("영어")


class MediaType(TextChoices):
    """What browsers play without help."""

    MP4 = "video/mp4", "MP4"
    WEBM = "video/webm", "WebM"
    MP3 = "audio/mpeg", "MP3"
    M4A = "audio/mp4", "M4A"
    OGG = "audio/ogg", "Ogg"


UNKNOWN_TITLE = "제목 미상"
