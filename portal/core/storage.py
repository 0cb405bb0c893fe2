"""Where uploads lie. They have no address of their own: every file goes through portal.core.files."""

from __future__ import annotations

from django.core.files.storage import FileSystemStorage


class UploadStorage(FileSystemStorage):
    """Files under MEDIA_ROOT that are never served by path."""

    def url(self, name: str | None) -> str:
        """Raise: a link must be made from the document or the rendition, whose view checks permission."""
        raise ValueError(f"{name}: uploads are served through a permission check, not by path.")
