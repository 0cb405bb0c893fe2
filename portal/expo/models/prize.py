"""The prize: the list of its editions, and an edition with call, criteria, jury and winners."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from portal.core.blocks import PARTIAL_DATE_HELP, SOURCES, TEXT_FEATURES
from portal.core.fields import StreamField
from portal.core.models import PortalPage, Tag
from portal.core.partial_dates import validate_partial_date
from portal.expo.countries import country_choices
from portal.expo.enums import Category, Rank
from portal.expo.models.common import (
    LINE_HELP,
    EditionIndexPage,
    EditionPage,
    Figure,
    check_span,
    precision_field,
)


class PrizeIndexPage(EditionIndexPage):
    """/prize/: the editions of the prize, and the known winners of all of them."""

    template = "expo/prize_index_page.html"
    subpage_types: ClassVar = ["expo.PrizeEdition"]

    class Meta:
        verbose_name = _("스마트도시 상 목록")
        verbose_name_plural = _("스마트도시 상 목록")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.expo.domain.prizes import prize_list_context

        return {**super().get_context(request, *args, **kwargs), **prize_list_context(request)}


class PrizeTag(ItemBase):
    """A tag on an edition of the prize."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_prizes")
    content_object = ParentalKey("expo.PrizeEdition", on_delete=models.CASCADE, related_name="tagged_items")


class PrizeEdition(EditionPage):
    """One edition: the call, how it is judged, when it is given, and to whom."""

    template = "expo/prize_edition.html"
    parent_page_types: ClassVar = ["expo.PrizeIndexPage"]

    number = models.PositiveSmallIntegerField(
        _("회"), null=True, blank=True, help_text=_("제3회면 3을 씁니다.")
    )
    year = models.PositiveSmallIntegerField(_("연도"))
    call_start = models.DateField(_("공모 시작"), null=True, blank=True)
    call_start_precision = precision_field()
    call_end = models.DateField(_("공모 마감"), null=True, blank=True)
    call_end_precision = precision_field()
    call_url = models.URLField(_("공모 안내 주소"), max_length=600, blank=True)
    how_to_apply = RichTextField(_("내는 방법"), blank=True, features=TEXT_FEATURES)
    eligible = models.TextField(_("낼 수 있는 곳"), blank=True, help_text=LINE_HELP)
    eligible_en = models.TextField(_("낼 수 있는 곳(영문)"), blank=True, help_text=LINE_HELP)
    benefits = models.TextField(_("받는 것"), blank=True, help_text=LINE_HELP)
    benefits_en = models.TextField(_("받는 것(영문)"), blank=True, help_text=LINE_HELP)
    focus = RichTextField(_("이번 회의 초점"), blank=True, features=TEXT_FEATURES)
    ceremony_date = models.DateField(_("시상식"), null=True, blank=True)
    ceremony_precision = precision_field()
    ceremony_venue = models.CharField(_("시상식 장소"), max_length=200, blank=True)
    ceremony_venue_en = models.CharField(_("시상식 장소(영문)"), max_length=200, blank=True)
    ceremony_event = models.CharField(_("함께 열린 행사"), max_length=200, blank=True)
    ceremony_event_en = models.CharField(_("함께 열린 행사(영문)"), max_length=200, blank=True)
    attendance = models.CharField(_("시상식 참석"), max_length=60, blank=True, help_text=_("예: 300여 명"))
    expo = models.ForeignKey(
        "expo.ExpoEdition",
        verbose_name=_("시상식이 열린 엑스포"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="prizes",
    )
    winners_total = models.PositiveSmallIntegerField(
        _("수상 전체"),
        null=True,
        blank=True,
        help_text=_("아래에 이름을 적지 못한 수상까지 모두 센 수입니다."),
    )
    winners_note = RichTextField(_("수상에 관해 더 알려진 것"), blank=True, features=TEXT_FEATURES)
    tags = ClusterTaggableManager(through=PrizeTag, blank=True, verbose_name=_("태그"))

    content_panels: ClassVar = [
        *PortalPage.content_panels,
        *PortalPage.title_panels,
        FieldRowPanel([FieldPanel("number"), FieldPanel("year")]),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("call_start"), FieldPanel("call_start_precision")]),
                FieldRowPanel([FieldPanel("call_end"), FieldPanel("call_end_precision")]),
                FieldPanel("call_url"),
                FieldPanel("how_to_apply"),
                FieldRowPanel([FieldPanel("eligible"), FieldPanel("eligible_en")]),
                FieldRowPanel([FieldPanel("benefits"), FieldPanel("benefits_en")]),
                FieldPanel("focus"),
            ],
            heading=_("공모"),
        ),
        InlinePanel("categories", label=_("부문")),
        InlinePanel("criteria", label=_("심사 기준")),
        InlinePanel("jury", label=_("심사 단계")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("ceremony_date"), FieldPanel("ceremony_precision")]),
                FieldRowPanel([FieldPanel("ceremony_venue"), FieldPanel("ceremony_venue_en")]),
                FieldRowPanel([FieldPanel("ceremony_event"), FieldPanel("ceremony_event_en")]),
                FieldPanel("attendance"),
                PageChooserPanel("expo", "expo.ExpoEdition"),
            ],
            heading=_("시상식"),
        ),
        FieldPanel("winners_total"),
        InlinePanel(
            "awards",
            label=_("수상"),
            help_text=_("확인된 수상만 씁니다. 우리 사례가 받았으면 사례를 이어 주세요."),
        ),
        FieldPanel("winners_note"),
        InlinePanel("figures", label=_("수치")),
        *EditionPage.closing_panels,
    ]

    class Meta:
        verbose_name = _("스마트도시 상")
        verbose_name_plural = _("스마트도시 상")

    def clean(self) -> None:
        super().clean()
        check_span(self, "call_start", "call_end")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.expo.domain.prizes import prize_context

        return {**super().get_context(request, *args, **kwargs), **prize_context(self, request)}


