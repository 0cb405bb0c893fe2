"""The page of a district and the list of all districts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from districts.models.district import District
from portal.core.blocks import TEXT_FEATURES
from portal.core.models import PortalPage


class DistrictIndexPage(PortalPage):
    """/districts/: all districts with the number of their cases."""

    template = "districts/district_index_page.html"
    max_count = 1
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["districts.DistrictPage", "districts.GapPage"]
    content_panels: ClassVar = [*PortalPage.content_panels, *PortalPage.title_panels]

    class Meta:
        verbose_name = _("자치구 목록")
        verbose_name_plural = _("자치구 목록")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from districts.domain.pages import district_index_context

        return {**super().get_context(request, *args, **kwargs), **district_index_context(request)}


class DistrictPage(PortalPage):
    """/districts/<gu>/: text about the district; its cases live below it."""

    template = "districts/district_page.html"
    parent_page_types: ClassVar = ["districts.DistrictIndexPage"]
    subpage_types: ClassVar = ["districts.CaseIndexPage"]

    district = models.OneToOneField(
        District, verbose_name=_("자치구"), on_delete=models.PROTECT, related_name="page"
    )
    intro = RichTextField(_("소개"), blank=True, features=TEXT_FEATURES)

    content_panels: ClassVar = [
        *PortalPage.content_panels,
        FieldPanel("district"),
        *PortalPage.title_panels,
        FieldPanel("intro"),
    ]

    class Meta:
        verbose_name = _("자치구")
        verbose_name_plural = _("자치구")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from districts.domain.pages import district_page_context

        return {**super().get_context(request, *args, **kwargs), **district_page_context(self, request)}
