"""The expo: the list of its editions, and an edition with programme, zones, participants and figures."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from portal.core.blocks import PARTIAL_DATE_HELP, TEXT_FEATURES
from portal.core.models import PortalPage, Tag
from portal.core.partial_dates import validate_partial_date
from portal.expo.countries import country_choices
from portal.expo.enums import EditionStatus, ParticipantKind
from portal.expo.models.common import (
    LINE_HELP,
    EditionIndexPage,
    EditionPage,
    Figure,
    check_span,
    precision_field,
)


class ExpoIndexPage(EditionIndexPage):
    """/expo/: the editions of the expo, latest first."""

    template = "expo/expo_index_page.html"
    subpage_types: ClassVar = ["expo.ExpoEdition"]

    class Meta:
        verbose_name = _("엑스포 목록")
        verbose_name_plural = _("엑스포 목록")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.expo.domain.expos import expo_list_context

        return {**super().get_context(request, *args, **kwargs), **expo_list_context(request)}


class ExpoTag(ItemBase):
    """A tag on an edition of the expo."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_expos")
    content_object = ParentalKey("expo.ExpoEdition", on_delete=models.CASCADE, related_name="tagged_items")


class ExpoEdition(EditionPage):
    """One edition: planned, announced or held."""

    template = "expo/expo_edition.html"
    parent_page_types: ClassVar = ["expo.ExpoIndexPage"]

    status = models.CharField(
        _("상태"),
        max_length=10,
        choices=EditionStatus,
        default=EditionStatus.ANNOUNCED,
        help_text=_("열렸다는 자료가 있을 때만 '개최'를 고릅니다."),
    )
    seed_name = models.CharField(
        _("처음 이름"), max_length=150, blank=True, help_text=_("계획할 때의 이름이 지금과 다르면 씁니다.")
    )
    seed_name_en = models.CharField(_("처음 이름(영문)"), max_length=150, blank=True)
    start_date = models.DateField(_("시작"), null=True, blank=True)
    date_precision = precision_field()
    end_date = models.DateField(
        _("끝"),
        null=True,
        blank=True,
        help_text=_("모르면 비워 둡니다. 하루 행사면 시작과 같은 날을 씁니다."),
    )
    date_note = models.CharField(_("날짜 설명"), max_length=300, blank=True)
    date_note_en = models.CharField(_("날짜 설명(영문)"), max_length=300, blank=True)
    announced = models.CharField(
        _("발표일"),
        max_length=10,
        blank=True,
        validators=[validate_partial_date],
        help_text=PARTIAL_DATE_HELP,
    )
    announced_session = models.ForeignKey(
        "lectures.ForumSession",
        verbose_name=_("발표한 포럼 회차"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="expos_announced",
    )
    continues = models.ForeignKey(
        "self",
        verbose_name=_("앞선 계획"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="continued_by",
        help_text=_("이 행사로 이어진 계획이 있으면 고릅니다."),
    )
    venue = models.CharField(_("장소"), max_length=200, blank=True)
    venue_en = models.CharField(_("장소(영문)"), max_length=200, blank=True)
    hosts = models.TextField(_("주최"), blank=True, help_text=LINE_HELP)
    hosts_en = models.TextField(_("주최(영문)"), blank=True, help_text=LINE_HELP)
    organisers = models.TextField(_("주관"), blank=True, help_text=LINE_HELP)
    organisers_en = models.TextField(_("주관(영문)"), blank=True, help_text=LINE_HELP)
    theme = models.CharField(_("주제"), max_length=200, blank=True)
    theme_en = models.CharField(_("주제(영문)"), max_length=200, blank=True)
    slogan = models.CharField(_("표어"), max_length=200, blank=True)
    slogan_en = models.CharField(_("표어(영문)"), max_length=200, blank=True)
    background = RichTextField(_("배경과 목적"), blank=True, features=TEXT_FEATURES)
    assessment = RichTextField(_("평가"), blank=True, features=TEXT_FEATURES)
    related_lectures = ParentalManyToManyField(
        "lectures.Lecture",
        verbose_name=_("관련 강연"),
        blank=True,
        related_name="expos_pointing_here",
        help_text=_("이 행사에서 했거나 이 행사를 다룬 강연입니다."),
    )
    tags = ClusterTaggableManager(through=ExpoTag, blank=True, verbose_name=_("태그"))

    content_panels: ClassVar = [
        *PortalPage.content_panels,
        *PortalPage.title_panels,
        MultiFieldPanel(
            [
                FieldPanel("status"),
                FieldRowPanel([FieldPanel("seed_name"), FieldPanel("seed_name_en")]),
                PageChooserPanel("continues", "expo.ExpoEdition"),
                FieldPanel("announced"),
                PageChooserPanel("announced_session", "lectures.ForumSession"),
            ],
            heading=_("이름과 상태"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("start_date"), FieldPanel("date_precision"), FieldPanel("end_date")]
                ),
                FieldRowPanel([FieldPanel("date_note"), FieldPanel("date_note_en")]),
                FieldRowPanel([FieldPanel("venue"), FieldPanel("venue_en")]),
                FieldRowPanel([FieldPanel("hosts"), FieldPanel("hosts_en")]),
                FieldRowPanel([FieldPanel("organisers"), FieldPanel("organisers_en")]),
                FieldRowPanel([FieldPanel("theme"), FieldPanel("theme_en")]),
                FieldRowPanel([FieldPanel("slogan"), FieldPanel("slogan_en")]),
            ],
            heading=_("언제 어디서"),
        ),
        FieldPanel("background"),
        InlinePanel("programme", label=_("행사")),
        InlinePanel("zones", label=_("전시관·구역")),
        InlinePanel(
            "participants",
            label=_("참가 도시·기업"),
            help_text=_("이름이 확인된 곳만 씁니다. 나라를 모르면 비워 둡니다."),
        ),
        InlinePanel("figures", label=_("수치")),
        FieldPanel("assessment"),
        FieldPanel("related_lectures"),
        *EditionPage.closing_panels,
    ]

    class Meta:
        verbose_name = _("엑스포")
        verbose_name_plural = _("엑스포")

    def clean(self) -> None:
        super().clean()
        check_span(self, "start_date", "end_date")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.expo.domain.expos import expo_context

        return {**super().get_context(request, *args, **kwargs), **expo_context(self, request)}


