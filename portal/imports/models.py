"""What has been loaded from files, and links that wait for their target."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportRecord(models.Model):
    """One row that was loaded. The hash tells whether the file says anything new since then.

    As long as the row stays the same, loading the file again leaves the object alone, whatever editors did to it.
    """

    kind = models.CharField(_("종류"), max_length=20)
    external_id = models.CharField(_("외부 식별자"), max_length=80)
    row_hash = models.CharField(max_length=64)
    object_id = models.BigIntegerField(_("대상 번호"))
    revision_id = models.BigIntegerField(null=True, blank=True)
    published = models.BooleanField(_("게시함"), default=False)
    file_name = models.CharField(_("파일"), max_length=200, blank=True)
    row_number = models.PositiveIntegerField(_("행"), default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("가져온 자료")
        verbose_name_plural = _("가져온 자료")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("kind", "external_id"), name="one_import_record_per_object")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.external_id}"


class PendingLink(models.Model):
    """A link to something that is not there yet; it is set by the load that brings the target."""

    record = models.ForeignKey(ImportRecord, on_delete=models.CASCADE, related_name="pending_links")
    column = models.CharField(max_length=30)
    target_kind = models.CharField(max_length=20)
    target = models.CharField(_("가리키는 자료"), max_length=200)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("기다리는 연결")
        verbose_name_plural = _("기다리는 연결")
        indexes: ClassVar = [models.Index(fields=["target_kind", "target"], name="imports_pending_target")]

    def __str__(self) -> str:
        return f"{self.column} -> {self.target_kind} {self.target}"
