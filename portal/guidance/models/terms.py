"""Terms: a word of the trade, its spellings, and what it means in plain words."""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, MultipleChooserPanel
from wagtail.models import Orderable, PreviewableMixin

from portal.core.blocks import SOURCES
from portal.core.fields import StreamField
from portal.core.particles import quoted
from portal.core.text_keys import term_key
from portal.guidance.spellings import one_per_line

# Wide enough that two states of the glossary never share a sum by chance, small enough to add up.
_STAMP_BITS = 40


class Term(PreviewableMixin, ClusterableModel):
    """A term of the glossary. It is public as soon as it is saved."""

    name = models.CharField(_("용어"), max_length=100)
    name_en = models.CharField(_("영문 이름"), max_length=150, blank=True)
    slug = models.SlugField(
        _("주소 이름"), max_length=100, unique=True, allow_unicode=True, help_text=_("예: smart-city")
    )
    abbreviations = models.TextField(_("줄임말"), blank=True, help_text=_("한 줄에 하나씩 씁니다. 예: IoT"))
    variants = models.TextField(
        _("다른 표기"),
        blank=True,
        help_text=_("띄어쓰기가 다른 표기나 같은 뜻의 말을 한 줄에 하나씩 씁니다."),
    )
    unmarked = models.TextField(
        _("본문에서 풀이를 달지 않을 표기"),
        blank=True,
        help_text=_(
            "위에 적은 이름과 표기 가운데 다른 뜻으로도 흔히 쓰이는 것을 한 줄에 하나씩 씁니다. "
            "찾기에는 그대로 쓰입니다."
        ),
    )
    definition = models.TextField(
        _("풀이"), max_length=600, help_text=_("전산을 모르는 사람도 알 수 있게 한두 문장으로 씁니다.")
    )
    definition_en = models.TextField(_("영문 풀이"), blank=True, max_length=800)
    sources = StreamField(SOURCES, blank=True, verbose_name=_("출처"))
    external_id = models.CharField(
        _("외부 식별자"), max_length=80, unique=True, null=True, blank=True, editable=False
    )
    #: Another number after every save: the sum over all terms tells whether a compiled glossary is still true.
    stamp = models.BigIntegerField(default=0, editable=False)

    panels: ClassVar = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]), FieldPanel("slug")],
            heading=_("이름"),
        ),
        MultiFieldPanel([FieldPanel("definition"), FieldPanel("definition_en")], heading=_("풀이")),
        MultiFieldPanel(
            [FieldPanel("abbreviations"), FieldPanel("variants"), FieldPanel("unmarked")],
            heading=_("표기"),
        ),
        MultipleChooserPanel(
            "related_links",
            chooser_field_name="target",
            label=_("관련 용어"),
            help_text=_("한쪽에만 적어도 두 용어의 쪽에 모두 나옵니다."),
        ),
        FieldPanel("sources"),
    ]

    class Meta:
        verbose_name = _("용어")
        verbose_name_plural = _("용어")
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        for name in ("abbreviations", "variants", "unmarked"):
            setattr(self, name, "\n".join(one_per_line(getattr(self, name))))
        key = term_key(self.name)
        if not key:
            raise ValidationError({"name": gettext("글자나 숫자가 있어야 합니다.")})
        others = Term.objects.exclude(pk=self.pk).values_list("name", flat=True)
        if any(term_key(other) == key for other in others):
            raise ValidationError(
                {"name": gettext("%(name)s 이미 있는 용어입니다.") % {"name": quoted(self.name, "은/는")}}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.stamp = secrets.randbits(_STAMP_BITS)
        super().save(*args, **kwargs)

    @property
    def abbreviation_list(self) -> list[str]:
        return one_per_line(self.abbreviations)

    @property
    def variant_list(self) -> list[str]:
        return one_per_line(self.variants)

    @property
    def spellings(self) -> list[str]:
        """Everything the term is called, its name first, each once."""
        names = [self.name, self.name_en, *self.abbreviation_list, *self.variant_list]
        return list(dict.fromkeys(filter(None, names)))

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return self.name_en if get_language() == "en" and self.name_en else self.name

    def get_absolute_url(self) -> str:
        return reverse("term", args=[self.slug])

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "guidance/term.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        from portal.guidance.domain.term_pages import term_context

        return {**super().get_preview_context(request, mode_name), **term_context(self, request)}


class RelatedTerm(Orderable):
    """One term leads to another."""

    source = ParentalKey(Term, on_delete=models.CASCADE, related_name="related_links")
    target = models.ForeignKey(
        Term, verbose_name=_("관련 용어"), on_delete=models.CASCADE, related_name="links_here"
    )

    panels: ClassVar = [FieldPanel("target")]

    class Meta(Orderable.Meta):
        verbose_name = _("관련 용어")
        verbose_name_plural = _("관련 용어")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("source", "target"), name="one_link_between_two_terms")
        ]

    def __str__(self) -> str:
        return str(self.target)

    def clean(self) -> None:
        super().clean()
        if self.source_id is not None and self.source_id == self.target_id:
            raise ValidationError({"target": gettext("자기 자신은 고를 수 없습니다.")})
