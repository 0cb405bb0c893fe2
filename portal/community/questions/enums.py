"""How far a question has come."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    ASKED = "asked", _("답을 기다림")
    ANSWERED = "answered", _("공개 승인을 기다림")
    PUBLISHED = "published", _("공개")
    REFUSED = "refused", _("싣지 않음")
