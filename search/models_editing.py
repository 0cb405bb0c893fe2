"""What editors make the search better with. Its rules are in ``search.editing``."""

from __future__ import annotations

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def lines_of(text: str) -> list[str]:
    """The entries of a text with one entry a line, blanks folded."""
    return [folded for line in text.splitlines() if (folded := " ".join(line.split()))]


class Edited(models.Model):
    """Who wrote it last, when and why."""

    note = models.TextField(
        _("메모"), max_length=500, blank=True, help_text=_("왜 두었는지 편집자끼리 보는 글입니다.")
    )
    created_at = models.DateTimeField(_("만든 때"), auto_now_add=True)
    updated_at = models.DateTimeField(_("고친 때"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("고친 사람"),
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        on_delete=models.SET_NULL,
    )

    class Meta:
        abstract = True


class Synonym(Edited):
    """Words that mean the same. ``applied`` is what readers' searches use: None until an editor applies it.

    What is edited later does not change ``applied``; so before and after can be compared at any time.
    """

    word = models.CharField(_("낱말"), max_length=60)
    others = models.TextField(
        _("같은 말"), max_length=600, help_text=_("한 줄에 하나씩, 여섯 개까지 적습니다.")
    )
    both_ways = models.BooleanField(
        _("서로 같은 말"),
        default=True,
        help_text=_("끄면 '낱말'로 찾을 때만 '같은 말'도 찾고, 거꾸로는 찾지 않습니다."),
    )
    examples = models.TextField(
        _("비교해 볼 검색어"),
        max_length=1_000,
        blank=True,
        help_text=_("적용하기 전에 결과를 비교해 볼 검색어를 한 줄에 하나씩, 열 개까지 적습니다."),
    )
    applied = models.JSONField(_("적용한 내용"), null=True, editable=False)
    applied_at = models.DateTimeField(_("적용한 때"), null=True, editable=False)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("적용한 사람"),
        null=True,
        editable=False,
        related_name="+",
        on_delete=models.SET_NULL,
    )

    class Meta:
        verbose_name = _("유의어")
        verbose_name_plural = _("유의어")
        ordering = ["word", "pk"]

    def __str__(self) -> str:
        sign = "=" if self.both_ways else "→"
        return f"{self.word} {sign} {', '.join(self.content['others'])}"

    @property
    def content(self) -> dict[str, Any]:
        """What is written now, in the shape of ``applied``."""
        return {
            "word": " ".join(self.word.split()),
            "others": lines_of(self.others),
            "both_ways": self.both_ways,
        }

    @property
    def is_live(self) -> bool:
        """Whether readers' searches use it, in this or an earlier wording."""
        return self.applied is not None

    @property
    def is_current(self) -> bool:
        """Whether what readers' searches use is what is written now."""
        return bool(self.applied == self.content)

    def state_label(self) -> str:
        if not self.is_live:
            return str(pgettext_lazy("synonym", "초안"))
        return str(_("적용됨")) if self.is_current else str(_("고친 뒤 적용 안 함"))

    state_label.short_description = _("상태")  # type: ignore[attr-defined]

    def clean(self) -> None:
        from search.editing.checks import check_synonym

        check_synonym(self)


class UserWord(Edited):
    """A word that the analyser keeps whole. ``key``: its normal form."""

    word = models.CharField(_("낱말"), max_length=20)
    parts = models.CharField(
        _("따로도 찾을 부분"),
        max_length=60,
        blank=True,
        help_text=_("빈칸으로 나누어 적습니다. 보기: '행정안전부'의 '행정 안전'. 비워 두어도 됩니다."),
    )
    key = models.CharField(max_length=40, unique=True, editable=False)

    class Meta:
        verbose_name = _("사용자 낱말")
        verbose_name_plural = _("사용자 낱말")
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        from search.editing.checks import check_user_word

        check_user_word(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        from search.korean.normalise import normalise

        self.key = normalise(self.word)
        super().save(*args, **kwargs)


class ProtectedWord(Edited):
    """A word that is searched as it is typed: no spelling, no other input mode, no splitting."""

    word = models.CharField(_("낱말"), max_length=40)
    key = models.CharField(max_length=80, unique=True, editable=False)

    class Meta:
        verbose_name = _("보호 낱말")
        verbose_name_plural = _("보호 낱말")
        ordering = ["word"]

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        from search.editing.checks import check_protected_word

        check_protected_word(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        from search.understanding.synonyms import key_of

        self.key = key_of(self.word)
        super().save(*args, **kwargs)


class PromotedResult(Edited):
    """A document that stands above the results of certain queries. ``kind`` and ``object_id`` name it."""

    queries = models.TextField(
        _("검색어"),
        max_length=2_000,
        help_text=_("한 줄에 하나씩, 스무 개까지 적습니다. 띄어쓰기와 대소문자는 달라도 됩니다."),
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("추천할 쪽"),
        null=True,
        blank=True,
        related_name="+",
        on_delete=models.CASCADE,
    )
    address = models.CharField(
        _("추천할 자료의 주소"),
        max_length=500,
        blank=True,
        help_text=_("쪽이 아닌 자료(용어, 연사, 첨부 등)는 검색 결과에 나오는 주소를 적습니다."),
    )
    starts_on = models.DateField(_("시작하는 날"), null=True, blank=True)
    ends_on = models.DateField(
        _("끝나는 날"), null=True, blank=True, help_text=_("이날까지 보입니다. 비우면 계속 보입니다.")
    )
    sort_order = models.PositiveSmallIntegerField(
        _("차례"),
        default=1,
        help_text=_("같은 검색어에 추천이 여럿이면 작은 수가 먼저입니다. 세 개까지 보입니다."),
    )
    kind = models.CharField(max_length=40, editable=False)
    object_id = models.BigIntegerField(editable=False)

    class Meta:
        verbose_name = _("추천 결과")
        verbose_name_plural = _("추천 결과")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return ", ".join(line.strip() for line in self.queries.splitlines() if line.strip())[:100]

    def period_label(self, today: datetime.date | None = None) -> str:
        today = today or timezone.localdate()
        if self.starts_on and today < self.starts_on:
            return str(_("아직 아님"))
        if self.ends_on and today > self.ends_on:
            return str(_("끝남"))
        return str(_("보이는 중"))

    period_label.short_description = _("상태")  # type: ignore[attr-defined]

    def clean(self) -> None:
        from search.editing.checks import check_promoted_result

        check_promoted_result(self)


class SearchRules(models.Model):
    """One row whose token is another one after every change of what editors wrote above, in the same transaction."""

    token = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("검색 규칙의 판")
        verbose_name_plural = _("검색 규칙의 판")

    def __str__(self) -> str:
        return self.token
