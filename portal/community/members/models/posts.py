"""A post: a role at a district or an institution, which somebody holds for a time."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from districts.models import District
from portal.community.members.enums import PostRole
from portal.community.members.models.members import Member


class _HolderPanel(FieldPanel):
    """Who holds the post; a vacant one says so."""

    def format_value_for_display(self, value: Any) -> str:
        return str(value) if value else gettext("공석")


class Post(models.Model):
    """Questions, requests and cases go to a post, never to a person: whoever holds it next has them all."""

    district = models.ForeignKey(
        District,
        verbose_name=_("자치구"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="posts",
    )
    institution = models.CharField(
        _("기관"),
        max_length=100,
        blank=True,
        help_text=_("자치구가 아닐 때 적습니다. 해외 도시와 국제기구도 됩니다."),
    )
    role = models.CharField(_("역할"), max_length=20, choices=PostRole)
    unit = models.CharField(
        _("부서"), max_length=100, blank=True, help_text=_("소속 기관에서 부르는 이름 그대로 적습니다.")
    )
    duties = models.CharField(
        _("하는 일"), max_length=200, blank=True, help_text=_("찾는 사람이 쓸 만한 말로 짧게 적습니다.")
    )
    mailbox = models.EmailField(
        _("공용 우편함"),
        blank=True,
        help_text=_("사람이 바뀌어도 그대로인 주소입니다. 질문이 이리로 갑니다."),
    )
    holder = models.ForeignKey(
        Member,
        verbose_name=_("맡은 회원"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="posts",
        help_text=_("누리집의 자리 쪽에서 '자리 넘기기'로 바꿉니다."),
    )
    public = models.BooleanField(
        _("자치구 쪽에 역할 보이기"),
        default=False,
        help_text=_("누구나 보는 자치구 쪽에 역할과 부서를 보입니다. 사람 이름은 보이지 않습니다."),
    )
    created_at = models.DateTimeField(_("만든 때"), auto_now_add=True)

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("district"), FieldPanel("institution")]),
        FieldRowPanel([FieldPanel("role"), FieldPanel("unit")]),
        FieldPanel("duties"),
        FieldPanel("mailbox"),
        _HolderPanel("holder", read_only=True),
        FieldPanel("public"),
    ]

    class Meta:
        verbose_name = _("담당 자리")
        verbose_name_plural = _("담당 자리")
        ordering: ClassVar = ["district__name", "institution", "role", "unit", "pk"]

    def __str__(self) -> str:
        return f"{self.label} ({self.unit})" if self.unit else self.label

    def clean(self) -> None:
        super().clean()
        if bool(self.district) == bool(self.institution.strip()):
            raise ValidationError({"institution": gettext("자치구와 기관 가운데 하나만 적어 주십시오.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        from portal.community.members.domain.holdings import note_holder

        super().save(*args, **kwargs)
        note_holder(self)

    def get_absolute_url(self) -> str:
        return reverse("post", args=[self.pk])

    @property
    def place(self) -> str:
        """The district in the reader's language, or the institution."""
        return self.district.label if self.district else self.institution

    @property
    def role_title(self) -> str:
        """The role as one that somebody has: "AI 담당"."""
        return str(PostRole(self.role).held_as)

    @property
    def label(self) -> str:
        """Place and role: "노원구 AI 담당"."""
        return f"{self.place} {self.role_title}"

    @property
    def is_vacant(self) -> bool:
        """Whether nobody holds it, or only somebody whose account is gone or locked."""
        return self.holder is None or not self.holder.is_here


class Holding(models.Model):
    """Who held a post from when to when. Rows are ended, never removed."""

    post = models.ForeignKey(
        Post, verbose_name=_("담당 자리"), on_delete=models.CASCADE, related_name="holdings"
    )
    member = models.ForeignKey(
        Member, verbose_name=_("회원"), null=True, on_delete=models.SET_NULL, related_name="holdings"
    )
    since = models.DateField(_("맡은 날"), default=timezone.localdate)
    until = models.DateField(_("넘긴 날"), null=True, blank=True)

    class Meta:
        verbose_name = _("맡은 기간")
        verbose_name_plural = _("맡은 기간")
        ordering: ClassVar = ["-since", "-pk"]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["post"], condition=models.Q(until__isnull=True), name="one_holding_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.since}"
