"""Closed vocabularies shared by all rooms."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kogl(TextChoices):
    """공공누리 (KOGL) types; 0 and AI were added on 2026-02-12. Source: kogl.or.kr."""

    NONE = "none", _("공공누리 표시 없음")
    TYPE_0 = "0", _("공공누리 제0유형: 조건 없이 이용")
    TYPE_1 = "1", _("공공누리 제1유형: 출처표시")
    TYPE_2 = "2", _("공공누리 제2유형: 출처표시 + 상업적 이용금지")
    TYPE_3 = "3", _("공공누리 제3유형: 출처표시 + 변경금지")
    TYPE_4 = "4", _("공공누리 제4유형: 출처표시 + 상업적 이용금지 + 변경금지")
    AI = "ai", _("공공누리 AI유형: 인공지능 학습에 이용")


class Basis(TextChoices):
    """How a meeting or a talk is known."""

    REPORT = "report", _("개최 보도")
    ANNOUNCEMENT = "announcement", _("예고 기준")


class TagGroup(TextChoices):
    TECHNOLOGY = "technology", _("기술")
    TOPIC = "topic", _("주제")


class DatePrecision(TextChoices):
    DAY = "day", _("일")
    MONTH = "month", _("월")
    YEAR = "year", _("연")


class ExtractionStatus(TextChoices):
    """State of reading the text of an attachment; filled once attachments are searchable by page."""

    NOT_READ = "not_read", _("읽지 않음")
    READ = "read", _("읽음")
    NO_TEXT = "no_text", _("글자 없음")
    FAILED = "failed", _("읽기 실패")
