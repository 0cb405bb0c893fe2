"""Sittings of the CDO forum (제N차) and their list."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable

from portal.core.blocks import ATTACHMENTS, PHOTOS, SOURCES, TEXT_FEATURES
from portal.core.enums import Basis, Kogl
from portal.core.fields import StreamField
from portal.core.models import PortalPage, Tag


class SessionIndexPage(PortalPage):
    """/sessions/: all sittings, latest first."""

    template = "lectures/session_index_page.html"
    max_count = 1
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["lectures.ForumSession"]
    content_panels: ClassVar = [*PortalPage.content_panels, *PortalPage.title_panels]

    class Meta:
        verbose_name = _("포럼 회차 목록")
        verbose_name_plural = _("포럼 회차 목록")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from lectures.domain.sessions import session_list_context

        return {**super().get_context(request, *args, **kwargs), **session_list_context(request)}


class SessionTag(ItemBase):
    """A tag on a session."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_sessions")
    content_object = ParentalKey(
        "lectures.ForumSession", on_delete=models.CASCADE, related_name="tagged_items"
    )


class ForumSession(PortalPage):
    """One sitting of the forum; its lectures are its children."""

    template = "lectures/forum_session.html"
    parent_page_types: ClassVar = ["lectures.SessionIndexPage"]
    subpage_types: ClassVar = ["lectures.Lecture"]

    number = models.PositiveSmallIntegerField(
        _("차수"), null=True, blank=True, help_text=_("제3차면 3을 씁니다.")
    )
    date = models.DateField(_("날짜"), null=True, blank=True)
    start_time = models.TimeField(_("시작"), null=True, blank=True)
    end_time = models.TimeField(_("끝"), null=True, blank=True)
    venue = models.CharField(_("장소"), max_length=200, blank=True)
    hosts = models.TextField(_("주최"), blank=True, help_text=_("한 줄에 하나씩 씁니다."))
    organisers = models.TextField(_("주관"), blank=True, help_text=_("한 줄에 하나씩 씁니다."))
    participants = models.CharField(_("참석"), max_length=300, blank=True)
    announcements = RichTextField(_("발표된 내용"), blank=True, features=TEXT_FEATURES)
    basis = models.CharField(_("확인 근거"), max_length=12, choices=Basis, default=Basis.REPORT)
    tags = ClusterTaggableManager(through=SessionTag, blank=True, verbose_name=_("태그"))
    registration_url = models.URLField(
        _("참가 신청 주소"), max_length=600, blank=True, help_text=_("끝난 회차에서는 보이지 않습니다.")
    )
    photos = StreamField(PHOTOS, blank=True, verbose_name=_("사진"))
    attachments = StreamField(ATTACHMENTS, blank=True, verbose_name=_("첨부 파일"))
    licence = models.CharField(_("공공누리 유형"), max_length=8, choices=Kogl, default=Kogl.NONE)
    sources = StreamField(SOURCES, blank=True, verbose_name=_("출처"))
    note = models.TextField(_("알림"), blank=True)

    content_panels: ClassVar = [
        *PortalPage.content_panels,
        *PortalPage.title_panels,
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("number"), FieldPanel("date")]),
                FieldRowPanel([FieldPanel("start_time"), FieldPanel("end_time")]),
                FieldPanel("venue"),
                FieldRowPanel([FieldPanel("hosts"), FieldPanel("organisers")]),
                FieldPanel("participants"),
                FieldPanel("registration_url"),
                FieldPanel("basis"),
            ],
            heading=_("언제 어디서"),
        ),
        InlinePanel("programme", label=_("순서")),
        FieldPanel("announcements"),
        FieldPanel("tags"),
        FieldPanel("photos"),
        FieldPanel("attachments"),
        FieldPanel("sources"),
        MultiFieldPanel([FieldPanel("licence"), FieldPanel("note")], heading=_("이용 조건과 알림")),
    ]

    class Meta:
        verbose_name = _("포럼 회차")
        verbose_name_plural = _("포럼 회차")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from lectures.domain.sessions import session_context

        return {**super().get_context(request, *args, **kwargs), **session_context(self, request)}


class ProgrammeItem(Orderable):
    """A row of the programme; with a lecture of its own where there is one."""

    session = ParentalKey(ForumSession, on_delete=models.CASCADE, related_name="programme")
    time = models.CharField(_("시간"), max_length=40, blank=True)
    title = models.CharField(
        _("제목"), max_length=255, blank=True, help_text=_("비워 두면 '제목 미상'으로 보입니다.")
    )
    speaker = models.CharField(_("연사"), max_length=100, blank=True)
    affiliation = models.CharField(_("소속"), max_length=150, blank=True)
    role = models.CharField(_("맡은 일"), max_length=150, blank=True)
    summary = models.TextField(_("내용"), blank=True)
    lecture = models.ForeignKey(
        "lectures.Lecture",
        verbose_name=_("강연"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("time"), FieldPanel("title")]),
        FieldRowPanel([FieldPanel("speaker"), FieldPanel("affiliation"), FieldPanel("role")]),
        FieldPanel("summary"),
        PageChooserPanel("lecture", "lectures.Lecture"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("순서")
        verbose_name_plural = _("순서")

    def __str__(self) -> str:
        return self.title
