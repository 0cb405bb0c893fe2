"""Invitations, requests for accounts, and accounts that nobody has used for long."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from districts.models import District
from portal.accounts.models import LowerCaseEmailField
from portal.joining.enums import InvitedRole, RequestState


class PlaceOfWork(models.Model):
    """What somebody says, or the office knows, about where an account belongs."""

    email = LowerCaseEmailField(_("전자우편"))
    name = models.CharField(_("보이는 이름"), max_length=60, blank=True)
    district = models.ForeignKey(
        District,
        verbose_name=_("자치구"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    institution = models.CharField(_("기관"), max_length=100, blank=True)
    department = models.CharField(_("부서"), max_length=100, blank=True)
    created_at = models.DateTimeField(_("때"), default=timezone.now, editable=False)

    class Meta:
        abstract = True

    @property
    def place(self) -> str:
        """The district or the institution; "" where neither is said."""
        return self.district.name if self.district else self.institution


class AccountRequest(PlaceOfWork):
    """Somebody asks for an account. Nobody of the office sees it before the address is confirmed."""

    reason = models.CharField(_("하는 일과 쓰려는 까닭"), max_length=500, blank=True)
    state = models.CharField(
        _("상태"), max_length=20, choices=RequestState, default=RequestState.UNCONFIRMED, editable=False
    )
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("가입 신청")
        verbose_name_plural = _("가입 신청")
        ordering: ClassVar = ["created_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["email", "created_at"], name="joining_request_email")]

    def __str__(self) -> str:
        return self.email


class Invitation(PlaceOfWork):
    """A link by which one account is made. `times_sent` is part of the link: an older one opens nothing."""

    role = models.CharField(_("역할"), max_length=20, choices=InvitedRole, default=InvitedRole.READER)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, editable=False, related_name="+"
    )
    times_sent = models.PositiveIntegerField(default=0, editable=False)
    sent_at = models.DateTimeField(_("보낸 때"), null=True, editable=False)
    used_at = models.DateTimeField(null=True, editable=False)
    taken_back_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("초대")
        verbose_name_plural = _("초대")
        ordering: ClassVar = ["-sent_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["email"],
                condition=models.Q(used_at=None, taken_back_at=None),
                name="joining_one_open_invitation",
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.taken_back_at is None


class Dormancy(models.Model):
    """What was said to, and done with, an account that nobody uses."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="dormancy")
    noticed_at = models.DateTimeField(null=True)
    locked_at = models.DateTimeField(null=True)
    woken_at = models.DateTimeField(null=True)
    # Asked for by whoever opens the page for locked accounts: one letter an hour.
    letter_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("쉬는 계정")
        verbose_name_plural = _("쉬는 계정")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user)
