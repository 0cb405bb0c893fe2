"""Guides: an editor's ordered list of links with a note each, for a role or an occasion."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page

from portal.core.models import PortalPage
from portal.guidance.addresses import view_of
from portal.guidance.enums import Section
from portal.guidance.models.terms import Term
from portal.guidance.validators import address_problem, step_problems, validate_moment


class GuideIndexPage(PortalPage):
    """/guides/: every guide, those for newcomers first."""

    template = "guidance/guide_index_page.html"
    max_count = 1
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar = ["guidance.GuidePage"]
    content_panels: ClassVar = [*PortalPage.content_panels, *PortalPage.title_panels]

    class Meta:
        verbose_name = _("길잡이 목록")
        verbose_name_plural = _("길잡이 목록")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.guidance.domain.guides import guide_list_context

        return {**super().get_context(request, *args, **kwargs), **guide_list_context(request)}


class GuidePage(PortalPage):
    """A guide; its steps are numbered as far as the reader may see them."""

    template = "guidance/guide_page.html"
    parent_page_types: ClassVar = ["guidance.GuideIndexPage"]
    subpage_types: ClassVar[list[str]] = []

    occasion = models.CharField(
        _("누구에게, 언제"), max_length=150, blank=True, help_text=_("예: 스마트도시팀에 새로 온 주무관")
    )
    occasion_en = models.CharField(_("누구에게, 언제(영문)"), max_length=200, blank=True)
    newcomers = models.BooleanField(
        _("처음 맡은 사람에게"), default=False, help_text=_("'처음 맡으셨나요'에 먼저 나옵니다.")
    )

    content_panels: ClassVar = [
        *PortalPage.content_panels,
        *PortalPage.title_panels,
        MultiFieldPanel(
            [FieldPanel("occasion"), FieldPanel("occasion_en"), FieldPanel("newcomers")],
            heading=_("읽을 사람"),
        ),
        InlinePanel(
            "steps",
            label=_("순서"),
            help_text=_("읽을 차례대로 놓습니다. 공개되지 않은 쪽은 볼 수 있는 사람에게만 나옵니다."),
        ),
    ]

    class Meta:
        verbose_name = _("길잡이")
        verbose_name_plural = _("길잡이")

    @property
    def local_occasion(self) -> str:
        """For whom and when, in the reader's language; Korean where there is no English."""
        return self.occasion_en if get_language() == "en" and self.occasion_en else self.occasion

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.guidance.domain.guides import guide_context

        return {**super().get_context(request, *args, **kwargs), **guide_context(self, request)}


class GuideStep(Orderable):
    """One link of a guide: a page (or a part of it), a term, or an address inside the portal; and why to read it."""

    guide = ParentalKey(GuidePage, on_delete=models.CASCADE, related_name="steps")
    page = models.ForeignKey(
        Page,
        verbose_name=_("쪽"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="guide_steps",
    )
    section = models.CharField(
        _("대목"),
        max_length=20,
        choices=Section,
        blank=True,
        help_text=_("그 쪽의 한 대목으로 보낼 때만 고릅니다."),
    )
    moment = models.CharField(
        _("순간"),
        max_length=8,
        blank=True,
        validators=[validate_moment],
        help_text=_("강연의 한 순간으로 보낼 때만 씁니다. 예: 12:34"),
    )
    term = models.ForeignKey(
        Term,
        verbose_name=_("용어"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="guide_steps",
    )
    address = models.CharField(
        _("주소"),
        max_length=300,
        blank=True,
        help_text=_("이 누리집의 목록이나 찾기 결과로 보낼 때 씁니다. 예: /cases/?field=복지"),
    )
    title = models.CharField(
        _("보이는 이름"),
        max_length=200,
        blank=True,
        help_text=_("비우면 그 쪽의 제목이 나옵니다. 주소를 쓸 때는 꼭 적어 주세요."),
    )
    title_en = models.CharField(_("보이는 이름(영문)"), max_length=200, blank=True)
    note = models.TextField(
        _("왜 읽나요"),
        blank=True,
        max_length=600,
        help_text=_("무엇을 보고 무엇을 챙길지 한두 문장으로 씁니다."),
    )
    note_en = models.TextField(_("왜 읽나요(영문)"), blank=True, max_length=800)

    panels: ClassVar = [
        PageChooserPanel("page"),
        FieldRowPanel([FieldPanel("section"), FieldPanel("moment")]),
        FieldPanel("term"),
        FieldPanel("address"),
        FieldRowPanel([FieldPanel("title"), FieldPanel("title_en")]),
        FieldPanel("note"),
        FieldPanel("note_en"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("순서")
        verbose_name_plural = _("순서")

    def __str__(self) -> str:
        return self.title or str(self.page or self.term or self.address)

    def clean(self) -> None:
        super().clean()
        self.address = self.address.strip()
        label = self.page.specific_class._meta.label_lower if self.page and self.page.specific_class else ""
        problems = step_problems(
            targets=[bool(self.page_id), bool(self.term_id), bool(self.address)],
            page_type=label,
            section=self.section,
            moment=self.moment,
        )
        if self.address:
            problem = address_problem(self.address)
            if not problem and not view_of(self.address).can_be_checked:
                problem = gettext("이 주소는 쓸 수 없습니다. 쪽이나 용어를 골라 주세요.")
            problems |= {"address": problem} if problem else {}
            if not self.title:
                problems["title"] = gettext("주소에는 보이는 이름이 있어야 합니다.")
        if problems:
            raise ValidationError(problems)
