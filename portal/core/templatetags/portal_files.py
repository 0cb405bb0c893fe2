"""Files on pages: only those that the reader may open are named."""

from __future__ import annotations

from typing import Any

from django import template

from portal.core import pictures
from portal.core.models import PortalImage
from portal.core.viewer import open_files

register = template.Library()


@register.simple_tag(takes_context=True)
def open_attachments(context: dict[str, Any], attachments: Any) -> list[Any]:
    """The attachment blocks whose file is there and open to the reader."""
    blocks = [block for block in attachments if block.value.get("document")]
    seen = {file.pk for file in open_files([b.value["document"] for b in blocks], context.get("user"))}
    return [block for block in blocks if block.value["document"].pk in seen]


@register.simple_tag(takes_context=True)
def open_pictures(context: dict[str, Any], body: Any, lead: PortalImage | None = None) -> set[int]:
    """Ids of the pictures in a text that the reader may see; three queries for any number of them.

    Each learns whether it comes `later` than the first picture of the page, which is `lead` where there is one.
    """
    images = [block.value for block in body or () if block.block_type == "image" and block.value]
    seen = open_files(images, context.get("user"))
    pictures.read_sizes(seen)
    for number, image in enumerate(seen):
        image.later = bool(lead) or number > 0
    return {image.pk for image in seen}


@register.filter
def open_to(picture: PortalImage | None, viewer: Any) -> bool:
    """Whether there is a picture and this user may see it."""
    return picture is not None and bool(open_files([picture], viewer))


@register.inclusion_tag("components/picture.html")
def portal_picture(image: PortalImage, alt: str | None = None, *, later: bool = False) -> dict[str, Any]:
    """The picture in the formats and sizes that are there. Without `alt` it is described as the editor did, if at all.

    `later`: it stands below the first screen and loads when the reader comes near.
    """
    described = getattr(image, "description", "") if alt is None else alt
    return {"shown": pictures.shown(image), "alt": described or "", "later": later}


@register.simple_tag(takes_context=True)
def poster_address(context: dict[str, Any], recording: Any, page: Any) -> str:
    """The picture that stands before a recording begins: its own, else the page's; "" where the reader may see none."""
    for picture in (recording.poster, page.picture):
        if picture is not None and open_files([picture], context.get("user")):
            found = pictures.shown(picture)
            return str(found.base.url) if found else ""
    return ""