class ExpoProgrammeItem(Orderable):
    """Something that took place at an edition; with the forum's session where it was one."""

    edition = ParentalKey(ExpoEdition, on_delete=models.CASCADE, related_name="programme")
    date = models.DateField(_("날짜"), null=True, blank=True)
    end_date = models.DateField(_("끝"), null=True, blank=True)
    title = models.CharField(_("제목"), max_length=200)
    title_en = models.CharField(_("영문 제목"), max_length=200, blank=True)
    summary = models.TextField(_("내용"), blank=True)
    summary_en = models.TextField(_("영문 내용"), blank=True)
    session = models.ForeignKey(
        "lectures.ForumSession",
        verbose_name=_("포럼 회차"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="expo_programme",
        help_text=_("이 행사가 포럼의 한 회차였으면 고릅니다."),
    )

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("title_en")]),
        FieldRowPanel([FieldPanel("date"), FieldPanel("end_date")]),
        FieldRowPanel([FieldPanel("summary"), FieldPanel("summary_en")]),
        PageChooserPanel("session", "lectures.ForumSession"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("행사")
        verbose_name_plural = _("행사")

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        check_span(self, "date", "end_date")


class ExpoZone(Orderable):
    """A part of the exhibition, in its hall where that is known."""

    edition = ParentalKey(ExpoEdition, on_delete=models.CASCADE, related_name="zones")
    hall = models.CharField(_("전시장"), max_length=80, blank=True, help_text=_("예: 코엑스 B2홀"))
    hall_en = models.CharField(_("전시장(영문)"), max_length=80, blank=True)
    name = models.CharField(_("이름"), max_length=120)
    name_en = models.CharField(_("영문 이름"), max_length=120, blank=True)
    summary = models.TextField(_("볼거리"), blank=True)
    summary_en = models.TextField(_("볼거리(영문)"), blank=True)

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("hall"), FieldPanel("hall_en")]),
        FieldRowPanel([FieldPanel("summary"), FieldPanel("summary_en")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("전시관·구역")
        verbose_name_plural = _("전시관·구역")

    def __str__(self) -> str:
        return self.name


class ExpoParticipant(Orderable):
    """A city, company or institution that is known to have taken part."""

    edition = ParentalKey(ExpoEdition, on_delete=models.CASCADE, related_name="participants")
    kind = models.CharField(
        _("갈래"), max_length=12, choices=ParticipantKind, default=ParticipantKind.COMPANY
    )
    name = models.CharField(_("이름"), max_length=120)
    name_en = models.CharField(_("영문 이름"), max_length=120, blank=True)
    country = models.CharField(_("나라"), max_length=2, blank=True, choices=country_choices)
    role = models.CharField(_("참가한 자리"), max_length=200, blank=True, help_text=_("예: 해외도시관"))
    role_en = models.CharField(_("참가한 자리(영문)"), max_length=200, blank=True)

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("kind"), FieldPanel("country")]),
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("role"), FieldPanel("role_en")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("참가 도시·기업")
        verbose_name_plural = _("참가 도시·기업")

    def __str__(self) -> str:
        return self.name


class ExpoFigure(Figure):
    """A figure of an edition of the expo."""

    edition = ParentalKey(ExpoEdition, on_delete=models.CASCADE, related_name="figures")
