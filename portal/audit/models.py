"""What was done by whom with rights and private things: append-only.

An entry names people by the number of their account only, so that it need not be changed when somebody's data is
deleted: the name is looked up when the log is shown.
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.audit.enums import AuditAction


class AppendOnly(Exception):
    """Entries of the audit log are neither changed nor deleted."""


class AuditEntrySet(models.QuerySet["AuditEntry"]):
    """Reads and adds. What is older than it is kept for goes by `portal.audit.retention` alone."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly


class AuditEntry(models.Model):
    """One thing done. `by_number` and `about_number` are primary keys of accounts, which may be gone."""

    at = models.DateTimeField(_("때"), default=timezone.now, editable=False, db_index=True)
    # Without choices: a new action is no change of the table.
    action = models.CharField(_("한 일"), max_length=40, editable=False)
    by_number = models.PositiveBigIntegerField(_("한 사람"), null=True, editable=False, db_index=True)
    about_number = models.PositiveBigIntegerField(_("대상 계정"), null=True, editable=False, db_index=True)
    subject = models.CharField(_("대상"), max_length=300, blank=True, editable=False)
    detail = models.CharField(_("내용"), max_length=1000, blank=True, editable=False)
    address = models.GenericIPAddressField(_("접속 주소"), null=True, editable=False)

    objects = AuditEntrySet.as_manager()

    class Meta:
        verbose_name = _("감사 기록")
        verbose_name_plural = _("감사 기록")
        ordering: ClassVar = ["-at", "-pk"]
        default_permissions = ("view",)
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action_label}"

    @property
    def action_label(self) -> str:
        """What was done, in words; an action that the portal no longer knows as it was written."""
        return str(AuditAction(self.action).label) if self.action in AuditAction.values else self.action

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly
