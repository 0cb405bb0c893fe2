"""Pictures for shared links: their addresses, and their bytes, kept on disk once drawn.

An address names a page and carries a digest of the caption. Only the digest of the caption as it is now is drawn,
so that the work is bounded by the number of pages, and an address always shows the same picture.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, override
from wagtail.models import Page

from lectures.domain.speakers import visible_speakers
from lectures.models import Speaker
from portal.core.models import PortalPage, Tag
from portal.guidance.models import Term
from portal.machines.captions import Caption, caption, portal_name
from portal.machines.drawing import DESIGN, draw
from portal.machines.public_tags import public_tags
from search.audience import visible_pages

# Old captions leave files behind; beyond this many the oldest go.
MOST_FILES = 4000
LANGUAGES = ("ko", "en")
SITE = "site"


@dataclass(frozen=True)
class Picture:
    """The picture of a subject in the language in use."""

    source: str
    pk: int
    language: str
    caption: Caption
    name: str

    @property
    def digest(self) -> str:
        parts = json.dumps([DESIGN, self.name, *astuple(self.caption)], ensure_ascii=False)
        return hashlib.sha256(parts.encode()).hexdigest()[:20]

    @property
    def url(self) -> str:
        return reverse("share_picture", args=[self.language, self.source, self.pk, self.digest])

    @property
    def alt(self) -> str:
        return ": ".join(filter(None, [self.caption.kind, self.caption.title]))


def picture_of(subject: Any) -> Picture:
    """The picture of a page, speaker or tag; the portal's own for anything else."""
    source = next((name for name, model in _MODELS.items() if isinstance(subject, model)), SITE)
    # A page that is being written has no number yet.
    pk = getattr(subject, "pk", None) or 0
    if not pk:
        source, subject = SITE, None
    language = "en" if get_language() == "en" else "ko"
    return Picture(source, pk if source != SITE else 0, language, caption(subject), portal_name())


_MODELS: dict[str, type[Any]] = {"page": PortalPage, "speaker": Speaker, "tag": Tag, "term": Term}


def find_picture(source: str, pk: int, language: str, viewer: Any) -> Picture | None:
    """The picture at an address, when `viewer` (None: anybody) may see what it is of."""
    with override(language):
        if source == SITE:
            return picture_of(None) if pk == 0 else None
        subject = _find(source, pk, viewer)
        return picture_of(subject) if subject is not None else None


def _find(source: str, pk: int, viewer: Any) -> Any:
    if source == "page":
        page = visible_pages(Page.objects.filter(pk=pk), viewer).first()
        specific = page.specific if page else None
        return specific if isinstance(specific, PortalPage) else None
    if source == "speaker":
        return visible_speakers(viewer).filter(pk=pk).first()
    if source == "tag":
        return next(iter(public_tags(viewer, Tag.objects.filter(pk=pk))), None)
    if source == "term":
        return Term.objects.filter(pk=pk).first()
    return None


def stored(picture: Picture) -> Path:
    """The file of the picture, drawn when it is not there yet. Raises TypefaceMissing.

    Several processes may draw the same one at once: each moves a whole file into place.
    """
    folder = Path(settings.DATA_DIR) / "share-pictures"
    target = folder / f"{picture.digest}.png"
    if not target.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        _make_room(folder)
        descriptor, fresh = tempfile.mkstemp(dir=folder, suffix=".part")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(draw(picture.caption, picture.name))
            os.replace(fresh, target)
        except BaseException:
            Path(fresh).unlink(missing_ok=True)
            raise
    return target


def _make_room(folder: Path) -> None:
    files = list(folder.iterdir())
    if len(files) < MOST_FILES:
        return
    ages = {path: path.stat().st_mtime for path in files if path.exists()}
    for path in sorted(ages, key=lambda path: ages[path])[: MOST_FILES // 4]:
        path.unlink(missing_ok=True)
