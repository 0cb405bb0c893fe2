"""The editor's form of a picture takes only a file that can be read to the end."""

from __future__ import annotations

import warnings
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from portal.core.picture_files import UNREADABLE


class PictureField(WagtailImageField):
    """A picture whose file is whole and not larger than the server can take in."""

    def check_image_pixel_size(self, f: Any) -> None:
        """Look at the measures before anything is read into memory, then read it all, as Wagtail does for them."""
        try:
            self._check_measures(f)
            super().check_image_pixel_size(f)
        except UNREADABLE as error:
            message = _("그림 파일이 손상되어 끝까지 읽을 수 없습니다. 원본을 다시 받아 올려 주세요.")
            raise ValidationError(message, code="invalid_image") from error
        finally:
            f.seek(0)

    def _check_measures(self, f: Any) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            try:
                width, height = Image.open(f).size
            except Image.DecompressionBombError:
                return  # Said by Wagtail's own check.
        if width * height > self.max_image_pixels:
            numbers = {
                "num_pixels": f"{width * height:,}",
                "max_pixels_count": f"{self.max_image_pixels:,}",
            }
            raise ValidationError(
                self.error_messages["file_too_many_pixels"] % numbers, code="file_too_many_pixels"
            )


class PictureForm(BaseImageForm):
    """The editor's form of a picture."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            self.fields["file"] = PictureField(label=field.label, widget=field.widget)
