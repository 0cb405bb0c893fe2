"""What a district says of itself to members and the public: its general contact, and whether roles are public."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from districts.models import District


class DistrictDesk(models.Model):
    """One per district, kept by its editors."""

    district = models.OneToOneField(
        District, verbose_name=_("자치구"), on_delete=models.CASCADE, related_name="desk"
    )
    name = models.CharField(
        _("대표 연락처 이름"), max_length=60, blank=True, help_text=_("예: 스마트도시과, 민원 안내")
    )
    email = models.EmailField(_("대표 전자우편"), blank=True)
    phone = models.CharField(_("대표 전화"), max_length=30, blank=True)
    shows_posts = models.BooleanField(
        _("자치구 쪽에 역할 보이기"),
        default=False,
        help_text=_("자치구가 동의하면 켭니다. 자리마다 켠 것만 역할과 부서가 누구에게나 보입니다."),
    )

    panels: ClassVar = [
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
        FieldPanel("shows_posts"),
    ]

    class Meta:
        verbose_name = _("자치구 연락처")
        verbose_name_plural = _("자치구 연락처")
        ordering: ClassVar = ["district__name"]

    def __str__(self) -> str:
        return f"{self.district.name}"
