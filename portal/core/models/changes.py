"""That something readers can see was changed: rows that pages kept in memory are compared with."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """One transaction that changed what readers see; written by `portal.core.changes` within it.

    All rows together stand for a state of the site: their random tokens add up to another number after every
    change, in whatever order transactions commit.
    """

    token = models.BigIntegerField(_("표식"))

    class Meta:
        verbose_name = _("바뀐 일")
        verbose_name_plural = _("바뀐 일")
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return str(self.token)
