"""Files of pictures: what reading them can raise, and what of them is shown.

A photograph carries where and when it was taken. The file that was uploaded keeps that and is given to nobody; the
sizes made of it do not have it.
"""

from __future__ import annotations

import struct

from PIL import ImageOps
from willow.plugins.pillow import PillowImage
from willow.registry import registry

#: What reading a damaged file raises.
UNREADABLE = (EOFError, LookupError, OSError, SyntaxError, ValueError, struct.error)
#: What a picture needs in order to look right.
_NEEDED = frozenset({"icc_profile", "transparency"})


def upright(image: PillowImage) -> PillowImage:
    """The picture turned as the camera says, without EXIF, XMP and comments."""
    # In place: a copy of a large photograph would take as much memory again.
    ImageOps.exif_transpose(image.image, in_place=True)
    image.image.info = {name: value for name, value in image.image.info.items() if name in _NEEDED}
    return image


def leave_out_metadata() -> None:
    """Every size of a picture goes through this operation first."""
    registry.register_operation(PillowImage, "auto_orient", upright)
