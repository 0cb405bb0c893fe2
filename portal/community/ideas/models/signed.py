"""What ideas and comments have in common: somebody wrote them, and is named as they chose."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.community.ideas.enums import SignedAs


class Signed(models.Model):
    """The place and post are those at the time of writing: whoever moves on does not take the idea along.

    The name is the member's own and goes when they go. ``key`` comes with the form, so that one sent twice is one.
    """

    author = models.ForeignKey(
        "members.Member",
        verbose_name=_("쓴 회원"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    signed_as = models.CharField(_("쓴 사람 표시"), max_length=8, choices=SignedAs, default=SignedAs.ROLE)
    signed_place = models.CharField(_("쓸 때의 소속과 자리"), max_length=200, blank=True, editable=False)
    key = models.UUIDField(_("양식 열쇠"), unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(_("쓴 때"), default=timezone.now, editable=False)

    class Meta:
        abstract = True

    @property
    def signature(self) -> str:
        """Who wrote it, as they chose: "노원구 AI 담당", with the name where they wanted it, or "회원"."""
        if self.signed_as == SignedAs.NOBODY:
            return gettext("회원")
        name = self.author.name_shown if self.author and self.signed_as == SignedAs.NAME else ""
        return " · ".join(part for part in (name, self.signed_place) if part) or gettext("회원")


class Hideable(models.Model):
    """What the office can hide from readers, with a reason, and show again."""

    hidden_at = models.DateTimeField(_("가린 때"), null=True, blank=True, editable=False)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("가린 사람"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    hidden_reason = models.CharField(_("가린 까닭"), max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True
