"""The weekly letters: who wants them, and which were made."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DigestChoice(models.Model):
    """What somebody has chosen; without a row they get every section."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest_choice")
    stopped_at = models.DateTimeField(_("그만 받기로 한 때"), null=True, blank=True)
    resumed_at = models.DateTimeField(_("다시 받기로 한 때"), null=True, blank=True)
    left_out = models.JSONField(_("뺀 항목"), default=list, blank=True)

    class Meta:
        verbose_name = _("주간 소식 설정")
        verbose_name_plural = _("주간 소식 설정")

    def __str__(self) -> str:
        return str(self.user_id)


class Digest(models.Model):
    """A week that is done with for somebody. The row comes in one transaction with the letter, or with none.

    The next letter begins where this one ends, so nothing is told twice and nothing is left out.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests")
    week = models.DateField(_("월요일"))
    since = models.DateTimeField(_("이때부터"))
    until = models.DateTimeField(_("이때까지"))
    items = models.PositiveIntegerField(_("실은 소식"), default=0)
    created_at = models.DateTimeField(_("만든 때"), auto_now_add=True)

    class Meta:
        verbose_name = _("주간 소식")
        verbose_name_plural = _("주간 소식")
        constraints = [models.UniqueConstraint(fields=["user", "week"], name="digest_once_a_week")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.week}"
