"""Attachments from rows."""

from __future__ import annotations

import hashlib
from pathlib import Path

from portal.core.enums import Kogl
from portal.imports.content.places import DistrictNames
from portal.imports.content.reading import Reading
from portal.imports.content.types import AttachmentContent, Link

#: Kinds of pages that take attachments.
PAGES = ("lecture", "case", "session", "expo", "prize")


def attachment_content(reading: Reading, districts: DistrictNames) -> AttachmentContent:
    title = reading.text("title", 255, required=True)
    file = reading.file("file")
    kind, target = reading.text("page_kind", 20, required=True), reading.text("page", 80, required=True)
    if kind and kind not in PAGES:
        reading.error("page_kind", f"쓸 수 있는 값: {', '.join(PAGES)}")
    # A file that was exchanged without its row would stay unnoticed: rows are compared, not files.
    stated = reading.text("sha256", 64)
    if file is not None and stated and hashlib.sha256(file.read_bytes()).hexdigest() != stated:
        reading.error("sha256", "파일의 내용이 이 값과 다릅니다.")
    return AttachmentContent(
        title=title,
        file=file or Path(),
        licence=reading.choice("licence", Kogl, Kogl.NONE),
        checked=reading.text("checked", 1000),
        links=(Link("attachments", kind, target),) if kind in PAGES and target else (),
    )
