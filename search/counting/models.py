"""Rows of the search log. There is no column for a person, an address, a session or a time of day."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

#: Longer texts are pasted, not typed, and may hold anything: they are counted but not kept.
MAX_TEXT = 100


class SearchCount(models.Model):
    """How often a query was searched on a day, and what came of it.

    query: as typed, without its filters, in small letters; filters: of the closed lists and years, like
    "district=노원구&year=2025"; field: the chosen one, or the one that most of what was found belongs to, "" when
    none does. searches: how often; empty: of these without a result; found: results of the last one.
    opened: pages opened from the results as their requests tell; ranked: clicks whose rank the browser told, with
    ``rank_sum`` over them (the first result has rank 1).
    """

    day = models.DateField(_("날짜"))
    query = models.CharField(_("찾은 말"), max_length=MAX_TEXT)
    filters = models.CharField(_("조건"), max_length=300, blank=True)
    district = models.CharField(_("자치구"), max_length=40, blank=True)
    field = models.CharField(_("분야"), max_length=40, blank=True)
    searches = models.PositiveIntegerField(_("검색"), default=0)
    empty = models.PositiveIntegerField(_("결과 없음"), default=0)
    found = models.PositiveIntegerField(_("찾은 자료"), default=0)
    opened = models.PositiveIntegerField(_("연 자료"), default=0)
    ranked = models.PositiveIntegerField(_("순위를 아는 클릭"), default=0)
    rank_sum = models.PositiveIntegerField(_("순위의 합"), default=0)

    class Meta:
        verbose_name = _("검색 기록")
        verbose_name_plural = _("검색 기록")
        constraints = [models.UniqueConstraint(fields=["day", "query", "filters"], name="search_count_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.query}"


class SearchDay(models.Model):
    """What was searched on a day altogether, also what is not kept as text.

    withheld: texts that look like personal data or are too long; beyond: texts that came after MOST_TEXTS others;
    dropped: searches that the database did not take.
    """

    day = models.DateField(_("날짜"), unique=True)
    searches = models.PositiveIntegerField(_("검색"), default=0)
    withheld = models.PositiveIntegerField(_("남기지 않은 글"), default=0)
    beyond = models.PositiveIntegerField(_("너무 많아 남기지 않은 글"), default=0)
    dropped = models.PositiveIntegerField(_("적지 못한 검색"), default=0)

    class Meta:
        verbose_name = _("하루의 검색")
        verbose_name_plural = _("하루의 검색")

    def __str__(self) -> str:
        return str(self.day)
