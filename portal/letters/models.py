"""What the queue of django-post-office does not know: what is being handed over now, and how the mail server is."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from post_office.models import Email


class Handover(models.Model):
    """A letter that is being handed to the mail server.

    It is there before the server is asked and goes with the outcome: one that stays was left by a worker that
    died, and nobody knows whether the server has the letter. It goes out again under the same Message-ID.
    """

    letter = models.OneToOneField(Email, models.CASCADE, related_name="handover")
    begun_at = models.DateTimeField(_("넘기기 시작한 때"), auto_now=True)

    class Meta:
        verbose_name = _("넘기는 중인 편지")
        verbose_name_plural = _("넘기는 중인 편지")

    def __str__(self) -> str:
        return str(self.letter_id)


class MailServer(models.Model):
    """How the mail server is, in the only row: shared by the workers of all hosts."""

    ONLY = 1

    away_since = models.DateTimeField(_("응답하지 않은 때"), null=True)
    next_try = models.DateTimeField(_("다시 해 볼 때"), null=True)
    failures = models.PositiveIntegerField(_("실패 횟수"), default=0)
    error = models.CharField(_("까닭"), max_length=300, blank=True)
    worked_at = models.DateTimeField(_("마지막으로 보낸 때"), null=True)

    class Meta:
        verbose_name = _("메일 서버")
        verbose_name_plural = _("메일 서버")

    def __str__(self) -> str:
        return self.error or "-"