class PrizeCategory(Orderable):
    """A category that can be entered, and how many prizes it gives."""

    edition = ParentalKey(PrizeEdition, on_delete=models.CASCADE, related_name="categories")
    category = models.CharField(_("부문"), max_length=12, choices=Category)
    description = models.CharField(_("설명"), max_length=300, blank=True)
    description_en = models.CharField(_("설명(영문)"), max_length=300, blank=True)
    places = models.PositiveSmallIntegerField(_("수상 수"), null=True, blank=True)

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("category"), FieldPanel("places")]),
        FieldPanel("description"),
        FieldPanel("description_en"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("부문")
        verbose_name_plural = _("부문")

    def __str__(self) -> str:
        return str(self.get_category_display())


class PrizeCriterion(Orderable):
    """One of the criteria by which entries are judged."""

    edition = ParentalKey(PrizeEdition, on_delete=models.CASCADE, related_name="criteria")
    name = models.CharField(_("이름"), max_length=100)
    name_en = models.CharField(_("영문 이름"), max_length=100, blank=True)
    description = models.CharField(_("설명"), max_length=300, blank=True)
    description_en = models.CharField(_("설명(영문)"), max_length=300, blank=True)

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("description"), FieldPanel("description_en")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("심사 기준")
        verbose_name_plural = _("심사 기준")

    def __str__(self) -> str:
        return self.name


class JuryStep(Orderable):
    """A step from the entries to the winners."""

    edition = ParentalKey(PrizeEdition, on_delete=models.CASCADE, related_name="jury")
    when = models.CharField(
        _("때"), max_length=10, blank=True, validators=[validate_partial_date], help_text=PARTIAL_DATE_HELP
    )
    text = models.CharField(_("한 일"), max_length=300)
    text_en = models.CharField(_("한 일(영문)"), max_length=300, blank=True)

    panels: ClassVar = [FieldPanel("when"), FieldPanel("text"), FieldPanel("text_en")]

    class Meta(Orderable.Meta):
        verbose_name = _("심사 단계")
        verbose_name_plural = _("심사 단계")

    def __str__(self) -> str:
        return self.text


class PrizeFigure(Figure):
    """A figure of an edition of the prize."""

    edition = ParentalKey(PrizeEdition, on_delete=models.CASCADE, related_name="figures")


class Award(Orderable):
    """A prize given: for what, to whom, and our case where it is one."""

    edition = ParentalKey(PrizeEdition, on_delete=models.CASCADE, related_name="awards")
    category = models.CharField(_("부문"), max_length=12, choices=Category)
    rank = models.CharField(_("등급"), max_length=8, choices=Rank, default=Rank.WINNER)
    city = models.CharField(_("도시"), max_length=100, blank=True)
    city_en = models.CharField(_("도시(영문)"), max_length=100, blank=True)
    institution = models.CharField(_("기관"), max_length=150, blank=True)
    institution_en = models.CharField(_("기관(영문)"), max_length=150, blank=True)
    country = models.CharField(_("나라"), max_length=2, blank=True, choices=country_choices)
    project = models.CharField(_("사업"), max_length=255, blank=True)
    project_en = models.CharField(_("사업(영문)"), max_length=255, blank=True)
    recipient = models.CharField(_("받은 사람"), max_length=150, blank=True)
    recipient_en = models.CharField(_("받은 사람(영문)"), max_length=150, blank=True)
    points = models.TextField(_("내용"), blank=True, help_text=LINE_HELP)
    points_en = models.TextField(_("내용(영문)"), blank=True, help_text=LINE_HELP)
    case = models.ForeignKey(
        "districts.CaseStudy",
        verbose_name=_("사례"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="prize_awards",
        help_text=_("이 수상과 같은 사업의 사례가 포털에 있으면 고릅니다."),
    )
    sources = StreamField(SOURCES, blank=True, verbose_name=_("출처"))

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("category"), FieldPanel("rank")]),
        FieldRowPanel([FieldPanel("city"), FieldPanel("city_en"), FieldPanel("country")]),
        FieldRowPanel([FieldPanel("institution"), FieldPanel("institution_en")]),
        FieldRowPanel([FieldPanel("project"), FieldPanel("project_en")]),
        FieldRowPanel([FieldPanel("recipient"), FieldPanel("recipient_en")]),
        FieldRowPanel([FieldPanel("points"), FieldPanel("points_en")]),
        PageChooserPanel("case", "districts.CaseStudy"),
        FieldPanel("sources"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("수상")
        verbose_name_plural = _("수상")

    def __str__(self) -> str:
        return " ".join(filter(None, [self.city or self.institution or self.recipient, self.project]))

    def clean(self) -> None:
        super().clean()
        if not (self.city or self.institution or self.recipient):
            raise ValidationError({"city": gettext("도시나 기관, 받은 사람 가운데 하나는 써 주세요.")})
