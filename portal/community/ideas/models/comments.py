"""What members say about an idea, and what they report to the office."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.community.ideas.models.ideas import Idea
from portal.community.ideas.models.signed import Hideable, Signed


class IdeaComment(Signed, Hideable):
    """Readers see it unless it is hidden; the index never holds it."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="comments")
    body = models.TextField(_("댓글"), max_length=2000)

    class Meta:
        verbose_name = _("댓글")
        verbose_name_plural = _("댓글")
        ordering: ClassVar = ["created_at", "pk"]

    def __str__(self) -> str:
        return self.body[:60]


class CommentReport(models.Model):
    """That a member asks the office to look at a comment. Nobody else learns of it."""

    comment = models.ForeignKey(IdeaComment, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey("members.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(_("신고한 까닭"), max_length=500)
    created_at = models.DateTimeField(_("신고한 때"), auto_now_add=True)
    closed_at = models.DateTimeField(_("처리한 때"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("댓글 신고")
        verbose_name_plural = _("댓글 신고")
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("comment", "reporter"), name="one_report_per_member")
        ]

    def __str__(self) -> str:
        return f"{self.comment_id}"
