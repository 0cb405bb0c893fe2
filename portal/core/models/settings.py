"""What the operator says about the site in the masthead and the footer."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting, register_setting


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


@register_setting(icon="user")
class AccountRules(BaseGenericSetting):
    """Who may ask for an account, when accounts sleep, and how long what is recorded is kept."""

    accepted_domains = models.TextField(
        _("신청을 받는 메일 주소"),
        blank=True,
        default="go.kr\nkorea.kr\nseoul.kr",
        help_text=_(
            "한 줄에 하나씩 적습니다. go.kr은 nowon.go.kr도 뜻합니다. "
            "비우면 어느 주소든 받습니다. 초대는 여기에 매이지 않습니다."
        ),
    )
    invitation_days = models.PositiveSmallIntegerField(
        _("초대를 쓸 수 있는 날"), default=14, validators=[MinValueValidator(1), MaxValueValidator(90)]
    )
    dormant_days = models.PositiveSmallIntegerField(
        _("쉬는 계정을 잠그기까지 날"),
        default=365,
        validators=[MaxValueValidator(3650)],
        help_text=_("로그인하지 않은 날을 셉니다. 0이면 잠그지 않습니다."),
    )
    dormant_notice_days = models.PositiveSmallIntegerField(
        _("잠그기 전에 알리는 날"),
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text=_("알린 뒤 이만큼 지나야 잠급니다."),
    )
    audit_days = models.PositiveSmallIntegerField(
        _("감사 기록 보관일"),
        default=730,
        validators=[MinValueValidator(365), MaxValueValidator(3650)],
        help_text=_("1년보다 짧게는 할 수 없습니다."),
    )
    request_days = models.PositiveSmallIntegerField(
        _("끝난 신청과 초대 보관일"), default=90, validators=[MinValueValidator(1), MaxValueValidator(3650)]
    )
    panels: ClassVar = [
        MultiFieldPanel([FieldPanel("accepted_domains"), FieldPanel("invitation_days")], heading=_("가입")),
        MultiFieldPanel(
            [FieldPanel("dormant_days"), FieldPanel("dormant_notice_days")], heading=_("쉬는 계정")
        ),
        MultiFieldPanel([FieldPanel("audit_days"), FieldPanel("request_days")], heading=_("보관")),
    ]

    class Meta:
        verbose_name = _("계정과 보관")
        verbose_name_plural = _("계정과 보관")
