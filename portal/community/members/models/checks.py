"""When a post was last asked whether what a case says still holds."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from districts.models import CaseStudy


class CaseCheck(models.Model):
    """One per case that has been asked about; the answer is the case's own ``last_confirmed``."""

    case = models.OneToOneField(
        CaseStudy, verbose_name=_("사례"), on_delete=models.CASCADE, related_name="contact_check"
    )
    asked_on = models.DateField(_("물은 날"))

    class Meta:
        verbose_name = _("사례 확인 요청")
        verbose_name_plural = _("사례 확인 요청")
        ordering: ClassVar = ["-asked_on"]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.asked_on}"
