"""What the operator says about the site in the masthead and the footer."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="home")
class SiteIdentity(BaseSiteSetting):
    """Masthead, identifier and contact. Empty fields are left out of the page."""

    masthead = models.CharField(
        _("맨 위 안내"),
        max_length=200,
        blank=True,
        default="이 누리집은 스마트시티 서울 CDO 포럼 지식 포털입니다.",
        help_text=_("모든 쪽의 맨 위에 나옵니다. 공식 전자정부 누리집이 되면 그 문구로 바꿔 주세요."),
    )
    masthead_en = models.CharField(
        _("맨 위 안내(영문)"),
        max_length=200,
        blank=True,
        default="This is the knowledge portal of the Smart City Seoul CDO Forum.",
    )
    operator = models.CharField(
        _("운영 기관"), max_length=200, blank=True, default="스마트시티 서울 CDO 포럼"
    )
    operator_en = models.CharField(
        _("운영 기관(영문)"), max_length=200, blank=True, default="Smart City Seoul CDO Forum"
    )
    address = models.CharField(_("주소"), max_length=300, blank=True)
    phone = models.CharField(_("전화"), max_length=60, blank=True)
    email = models.EmailField(_("전자우편"), blank=True)

    panels: ClassVar = [
        MultiFieldPanel([FieldPanel("masthead"), FieldPanel("masthead_en")], heading=_("맨 위 안내")),
        MultiFieldPanel(
            [
                FieldPanel("operator"),
                FieldPanel("operator_en"),
                FieldPanel("address"),
                FieldPanel("phone"),
                FieldPanel("email"),
            ],
            heading=_("바닥글"),
        ),
    ]

    class Meta:
        verbose_name = _("누리집 안내")
        verbose_name_plural = _("누리집 안내")
