"""Pictures in the sizes and formats that browsers choose from, made in the background.

A page shows what is there. It makes one size itself at most: scaling a large photograph to AVIF takes seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django_tasks import task
from wagtail.images.models import Filter, SourceImageIOError

from portal.core.models import PortalImage, PortalRendition

#: The column of text is at most 880 pixels wide; twice that for fine screens, half for telephones.
WIDTHS = (440, 880, 1760)
FORMATS = ("avif", "webp")
BASE = "width-880|format-webp"
SIZES = "(min-width: 960px) 880px, 100vw"


@dataclass(frozen=True)
class Source:
    """One format of a picture for `srcset`."""

    type: str
    srcset: str


@dataclass(frozen=True)
class Shown:
    """A picture as a page needs it: the fallback with its measures, and the formats that are there."""

    base: PortalRendition
    sources: list[Source]
    sizes: str = SIZES


def specs() -> list[str]:
    """Of all sizes in all formats."""
    return [f"width-{width}|format-{name}" for name in FORMATS for width in WIDTHS]


def read_sizes(images: Sequence[PortalImage]) -> None:
    """Read which sizes there are of all the pictures of a page, in one query."""
    prefetch_related_objects(images, "renditions")


def shown(image: PortalImage) -> Shown | None:
    """What a page shows of the picture; makes the fallback when it is missing. None when the file cannot be read."""
    wanted = [Filter(spec=spec) for spec in specs()]
    found = {filter.spec: rendition for filter, rendition in image.find_existing_renditions(*wanted).items()}
    try:
        base = found[BASE] = found.get(BASE) or image.get_rendition(BASE)
    except SourceImageIOError:
        return None
    sources = (
        _source(name, [found[spec] for spec in specs() if spec in found and spec.endswith(name)])
        for name in FORMATS
    )
    return Shown(base, [source for source in sources if source])


def _source(name: str, renditions: Iterable[PortalRendition]) -> Source | None:
    # A small picture is not made larger: several sizes may be the same.
    by_width = {rendition.width: rendition for rendition in renditions}
    parts = [f"{rendition.url} {width}w" for width, rendition in sorted(by_width.items())]
    return Source(f"image/{name}", ", ".join(parts)) if parts else None


@task()
def make_sizes(image_id: int) -> None:
    """Make every size that is missing. Does nothing for a picture that is gone or cannot be read."""
    image = PortalImage.objects.filter(pk=image_id).first()
    if image is None:
        return
    for spec in specs():
        try:
            # Each by itself: other writers need not wait for all.
            image.get_rendition(spec)
        except SourceImageIOError:
            return


def order_sizes(instance: PortalImage, **kwargs: Any) -> None:
    """A picture was saved: have its sizes made once the change holds."""
    transaction.on_commit(lambda: make_sizes.enqueue(instance.pk), robust=True)
