"""What every page of the portal has beside Wagtail's own fields."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

from portal.core.forms import PageForm

SUMMARY_HELP = _("전문 용어 없이 한두 문장으로 씁니다. 목록과 검색 결과에 나옵니다.")


class PortalPage(Page):
    """Abstract: Korean first, English title and summary beside it, an identifier for imports."""

    title_en = models.CharField(_("영문 제목"), max_length=255, blank=True)
    summary = models.TextField(_("한 줄 요약"), blank=True, max_length=600, help_text=SUMMARY_HELP)
    summary_en = models.TextField(_("영문 요약"), blank=True, max_length=800)
    external_id = models.CharField(
        _("외부 식별자"), max_length=80, unique=True, null=True, blank=True, editable=False
    )

    title_panels: ClassVar = [
        MultiFieldPanel(
            [FieldPanel("title_en"), FieldPanel("summary"), FieldPanel("summary_en")],
            heading=_("제목과 요약"),
        )
    ]
    # A copy is another record: it must not carry the identifier of the original.
    exclude_fields_in_copy: ClassVar = ["external_id"]
    base_form_class = PageForm
    show_in_menus_default = False

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """An alias repeats all fields of its source but the identifier, which stays with the original."""
        if self.alias_of_id:
            self.external_id = None
        return super().save(*args, **kwargs)

    @property
    def local_title(self) -> str:
        """The title in the reader's language; Korean where there is no English one."""
        return self.title_en if get_language() == "en" and self.title_en else self.title

    @property
    def local_summary(self) -> str:
        """The summary in the reader's language; Korean where there is no English one."""
        return self.summary_en if get_language() == "en" and self.summary_en else self.summary

    def get_admin_display_title(self) -> str:
        """The title of the draft for those who work on the page; other editors know the public one."""
        from portal.core.admin_reach import within_reach
        from portal.core.viewer import current_viewer

        title: str = super().get_admin_display_title()
        viewer = current_viewer()
        if title == self.title or not self.live or viewer is None or viewer.is_superuser:
            return title
        return title if within_reach(viewer, [self.pk]) else self.title

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["breadcrumb"] = self.breadcrumb(request)
        return context

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """The page under the address by which the reader of the sitemap reached this site."""
        entries: list[dict[str, Any]] = super().get_sitemap_urls(request)
        if request is not None:
            for entry in entries:
                entry["location"] = request.build_absolute_uri(self.get_url(request))
        return entries

    def breadcrumb(self, request: HttpRequest) -> list[dict[str, str]]:
        """Live ancestors below the root as {title, url}, home first, this page left out."""
        ancestors = self.get_ancestors().filter(depth__gt=1, live=True).specific()
        return [
            {"title": getattr(page, "local_title", page.title), "url": page.get_url(request) or ""}
            for page in ancestors
        ]
