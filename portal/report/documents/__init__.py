"""Documents made from a case: which there are. Each module makes one format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Download:
    """name: last part of the address; label: of the link; language: of the document, "" for the reader's."""

    name: str
    label: StrOrPromise
    content_type: str
    language: str = ""


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOWNLOADS = (
    Download("case.hwpx", _("한 쪽 요약 (HWPX)"), "application/hwp+zip"),
    Download("case.pdf", _("한 쪽 요약 (PDF)"), "application/pdf"),
    Download("prize-ko.docx", _("스마트도시 상 응모 초안, 국문 (DOCX)"), DOCX, "ko"),
    Download("prize-en.docx", _("스마트도시 상 응모 초안, 영문 (DOCX)"), DOCX, "en"),
)
