"""Lectures and their list."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Revision

from lectures.enums import LectureType, Level, SpokenLanguage
from lectures.models.recording import validate_provider
from lectures.models.speaker import Speaker
from portal.core.blocks import ATTACHMENTS, SOURCES, BodyBlock
from portal.core.enums import Basis, DatePrecision, Kogl
from portal.core.fields import StreamField
from portal.core.models import PortalPage, Tag


class LectureIndexPage(PortalPage):
    """/lectures/: every lecture, wherever it lives; holds those that belong to no session."""

    template = "lectures/lecture_index_page.html"
    max_count = 1
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["lectures.Lecture"]
    content_panels: ClassVar = [*PortalPage.content_panels, *PortalPage.title_panels]

    class Meta:
        verbose_name = _("강연 목록")
        verbose_name_plural = _("강연 목록")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from lectures.domain.lectures import lecture_list_context

        return {**super().get_context(request, *args, **kwargs), **lecture_list_context(request)}


class LectureTag(ItemBase):
    """A tag on a lecture."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_lectures")
    content_object = ParentalKey("lectures.Lecture", on_delete=models.CASCADE, related_name="tagged_items")


class Lecture(PortalPage):
    """A talk at the forum or elsewhere, or an explainer made by the portal."""

    template = "lectures/lecture.html"
    parent_page_types: ClassVar = ["lectures.LectureIndexPage", "lectures.ForumSession"]
    subpage_types: ClassVar[list[str]] = []

    lecture_type = models.CharField(_("갈래"), max_length=10, choices=LectureType, default=LectureType.FORUM)
    title_unknown = models.BooleanField(
        _("제목 미상"),
        default=False,
        help_text=_("실제 강연 제목을 모를 때 고릅니다. 제목 칸에는 '제목 미상'을 씁니다."),
    )
    event = models.CharField(
        _("행사"), max_length=200, blank=True, help_text=_("포럼 회차가 아니면 행사 이름을 씁니다.")
    )
    district = models.ForeignKey(
        "districts.District",
        verbose_name=_("발표한 자치구"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="lectures",
        help_text=_(
            "자치구가 발표했으나 연사 이름을 모를 때 고릅니다. 연사를 알면 연사의 자치구를 고릅니다."
        ),
    )
    date = models.DateField(_("날짜"), null=True, blank=True)
    date_precision = models.CharField(
        _("날짜를 아는 데까지"), max_length=5, choices=DatePrecision, default=DatePrecision.DAY
    )
    date_inferred = models.BooleanField(_("날짜를 미루어 적음"), default=False)
    level = models.CharField(_("수준"), max_length=10, choices=Level, blank=True)
    language = models.CharField(_("강연 언어"), max_length=2, choices=SpokenLanguage, blank=True)
    basis = models.CharField(_("확인 근거"), max_length=12, choices=Basis, default=Basis.REPORT)
    key_points = RichTextField(_("핵심 내용"), blank=True, features=["bold", "ul", "ol", "link"])
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("본문"))
    recording_url = models.URLField(
        _("영상 주소"),
        max_length=600,
        blank=True,
        validators=[validate_provider],
        help_text=_("다른 곳에 있는 영상의 주소입니다. 파일은 '녹화와 자막' 화면에서 올립니다."),
    )
    tags = ClusterTaggableManager(through=LectureTag, blank=True, verbose_name=_("태그"))
    related_cases = ParentalManyToManyField(
        "districts.CaseStudy", verbose_name=_("관련 사례"), blank=True, related_name="lectures_pointing_here"
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
    note = models.TextField(_("알림"), blank=True)

    content_panels: ClassVar = [
        *PortalPage.content_panels,
        FieldPanel("title_unknown"),
        *PortalPage.title_panels,
        InlinePanel("speakers", label=_("연사"), help_text=_("소속과 맡은 일은 강연 당시의 것을 씁니다.")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("lecture_type"), FieldPanel("level"), FieldPanel("language")]),
                FieldPanel("event"),
                FieldPanel("district"),
                FieldRowPanel(
                    [FieldPanel("date"), FieldPanel("date_precision"), FieldPanel("date_inferred")]
                ),
                FieldPanel("basis"),
                FieldPanel("tags"),
            ],
            heading=_("기본 정보"),
        ),
        FieldPanel("key_points"),
        FieldPanel("body"),
        FieldPanel("recording_url"),
        FieldPanel("picture"),
        FieldPanel("attachments"),
        FieldPanel("related_cases"),
        FieldPanel("sources"),
        MultiFieldPanel([FieldPanel("licence"), FieldPanel("note")], heading=_("이용 조건과 알림")),
    ]

    class Meta:
        verbose_name = _("강연")
        verbose_name_plural = _("강연")

    @property
    def local_title(self) -> str:
        return gettext("제목 미상") if self.title_unknown else super().local_title

    def publish(self, revision: Revision, user: Any = None, **kwargs: Any) -> Any:
        """As Wagtail does, by whichever way it is asked; what the checklist stops stays a draft."""
        from lectures.domain.checklist import page_blocks
        from lectures.domain.holding import keep_back

        blocking = page_blocks(revision.as_object())
        if blocking:
            return keep_back(self, revision, blocking, user)
        return super().publish(revision, user=user, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from lectures.domain.lectures import lecture_context

        return {**super().get_context(request, *args, **kwargs), **lecture_context(self, request)}


class LectureSpeaker(Orderable):
    """Who spoke, with affiliation and role as they were at the time."""

    lecture = ParentalKey(Lecture, on_delete=models.CASCADE, related_name="speakers")
    speaker = models.ForeignKey(
        Speaker, verbose_name=_("연사"), on_delete=models.PROTECT, related_name="talks"
    )
    affiliation = models.CharField(_("당시 소속"), max_length=150, blank=True)
    role = models.CharField(_("당시 직위"), max_length=150, blank=True)
    district = models.ForeignKey(
        "districts.District",
        verbose_name=_("자치구"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="talks",
        help_text=_("자치구 소속으로 말했을 때만 고릅니다."),
    )

    panels: ClassVar = [
        FieldPanel("speaker"),
        FieldRowPanel([FieldPanel("affiliation"), FieldPanel("role")]),
        FieldPanel("district"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("연사")
        verbose_name_plural = _("연사")

    def __str__(self) -> str:
        return str(self.speaker)
