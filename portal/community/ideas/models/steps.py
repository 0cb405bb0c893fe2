"""The steps of an idea: what was decided when, and what was answered by whom."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.community.ideas.enums import IdeaStatus
from portal.community.ideas.models.ideas import Idea


class IdeaStep(models.Model):
    """One entry of the history. The role is kept as it was called then; who typed it in is for the office."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="steps")
    status = models.CharField(_("상태"), max_length=10, choices=IdeaStatus)
    date = models.DateField(_("날짜"), default=timezone.localdate)
    answer = models.TextField(_("답변"), max_length=2000, blank=True)
    post = models.ForeignKey(
        "members.Post",
        verbose_name=_("답한 자리"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    role_name = models.CharField(_("답한 자리의 이름"), max_length=200, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("입력한 사람"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("아이디어의 단계")
        verbose_name_plural = _("아이디어의 단계")
        ordering: ClassVar = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.idea_id} {self.status}"
