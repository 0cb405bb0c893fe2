"""A case: the structured record of what a district did, and the list of cases."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField

from districts.blocks import AdoptedByBlock, OutcomeBlock
from districts.computed import fill_computed
from districts.enums import Field, OutcomeLevel, Stage
from districts.forms import CaseForm
from districts.models.district import District
from portal.core.blocks import ATTACHMENTS, SOURCES, TEXT_FEATURES, TIMELINE
from portal.core.enums import DatePrecision, Kogl
from portal.core.fields import StreamField
from portal.core.models import PortalPage, Tag
from portal.core.partial_dates import validate_partial_date


class CaseIndexPage(PortalPage):
    """/cases/ lists all cases; below a district's page it holds and lists that district's."""

    template = "districts/case_index_page.html"
    parent_page_types: ClassVar = ["home.HomePage", "districts.DistrictPage"]
    subpage_types: ClassVar = ["districts.CaseStudy"]
    max_count_per_parent = 1
    #: Screens that stand before the pages of the tree: /cases/compare/
    reserved_slugs: ClassVar = frozenset({"compare"})
    content_panels: ClassVar = [*PortalPage.content_panels, *PortalPage.title_panels]

    class Meta:
        verbose_name = _("사례 목록")
        verbose_name_plural = _("사례 목록")

    @cached_property
    def district(self) -> District | None:
        """The district this list belongs to; None for the list of all."""
        return District.objects.filter(page=self.get_parent().pk).first()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from districts.domain.case_pages import case_list_context

        return {**super().get_context(request, *args, **kwargs), **case_list_context(self, request)}


class CaseTag(ItemBase):
    """A tag on a case."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_cases")
    content_object = ParentalKey("districts.CaseStudy", on_delete=models.CASCADE, related_name="tagged_items")


