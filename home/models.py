"""The landing page and plain pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
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
        "home.PlainPage",
    ]

    example_queries = models.TextField(
        _("검색 예시"), blank=True, help_text=_("한 줄에 하나씩 씁니다. 첫 화면의 검색창 아래에 나옵니다.")
    )

    content_panels: ClassVar = [
        *PortalPage.content_panels,
        *PortalPage.title_panels,
        FieldPanel("example_queries"),
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
