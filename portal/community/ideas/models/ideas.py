"""An idea of a member, with what belongs to it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase

from districts.models import District
from portal.community.ideas.enums import FOLLOWING, IdeaStatus
from portal.community.ideas.models.signed import Hideable, Signed
from portal.core.models import PortalDocument, Tag


class IdeaQuerySet(models.QuerySet["Idea"]):
    def public(self) -> IdeaQuerySet:
        """Those that everybody may read: sent, not hidden, not merged into another."""
        return self.exclude(status=IdeaStatus.DRAFT).filter(hidden_at=None, merged_into=None)


class Idea(Signed, Hideable):
    """A draft is its author's alone; once sent it is everybody's to read, and its words stay as they were sent."""

    title = models.CharField(_("제목"), max_length=120)
    problem = models.TextField(_("문제"), max_length=4000, blank=True)
    proposal = models.TextField(_("제안"), max_length=4000, blank=True)
    districts = models.ManyToManyField(District, verbose_name=_("자치구"), blank=True, related_name="ideas")
    status = models.CharField(_("상태"), max_length=10, choices=IdeaStatus, default=IdeaStatus.DRAFT)
    sent_at = models.DateTimeField(_("접수한 때"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("합친 아이디어"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="merged",
    )
    case = models.OneToOneField(
        "districts.CaseStudy",
        verbose_name=_("사례"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="idea",
    )
    #: Raised with every change of the office or the author: nobody overwrites what they have not seen.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[Any] = IdeaQuerySet.as_manager()

    class Meta:
        verbose_name = _("아이디어")
        verbose_name_plural = _("아이디어")
        ordering: ClassVar = ["-sent_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["status", "-sent_at"], name="ideas_by_status")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("ideas:idea", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.status == IdeaStatus.DRAFT

    @property
    def is_public(self) -> bool:
        return not self.is_draft and self.hidden_at is None and self.merged_into_id is None

    @property
    def following(self) -> tuple[IdeaStatus, ...]:
        """The states that it may get next."""
        return FOLLOWING.get(self.status, ())


class IdeaTag(ItemBase):
    """A tag on an idea."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_ideas")
    content_object = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="tagged_items")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("tag", "content_object"), name="one_tag_per_idea")
        ]


class IdeaFile(models.Model):
    """A file of an idea. Readers get it once it was checked, where they may read the idea (`domain.files`)."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="files")
    document = models.OneToOneField(PortalDocument, on_delete=models.CASCADE, related_name="idea_file")

    class Meta:
        verbose_name = _("아이디어의 첨부 파일")
        verbose_name_plural = _("아이디어의 첨부 파일")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.idea_id}→{self.document_id}"


class IdeaSupport(models.Model):
    """That a member supports an idea; only their number is shown."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="supports")
    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("공감")
        verbose_name_plural = _("공감")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("idea", "member"), name="one_support_per_member")
        ]

    def __str__(self) -> str:
        return f"{self.member_id}→{self.idea_id}"
