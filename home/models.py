"""The landing page and plain pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from portal.core.blocks import BodyBlock
from portal.core.fields import StreamField
from portal.core.models import PortalPage


class HomePage(PortalPage):
    """/: search first, then what is new."""

    template = "home/home_page.html"
    max_count = 1
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = [
        "lectures.LectureIndexPage",
        "lectures.SessionIndexPage",
        "districts.CaseIndexPage",
        "districts.DistrictIndexPage",
        "expo.ExpoIndexPage",
        "expo.PrizeIndexPage",
        "guidance.GuideIndexPage",
        "home.PlainPage",
        "home.FooterPage",
        "home.ErrorReportPage",
    ]

    example_queries = models.TextField(
        _("검색 예시"), blank=True, help_text=_("한 줄에 하나씩 씁니다. 첫 화면의 검색창 아래에 나옵니다.")
    )
    example_queries_en = models.TextField(
        _("영문 검색 예시"), blank=True, help_text=_("영문 첫 화면에 나옵니다. 비우면 국문 예시가 나옵니다.")
    )

    content_panels: ClassVar = [
        *PortalPage.content_panels,
        *PortalPage.title_panels,
        FieldPanel("example_queries"),
        FieldPanel("example_queries_en"),
    ]

    class Meta:
        verbose_name = _("첫 화면")
        verbose_name_plural = _("첫 화면")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from home.landing import landing_context

        return {**super().get_context(request, *args, **kwargs), **landing_context(self, request)}


class PlainPage(PortalPage):
    """Text without a structure of its own: help, notices."""

    template = "home/plain_page.html"
    parent_page_types: ClassVar = ["home.HomePage", "home.PlainPage"]
    subpage_types: ClassVar = ["home.PlainPage"]

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("본문"))

    content_panels: ClassVar = [*PortalPage.content_panels, *PortalPage.title_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("일반 쪽")
        verbose_name_plural = _("일반 쪽")


class FooterPage(PortalPage):
    """A rule of the site, reached from the footer of every page; a draft until the operator has confirmed it."""

    template = "home/footer_page.html"
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("본문"))
    body_en = StreamField(BodyBlock(), blank=True, verbose_name=_("영문 본문"))
    confirmed = models.BooleanField(
        _("운영기관 확인"),
        default=False,
        help_text=_("운영기관이 내용을 확인하면 켭니다. 켜기 전에는 쪽의 맨 위에 초안이라고 나옵니다."),
    )

    content_panels: ClassVar = [
        *PortalPage.content_panels,
        *PortalPage.title_panels,
        FieldPanel("confirmed"),
        FieldPanel("body"),
        FieldPanel("body_en"),
    ]

    class Meta:
        verbose_name = _("바닥글 쪽")
        verbose_name_plural = _("바닥글 쪽")

    @property
    def local_body(self) -> Any:
        """The text in the reader's language; Korean where there is no English one."""
        return self.body_en if get_language() == "en" and self.body_en else self.body

    @property
    def body_is_foreign(self) -> bool:
        """Whether the text is Korean on an English screen."""
        return get_language() == "en" and not self.body_en


class ErrorReportPage(FooterPage):
    """오류 신고: what is wrong on which page, kept for the editors."""

    template = "home/error_report_page.html"
    max_count = 1

    class Meta:
        verbose_name = _("오류 신고 쪽")
        verbose_name_plural = _("오류 신고 쪽")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from home.domain.error_reports import answer

        return answer(self, request)


class ErrorReport(models.Model):
    """A message of a reader about a page. It holds nothing about who wrote it."""

    class Kind(models.TextChoices):
        CONTENT = "content", _("내용이 틀렸거나 낡았습니다")
        ACCESS = "access", _("읽거나 쓰기 어렵습니다(접근성)")
        BROKEN = "broken", _("눌러도 되지 않거나 깨져 보입니다")
        OTHER = "other", _("그 밖")

    kind = models.CharField(_("무엇이 잘못되었나요"), max_length=10, choices=Kind, default=Kind.CONTENT)
    address = models.CharField(_("쪽 주소"), max_length=500, blank=True)
    text = models.TextField(
        _("설명"), max_length=2000, validators=[MinLengthValidator(5), MaxLengthValidator(2000)]
    )
    created_at = models.DateTimeField(_("받은 때"), auto_now_add=True)
    done = models.BooleanField(_("처리함"), default=False)

    panels: ClassVar = [
        FieldPanel("kind"),
        FieldPanel("address"),
        FieldPanel("text"),
        FieldPanel("done"),
    ]

    class Meta:
        verbose_name = _("오류 신고")
        verbose_name_plural = _("오류 신고")
        ordering: ClassVar = ["done", "-created_at"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.address}".strip()
