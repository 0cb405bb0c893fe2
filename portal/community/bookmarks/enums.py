"""What can be bookmarked, as the list is filtered by."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Place(models.TextChoices):
    PAGE = "page", _("쪽 전체")
    MOMENT = "moment", _("강연의 대목")
    SECTION = "section", _("사례의 단락")
    FILE = "file", _("첨부 파일")
