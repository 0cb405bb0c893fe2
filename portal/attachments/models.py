"""What was read of a file, and how far its check has come. The state that readers notice is on the document."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.models import PortalDocument


class AttachmentPart(models.Model):
    """A page, a stretch of text or a row of a table. ``cells``: of a row, as they stand in the file."""

    document = models.ForeignKey(PortalDocument, on_delete=models.CASCADE, related_name="parts")
    ordinal = models.PositiveIntegerField(_("순서"))
    locator = models.CharField(_("위치"), max_length=200)
    heading = models.CharField(_("머리말"), max_length=300, blank=True)
    text = models.TextField(_("내용"))
    cells = models.JSONField(_("칸"), default=list, blank=True)

    class Meta:
        verbose_name = _("첨부 파일의 대목")
        verbose_name_plural = _("첨부 파일의 대목")
        ordering: ClassVar = ["ordinal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("document", "ordinal"), name="one_part_per_ordinal")
        ]

    def __str__(self) -> str:
        return f"{self.document_id} {self.locator}"


class AttachmentCheck(models.Model):
    """The work on one file: who is at it, what the scanner and the check for personal data found, who let it go.

    finds: [{"kind", "ordinal", "before", "shown", "after"}], numbers without their middle. file: the name of the file
    that all this is about. No reader's page is made from it.
    """

    class Scan(models.TextChoices):
        NOT_SCANNED = "none", _("검사하지 않음(검사기를 두지 않음)")
        AWAY = "away", _("검사기가 응답하지 않아 기다리는 중")
        CLEAN = "clean", _("이상 없음")
        FOUND = "found", _("악성 코드 발견")

    document = models.OneToOneField(PortalDocument, on_delete=models.CASCADE, related_name="check_record")
    file = models.CharField(_("파일"), max_length=300, blank=True)
    format = models.CharField(_("내용으로 본 형식"), max_length=8, blank=True)
    scan = models.CharField(_("악성 코드 검사"), max_length=8, choices=Scan, default=Scan.NOT_SCANNED)
    signature = models.CharField(_("발견한 것"), max_length=200, blank=True)
    finds = models.JSONField(_("개인정보로 보이는 것"), default=list, blank=True)
    reason = models.TextField(_("공개하는 까닭"), blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    released_at = models.DateTimeField(_("확인한 때"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("시도 횟수"), default=0)
    claimed_at = models.DateTimeField(_("시작한 때"), null=True, blank=True)
    not_before = models.DateTimeField(_("다시 할 때"), null=True, blank=True)
    read_at = models.DateTimeField(_("끝난 때"), null=True, blank=True)
    created_at = models.DateTimeField(_("받은 때"), default=timezone.now)

    class Meta:
        verbose_name = _("첨부 파일 검사")
        verbose_name_plural = _("첨부 파일 검사")

    def __str__(self) -> str:
        return str(self.document)
