"""Questions to speakers and posts, and their answers."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from lectures.models import Speaker
from portal.community.questions.enums import Status
from search.places import name_of, parts_of
from search.records import document_key


class Question(models.Model):
    """A question on a page or on an attachment, at a place in it, with the answer once there is one.

    author: gone when the account is; name: as shown, "" unless the asker chose so; asked_as: what the asker is called
    instead, which is nobody's personal data.
    answer_round: rises whenever a link to the answer form must open nothing any more; version: with
    every change, so that nobody decides about what they have not seen.
    """

    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("쪽"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="questions",
    )
    document = models.ForeignKey(
        "core.PortalDocument",
        verbose_name=_("첨부 파일"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="questions",
    )
    kind = models.CharField(_("무엇에 대한 질문"), max_length=20)
    locator = models.CharField(_("자리"), max_length=200, blank=True)
    district = models.ForeignKey(
        "districts.District",
        verbose_name=_("자치구"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="questions",
    )
    title = models.CharField(_("질문"), max_length=150)
    text = models.TextField(_("덧붙이는 말"), blank=True)

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("물은 이"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="questions",
    )
    name = models.CharField(_("밝힌 이름"), max_length=60, blank=True)
    asked_as = models.CharField(_("물은 자리"), max_length=200, blank=True)
    key = models.UUIDField(editable=False)
    asked_at = models.DateTimeField(_("물은 때"), default=timezone.now, db_index=True)

    post = models.ForeignKey(
        "members.Post",
        verbose_name=_("답할 자리"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="questions",
    )
    speaker = models.ForeignKey(
        Speaker,
        verbose_name=_("답할 연사"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="questions",
    )
    answer_round = models.PositiveIntegerField(default=1)

    answer = models.TextField(_("답"), blank=True)
    answered_as = models.CharField(_("답한 자리"), max_length=200, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(_("답한 때"), null=True, blank=True)

    status = models.CharField(_("상태"), max_length=10, choices=Status, default=Status.ASKED)
    version = models.PositiveIntegerField(default=1)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("정한 때"), null=True, blank=True)
    published_at = models.DateTimeField(_("공개한 때"), null=True, blank=True)
    reason = models.TextField(_("싣지 않는 까닭"), blank=True)

    class Meta:
        verbose_name = _("질문")
        verbose_name_plural = _("질문")
        ordering: ClassVar = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("author", "key"), name="one_question_per_form"),
            models.CheckConstraint(
                condition=Q(page__isnull=False) ^ Q(document__isnull=False), name="question_on_one_thing"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["page", "status"], name="questions_of_page"),
            models.Index(fields=["document", "status"], name="questions_of_document"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("questions:question", args=[self.pk])

    @property
    def subject_key(self) -> str:
        """The key of the document that it is asked on: ``lecture:12``."""
        return document_key(self.kind, self.page_id or self.document_id or 0)

    @property
    def place(self) -> str:
        """What readers call the place: "강연 3:20", "성과", "첨부 3쪽"; "" for the whole."""
        from portal.core.section_names import local_name

        section = parts_of(self.locator).get("section")
        return local_name(section) if section else name_of(self.locator)

    @property
    def age_days(self) -> int:
        """Whole days since it was asked."""
        return max(0, (timezone.now() - self.asked_at).days)

    @property
    def asker(self) -> str:
        """As readers are told: the name only if the asker wanted so and is still there."""
        return (self.name if self.author_id else "") or self.asked_as or gettext("포럼 회원")

    @property
    def addressee(self) -> str:
        """Who is asked, as the office and the asker are told: the speaker, the post or the office."""
        from portal.community.questions.domain.recipients import label_of

        return label_of(self)

    @property
    def is_public(self) -> bool:
        return self.status == Status.PUBLISHED


class SpeakerContact(models.Model):
    """Where a speaker gets questions. Shown to the office only, on no page."""

    speaker = models.OneToOneField(
        Speaker, verbose_name=_("연사"), on_delete=models.CASCADE, related_name="contact"
    )
    email = models.EmailField(
        _("전자우편"),
        help_text=_("질문을 보내는 데에만 씁니다. 어느 쪽에도 나오지 않습니다."),
    )

    panels: ClassVar = [FieldPanel("speaker"), FieldPanel("email")]

    class Meta:
        verbose_name = _("연사 연락처")
        verbose_name_plural = _("연사 연락처")
        ordering: ClassVar = ["speaker__name"]

    def __str__(self) -> str:
        return str(self.speaker)
