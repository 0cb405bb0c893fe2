"""Attachments: their text by page and row, checked before anybody may have them."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AttachmentsConfig(AppConfig):
    name = "portal.attachments"
    label = "attachments"
    verbose_name = _("첨부 파일 읽기")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from portal.attachments import searchable
        from portal.attachments.domain import queue, uses
        from search import preparations

        uses.connect()
        searchable.connect()
        preparations.register("attachments", queue.read_next)
