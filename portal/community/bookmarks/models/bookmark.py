"""A bookmark: a page, a moment of a lecture, a page of an attachment or a section of a case, with a note."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.core.models import PortalDocument


class Bookmark(models.Model):
    """Of a page or a file, `locator` as in the search. It stays, with its note, when that is deleted."""

    NOTE_LENGTH = 1000

    # Editors must not learn who keeps what, as Wagtail's list of references would tell them.
    wagtail_reference_index_ignore = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bookmarks")
    page = models.ForeignKey(Page, models.SET_NULL, null=True, blank=True, related_name="+")
    document = models.ForeignKey(PortalDocument, models.SET_NULL, null=True, blank=True, related_name="+")
    locator = models.CharField(_("위치"), max_length=200, blank=True)
    note = models.TextField(_("메모"), max_length=NOTE_LENGTH, blank=True)
    created_at = models.DateTimeField(_("담은 때"), auto_now_add=True)

    class Meta:
        verbose_name = _("담아 둔 것")
        verbose_name_plural = _("담아 둔 것")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "page", "locator"], name="bookmark_of_page"),
            models.UniqueConstraint(fields=["user", "document", "locator"], name="bookmark_of_file"),
            models.CheckConstraint(
                condition=models.Q(page=None) | models.Q(document=None), name="bookmark_of_one_thing"
            ),
        ]
        indexes = [models.Index(F("user"), F("created_at").desc(), name="bookmark_list")]

    def __str__(self) -> str:
        return f"{self.page_id or ''}/{self.document_id or ''} {self.locator}"
