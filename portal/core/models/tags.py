"""Controlled tags: one term, its English name, and the spellings that lead to it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import TagBase
from wagtail.admin.panels import FieldPanel, InlinePanel

from portal.core.enums import TagGroup
from portal.core.particles import quoted
from portal.core.text_keys import term_key


class Tag(ClusterableModel, TagBase):
    """A term of the vocabulary. Editors choose from it; new ones are made by the forum's office only."""

    free_tagging = False

    name_en = models.CharField(_("영문 이름"), max_length=100, blank=True)
    key = models.CharField(_("비교 열쇠"), max_length=100, unique=True, editable=False)
    group = models.CharField(_("갈래"), max_length=12, choices=TagGroup, default=TagGroup.TOPIC)
    external_id = models.CharField(  # noqa: DJ001  (null keeps several without one apart)
        _("외부 식별자"), max_length=80, unique=True, null=True, editable=False
    )

    panels: ClassVar = [
        FieldPanel("name"),
        FieldPanel("name_en"),
        FieldPanel("group"),
        InlinePanel(
            "aliases", label=_("같은 말"), help_text=_("여기 적은 표기로 찾거나 붙여도 이 태그가 됩니다.")
        ),
    ]

    class Meta:
        verbose_name = _("태그")
        verbose_name_plural = _("태그")
        ordering: ClassVar = ["name"]

    def clean(self) -> None:
        super().clean()
        self.key = term_key(self.name)
        taken = Tag.objects.filter(key=self.key).exclude(pk=self.pk).first()
        alias = TagAlias.objects.filter(key=self.key).exclude(tag_id=self.pk).select_related("tag").first()
        owner = taken or (alias.tag if alias else None)
        if owner:
            raise ValidationError(
                {
                    "name": gettext("%(name)s 이미 태그 '%(tag)s'입니다.")
                    % {"name": quoted(self.name, "은/는"), "tag": owner.name}
                }
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = term_key(self.name)
        super().save(*args, **kwargs)

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" and self.name_en else self.name


class TagAlias(models.Model):
    """Another spelling of a tag."""

    tag = ParentalKey(Tag, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("표기"), max_length=100)
    key = models.CharField(max_length=100, unique=True, editable=False)

    panels: ClassVar = [FieldPanel("name")]

    class Meta:
        verbose_name = _("같은 말")
        verbose_name_plural = _("같은 말")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        self.key = term_key(self.name)
        taken = Tag.objects.filter(key=self.key).exclude(pk=self.tag_id).first()
        other = TagAlias.objects.filter(key=self.key).exclude(pk=self.pk).select_related("tag").first()
        owner = taken or (other.tag if other else None)
        if owner:
            raise ValidationError(
                {
                    "name": gettext("%(name)s 이미 태그 '%(tag)s'입니다.")
                    % {"name": quoted(self.name, "은/는"), "tag": owner.name}
                }
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = term_key(self.name)
        super().save(*args, **kwargs)
