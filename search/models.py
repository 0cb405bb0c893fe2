"""Rows of the search: the outbox, what is indexed, and how far each index has come.

The database is the truth. Engines are projections of SearchDocument and SearchPassage and keep their own cursor.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.counting.models import SearchCount as SearchCount
from search.counting.models import SearchDay as SearchDay
from search.models_editing import PromotedResult as PromotedResult
from search.models_editing import ProtectedWord as ProtectedWord
from search.models_editing import SearchRules as SearchRules
from search.models_editing import Synonym as Synonym
from search.models_editing import UserWord as UserWord
from search.records import DocumentRecord, PassageRecord, document_key


class IndexJob(models.Model):
    """One change that search has not seen yet. Append-only: a job is never merged, only removed once served.

    source: "page", the ``label_lower`` of another model, or one of the fan-outs "subtree", "collection" and
    "dependants:<label_lower>". A job that failed MAX_ATTEMPTS times stays as a dead letter until it is retried or
    a later change of the same object succeeds.
    """

    source = models.CharField(_("출처"), max_length=200)
    object_id = models.BigIntegerField(_("대상 번호"))
    created_at = models.DateTimeField(_("생긴 때"), default=timezone.now)
    not_before = models.DateTimeField(_("다시 할 때"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("시도 횟수"), default=0)
    last_error = models.TextField(_("마지막 오류"), blank=True)

    class Meta:
        verbose_name = _("색인 작업")
        verbose_name_plural = _("색인 작업")
        indexes = [models.Index(fields=["source", "object_id"], name="search_job_object")]

    def __str__(self) -> str:
        return f"{self.source}:{self.object_id}"


class SearchDocument(models.Model):
    """A Document as last read from its object. ``deleted`` marks a tombstone: it keeps a seq and no content."""

    kind = models.CharField(_("종류"), max_length=40)
    object_id = models.BigIntegerField(_("대상 번호"))
    external_id = models.CharField(_("외부 식별자"), max_length=200, blank=True)
    title = models.TextField(_("제목"), blank=True)
    title_en = models.TextField(_("영문 제목"), blank=True)
    url = models.TextField(_("주소"), blank=True)
    body = models.TextField(_("본문"), blank=True)
    date = models.DateField(_("날짜"), null=True, blank=True)
    date_precision = models.CharField(_("날짜를 아는 데까지"), max_length=5, blank=True, default="day")
    year = models.IntegerField(_("연도"), null=True, blank=True)
    licence = models.CharField(_("이용허락"), max_length=20, blank=True)
    districts = models.JSONField(_("자치구"), default=list, blank=True)
    tags = models.JSONField(_("태그"), default=list, blank=True)
    field = models.CharField(_("분야"), max_length=40, blank=True)
    audience = models.TextField(_("볼 수 있는 사람"), blank=True)
    seq = models.BigIntegerField(_("순번"), unique=True)
    deleted = models.BooleanField(_("지워짐"), default=False)
    content_hash = models.CharField(_("내용 해시"), max_length=64, blank=True)
    updated_at = models.DateTimeField(_("바뀐 때"), default=timezone.now)

    class Meta:
        verbose_name = _("검색 문서")
        verbose_name_plural = _("검색 문서")
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_document_object")]

    def __str__(self) -> str:
        return self.key

    @property
    def key(self) -> str:
        return document_key(self.kind, self.object_id)

    def to_record(self, passages: Iterable[SearchPassage]) -> DocumentRecord:
        """The record this row and its ``passages`` (in order) were written from."""
        return DocumentRecord(
            kind=self.kind,
            object_id=self.object_id,
            external_id=self.external_id,
            title=self.title,
            title_en=self.title_en,
            url=self.url,
            body=self.body,
            date=self.date,
            date_precision=self.date_precision,
            year=self.year,
            licence=self.licence,
            districts=tuple(self.districts),
            tags=tuple(self.tags),
            field=self.field,
            audience=self.audience,
            passages=tuple(passage.to_record() for passage in passages),
        )


class SearchPassage(models.Model):
    """A part of a document that a reader can be led to."""

    document = models.ForeignKey(
        SearchDocument, verbose_name=_("문서"), related_name="passages", on_delete=models.CASCADE
    )
    ordinal = models.PositiveIntegerField(_("순서"))
    locator = models.CharField(_("위치"), max_length=200, blank=True)
    heading = models.TextField(_("머리말"), blank=True)
    text = models.TextField(_("내용"), blank=True)

    class Meta:
        verbose_name = _("검색 대목")
        verbose_name_plural = _("검색 대목")
        ordering = ["ordinal"]
        constraints = [models.UniqueConstraint(fields=["document", "ordinal"], name="search_passage_ordinal")]

    def __str__(self) -> str:
        return f"{self.document_id}#{self.ordinal}"

    def to_record(self) -> PassageRecord:
        return PassageRecord(ordinal=self.ordinal, locator=self.locator, heading=self.heading, text=self.text)


class AudienceKey(models.Model):
    """An audience key that at least one document carries; a request asks which of these its viewer satisfies."""

    key = models.TextField(_("열쇠"), unique=True)

    class Meta:
        verbose_name = _("열람 범위")
        verbose_name_plural = _("열람 범위")

    def __str__(self) -> str:
        return self.key


class SearchSequence(models.Model):
    """The single row that hands out ``seq``; locking it is what makes the drain the one writer."""

    value = models.BigIntegerField(_("마지막 순번"), default=0)

    class Meta:
        verbose_name = _("순번")
        verbose_name_plural = _("순번")

    def __str__(self) -> str:
        return str(self.value)


class IndexState(models.Model):
    """How far one index (a data directory and an engine) has come.

    Tombstones are kept until every row here has passed them. ``pending`` is what the feed was about to apply, so
    the cursor found inside an index is one of ``cursor`` and ``pending``; any other means that the index or the
    database was exchanged, and the index is rebuilt. ``words``: the digest of what it is analysed with.
    """

    host = models.CharField(_("호스트"), max_length=200)
    engine = models.CharField(_("엔진"), max_length=40)
    fingerprint = models.CharField(_("지문"), max_length=200, blank=True)
    cursor = models.BigIntegerField(_("반영된 순번"), default=0)
    pending = models.BigIntegerField(_("반영 중인 순번"), default=0)
    documents = models.PositiveIntegerField(_("문서 수"), default=0)
    updated_at = models.DateTimeField(_("보고한 때"), default=timezone.now)
    checked_at = models.DateTimeField(_("점검한 때"), null=True, blank=True)
    # Of a build that is filled with other words of editors: which, since when, and what stopped it.
    words = models.CharField(_("사용자 낱말의 판"), max_length=12, blank=True, default="")
    begun_at = models.DateTimeField(_("만들기 시작한 때"), null=True, blank=True)
    error = models.TextField(_("오류"), blank=True, default="")

    class Meta:
        verbose_name = _("색인 상태")
        verbose_name_plural = _("색인 상태")
        constraints = [models.UniqueConstraint(fields=["host", "engine"], name="search_state_index")]

    def __str__(self) -> str:
        return f"{self.engine}@{self.host}"


class CaseRequest(models.Model):
    """What a reader looked for in vain and asks the editors for: private, and kept for KEPT_DAYS.

    ``district`` is asked to help, ``answer`` is what the asker is told: a public page. ``key`` comes with the form,
    so that one sent twice is one; ``version`` rises with every change of an editor.
    """

    KEPT_DAYS = 365

    query = models.CharField(_("찾은 말"), max_length=200)
    district = models.CharField(_("자치구"), max_length=40, blank=True)
    text = models.TextField(_("더 알려 줄 것"), max_length=1000, blank=True)
    contact = models.CharField(_("연락처"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("받은 때"), auto_now_add=True)
    done = models.BooleanField(_("처리함"), default=False)
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("요청한 회원"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    answer = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("답이 되는 쪽"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("공개된 쪽을 고르고 저장하면, 요청한 사람에게 전자우편으로 알립니다."),
    )
    answer_note = models.TextField(_("답에 덧붙이는 말"), max_length=1000, blank=True)
    routed_at = models.DateTimeField(_("자치구에 알린 때"), null=True, blank=True, editable=False)
    told_at = models.DateTimeField(_("요청한 사람에게 알린 때"), null=True, blank=True, editable=False)
    key = models.UUIDField(_("양식 열쇠"), unique=True, null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("사례 요청")
        verbose_name_plural = _("사례 요청")
        ordering = ["done", "-created_at"]

    def __str__(self) -> str:
        return f"{self.query} {self.district}".strip()
