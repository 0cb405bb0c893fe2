"""Where somebody stopped listening."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lectures.models import Lecture


class Position(models.Model):
    """The last place in a lecture's recording, in seconds; gone when it was heard to its end."""

    wagtail_reference_index_ignore = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="positions")
    lecture = models.ForeignKey(Lecture, models.CASCADE, related_name="+")
    seconds = models.PositiveIntegerField(_("들은 데까지"))
    updated_at = models.DateTimeField(_("들은 때"), auto_now=True)

    class Meta:
        verbose_name = _("듣던 곳")
        verbose_name_plural = _("듣던 곳")
        ordering = ["-updated_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "lecture"], name="position_of_lecture")]

    def __str__(self) -> str:
        return f"{self.lecture_id} {self.seconds}"
