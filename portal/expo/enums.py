"""Closed vocabularies of the expo and the prize."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EditionStatus(TextChoices):
    """What is known of an edition of the expo."""

    PLAN = "plan", pgettext_lazy("상태", "계획")
    ANNOUNCED = "announced", pgettext_lazy("상태", "예고")
    HELD = "held", pgettext_lazy("상태", "개최")


class FigureKind(TextChoices):
    """Whether a figure was aimed at or counted."""

    RESULT = "result", _("집계")
    TARGET = "target", _("목표·예고")


class ParticipantKind(TextChoices):
    CITY = "city", _("도시")
    COMPANY = "company", _("기업")
    INSTITUTION = "institution", _("기관·대학")


class Category(TextChoices):
    """The prize's categories (부문)."""

    HUMAN = "human", _("사람 중심")
    TECH = "tech", _("기술 혁신")
    LEADERSHIP = "leadership", _("리더십")
    SPECIAL = "special", _("특별상")
    OTHER = "other", _("그 밖의 부문")


class Rank(TextChoices):
    """Ranks of the prize, the highest first; WINNER where a category knows no ranks."""

    GRAND = "grand", pgettext_lazy("등급", "대상")
    GOLD = "gold", _("금상")
    SILVER = "silver", _("은상")
    BRONZE = "bronze", _("동상")
    WINNER = "winner", pgettext_lazy("등급", "수상")


class PrizeState(TextChoices):
    """How far an edition of the prize has come."""

    SOON = "soon", _("공모 예정")
    OPEN = "open", _("공모 중")
    JUDGING = "judging", _("심사 중")
    GIVEN = "given", _("시상 완료")
    UNCONFIRMED = "unconfirmed", _("결과 미확인")


class EntryKind(TextChoices):
    """What an entry of the calendar is."""

    SESSION = "session", _("포럼 회차")
    EXPO = "expo", _("엑스포")
    CALL = "call", _("상 공모 시작")
    DEADLINE = "deadline", _("상 공모 마감")
    CEREMONY = "ceremony", _("상 시상식")