class CaseStudy(PortalPage):
    """What a district did, why, with what, to what effect, and what others need to know."""

    template = "districts/case_study.html"
    parent_page_types: ClassVar = ["districts.CaseIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = CaseForm

    district = models.ForeignKey(
        District,
        verbose_name=_("자치구"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
        help_text=_("비워 두면 서울시 전체의 사례입니다."),
    )
    co_districts = ParentalManyToManyField(
        District, verbose_name=_("함께한 자치구"), blank=True, related_name="shared_cases"
    )
    department = models.CharField(_("부서"), max_length=100, blank=True)
    # Plain lists of cases come without a field; an editor fills it in later.
    field = models.CharField(_("분야"), max_length=10, choices=Field, blank=True)
    stage = models.CharField(_("단계"), max_length=10, choices=Stage, default=Stage.UNKNOWN)
    year_started = models.PositiveSmallIntegerField(_("시작 연도"), null=True, blank=True)
    tags = ClusterTaggableManager(through=CaseTag, blank=True, verbose_name=_("태그"))

    problem = RichTextField(_("문제"), blank=True, features=TEXT_FEATURES)
    approach = RichTextField(_("접근"), blank=True, features=TEXT_FEATURES)
    cost_krw = models.PositiveBigIntegerField(_("비용(원)"), null=True, blank=True)
    cost_note = models.CharField(_("비용 설명"), max_length=300, blank=True)
    period = models.CharField(_("기간"), max_length=100, blank=True)
    staff = models.CharField(_("인력"), max_length=200, blank=True)
    outcomes = StreamField([("outcome", OutcomeBlock())], blank=True, verbose_name=_("성과"))
    timeline = StreamField(TIMELINE, blank=True, verbose_name=_("경과"))
    learning = RichTextField(_("배운 점"), blank=True, features=TEXT_FEATURES)
    transfer = RichTextField(_("옮겨 쓸 조건"), blank=True, features=TEXT_FEATURES)
    legal_basis = models.CharField(_("법적 근거"), max_length=300, blank=True)
    partners = models.TextField(_("함께한 기관"), blank=True, help_text=_("한 줄에 하나씩 씁니다."))
    awards = models.TextField(_("수상"), blank=True, help_text=_("한 줄에 하나씩 씁니다."))
    adopted_by = StreamField([("adoption", AdoptedByBlock())], blank=True, verbose_name=_("다른 곳의 적용"))
    contact_role = models.CharField(
        _("담당"),
        max_length=150,
        blank=True,
        help_text=_("사람 이름이 아니라 맡은 자리를 씁니다. 예: 스마트도시과 AI 담당"),
    )
    contact_post = models.ForeignKey(
        "members.Post",
        verbose_name=_("담당 자리"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="contact_cases",
        help_text=_(
            "질문과 한 해에 한 번 하는 확인이 이 자리로 갑니다. 고르면 위에 적은 담당 대신 보입니다."
        ),
    )
    related_lectures = ParentalManyToManyField(
        "lectures.Lecture", verbose_name=_("관련 강연"), blank=True, related_name="cases_pointing_here"
    )
    picture = models.ForeignKey(
        "core.PortalImage",
        verbose_name=_("대표 그림"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    attachments = StreamField(ATTACHMENTS, blank=True, verbose_name=_("첨부 파일"))
    licence = models.CharField(_("공공누리 유형"), max_length=8, choices=Kogl, default=Kogl.NONE)
    sources = StreamField(SOURCES, blank=True, verbose_name=_("출처"))
    last_confirmed = models.DateField(_("마지막 확인일"), null=True, blank=True)
    note = models.TextField(_("알림"), blank=True, help_text=_("자료에 관해 독자가 알아야 할 것."))

    stated_date = models.CharField(
        _("자료 날짜"),
        max_length=10,
        blank=True,
        validators=[validate_partial_date],
        help_text=_("출처에 날짜가 하나도 없을 때만 쓰입니다. 아는 데까지 씁니다. 예: 2024, 2024-10"),
    )
    date = models.DateField(_("날짜"), null=True, blank=True, editable=False)
    date_precision = models.CharField(max_length=5, choices=DatePrecision, blank=True, editable=False)
    outcome_level = models.CharField(
        _("성과 수치"), max_length=6, choices=OutcomeLevel, default=OutcomeLevel.NONE, editable=False
    )

    content_panels: ClassVar = [
        *PortalPage.content_panels,
        *PortalPage.title_panels,
        MultiFieldPanel(
            [
                FieldPanel("district"),
                FieldPanel("co_districts"),
                FieldRowPanel([FieldPanel("field"), FieldPanel("stage"), FieldPanel("year_started")]),
                FieldPanel("department"),
                FieldPanel("contact_role"),
                FieldPanel("contact_post"),
                FieldPanel("tags"),
            ],
            heading=_("기본 정보"),
        ),
        HelpPanel(
            content=_("모르는 것은 비워 둡니다. 빈 항목은 '공개 자료에서 확인되지 않음'으로 모아 보입니다.")
        ),
        FieldPanel("problem"),
        FieldPanel("approach"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("cost_krw"), FieldPanel("period")]),
                FieldPanel("cost_note"),
                FieldPanel("staff"),
                FieldPanel("legal_basis"),
            ],
            heading=_("자원"),
        ),
        FieldPanel("outcomes"),
        FieldPanel("timeline"),
        FieldPanel("learning"),
        FieldPanel("transfer"),
        MultiFieldPanel(
            [FieldPanel("partners"), FieldPanel("awards"), FieldPanel("adopted_by")],
            heading=_("함께한 곳과 퍼진 곳"),
        ),
        FieldPanel("picture"),
        FieldPanel("attachments"),
        FieldPanel("related_lectures"),
        InlinePanel("cited_moments", label=_("강연의 대목")),
        FieldPanel("sources"),
        FieldPanel("stated_date"),
        MultiFieldPanel(
            [FieldPanel("licence"), FieldPanel("last_confirmed"), FieldPanel("note")],
            heading=_("이용 조건과 확인"),
        ),
    ]

    class Meta:
        verbose_name = _("사례")
        verbose_name_plural = _("사례")

    @property
    def contact(self) -> str:
        """The role to ask, in the reader's language where it is a post; "" where it is not known."""
        return self.contact_post.label if self.contact_post else self.contact_role

    def save(self, *args: Any, **kwargs: Any) -> Any:
        fill_computed(self)
        return super().save(*args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from districts.domain.case_pages import case_context

        return {**super().get_context(request, *args, **kwargs), **case_context(self, request)}
