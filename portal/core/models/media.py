"""Pictures and files, with their licence. Both are served through a permission check (portal.core.files)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, SourceImageIOError
from wagtail.images.models import Image as WagtailImage

from portal.core.enums import CheckState, ExtractionStatus, Kogl, ReadingProblem
from portal.core.picture_files import UNREADABLE


class PortalImage(AbstractImage):
    """A picture; who may see it follows its collection."""

    licence = models.CharField(_("공공누리 유형"), max_length=8, choices=Kogl, default=Kogl.NONE)
    credit = models.CharField(_("출처 표시"), max_length=200, blank=True)

    admin_form_fields = (*WagtailImage.admin_form_fields, "licence", "credit")
    #: Whether it comes after the first picture of the page that is being shown.
    later = False

    class Meta(AbstractImage.Meta):
        verbose_name = _("그림")
        verbose_name_plural = _("그림")
        permissions: ClassVar = [("choose_image", "Can choose image")]

    def generate_rendition_file(self, filter: Filter, *, source: Any = None) -> Any:
        """One size of the picture. Raises SourceImageIOError, which all callers expect, also for a damaged file."""
        try:
            return super().generate_rendition_file(filter, source=source)
        except UNREADABLE as error:
            raise SourceImageIOError(f"{self.file.name}: {error}") from error


class PortalRendition(AbstractRendition):
    """One size of a picture. Its address leads to the permission check, not to the file."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="one_rendition_per_filter"
            )
        ]

    @property
    def url(self) -> str:
        # Wagtail shows a size that was never stored for a picture that cannot be read.
        return reverse("rendition", args=[self.pk or 0, self.file.name.rsplit("/", 1)[-1]])


class PortalDocument(AbstractDocument):
    """A file to download; who may have it follows its collection."""

    licence = models.CharField(_("공공누리 유형"), max_length=8, choices=Kogl, default=Kogl.NONE)
    extraction_status = models.CharField(
        _("글자 읽기"),
        max_length=10,
        choices=ExtractionStatus,
        default=ExtractionStatus.NOT_READ,
        editable=False,
    )
    problem = models.CharField(
        _("읽을 때 걸린 것"), max_length=12, choices=ReadingProblem, blank=True, editable=False
    )
    check_state = models.CharField(
        _("공개 전 검사"),
        max_length=8,
        choices=CheckState,
        default=CheckState.WAITING,
        editable=False,
        db_index=True,
    )
    external_id = models.CharField(
        _("외부 식별자"), max_length=80, unique=True, null=True, blank=True, editable=False
    )

    admin_form_fields = (*WagtailDocument.admin_form_fields, "licence")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("첨부 파일")
        verbose_name_plural = _("첨부 파일")
        permissions: ClassVar = [("choose_document", "Can choose document")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Another file has to be read and checked again: until then nobody but editors may have it."""
        if self.pk and self._is_other_file():
            self.extraction_status, self.problem = ExtractionStatus.NOT_READ, ""
            self.check_state = CheckState.WAITING
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {
                    *kwargs["update_fields"],
                    "extraction_status",
                    "problem",
                    "check_state",
                }
        super().save(*args, **kwargs)

    def _is_other_file(self) -> bool:
        if not getattr(self.file, "_committed", True):
            return True
        stored = type(self)._default_manager.filter(pk=self.pk).values_list("file", flat=True).first()
        return stored is not None and stored != self.file.name


class DocumentUse(models.Model):
    """That a page, as it was published, leads to a file: among its attachments or from its text.

    Written when the page is saved (`portal.attachments.domain.uses`).
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="document_uses")
    document = models.ForeignKey(PortalDocument, on_delete=models.CASCADE, related_name="uses")
    attached = models.BooleanField(_("첨부로"), default=True)
    label = models.CharField(_("보이는 이름"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("파일이 쓰인 곳")
        verbose_name_plural = _("파일이 쓰인 곳")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("page", "document"), name="one_use_per_page_and_document")
        ]

    def __str__(self) -> str:
        return f"{self.page_id}→{self.document_id}"
