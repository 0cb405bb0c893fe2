"""A member: somebody who signs in, as the other members may see them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from districts.models import District
from portal.core.models import Tag


class Member(models.Model):
    """What a member says of themselves. Nobody but members sees any of it, and they see what the member shows.

    The row outlives its user, so that what somebody wrote stays when they leave; it then says nothing about them.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("계정"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="member",
    )
    name_shown = models.CharField(
        _("보이는 이름"), max_length=60, blank=True, help_text=_("이름 대신 맡은 자리를 적어도 됩니다.")
    )
    district = models.ForeignKey(
        District,
        verbose_name=_("자치구"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="members",
    )
    institution = models.CharField(
        _("기관"),
        max_length=100,
        blank=True,
        help_text=_("자치구가 아닐 때 적습니다. 해외 도시와 국제기구도 됩니다. 예: 서울디지털재단, 도쿄도"),
    )
    department = models.CharField(
        _("부서"), max_length=100, blank=True, help_text=_("소속 기관에서 부르는 이름 그대로 적습니다.")
    )
    topics = models.ManyToManyField(Tag, verbose_name=_("관심 주제"), blank=True, related_name="members")

    shows_name = models.BooleanField(_("이름 보이기"), default=False)
    shows_place = models.BooleanField(_("소속 보이기"), default=False)
    shows_department = models.BooleanField(_("부서 보이기"), default=False)
    shows_topics = models.BooleanField(_("관심 주제 보이기"), default=False)
    shows_posts = models.BooleanField(_("맡은 자리 보이기"), default=False)
    shows_mailbox = models.BooleanField(_("맡은 자리의 우편함 보이기"), default=False)
    created_at = models.DateTimeField(_("만든 때"), auto_now_add=True)

    # What others see is the choice of the member alone.
    panels: ClassVar = [
        FieldPanel("name_shown"),
        FieldRowPanel([FieldPanel("district"), FieldPanel("institution")]),
        FieldPanel("department"),
        FieldPanel("topics"),
    ]

    class Meta:
        verbose_name = _("회원")
        verbose_name_plural = _("회원")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name_shown or gettext("회원 %(number)s") % {"number": self.pk}

    @property
    def place(self) -> str:
        """The district in the reader's language, or the institution; "" where neither is said."""
        return self.district.label if self.district else self.institution

    @property
    def is_here(self) -> bool:
        """Whether there is an account that can still sign in."""
        return self.user is not None and self.user.is_active

    @property
    def shown_name(self) -> str:
        """The name as other members see it; "포럼 회원" of whoever shows none or has left."""
        return self.name_shown if self.shows_name and self.name_shown else gettext("포럼 회원")
