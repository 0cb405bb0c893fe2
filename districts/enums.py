"""Closed vocabularies of districts and cases."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Field(TextChoices):
    """The ten fields (분야). The value is the Korean name: it is what addresses and the index hold."""

    TRANSPORT = "교통", _("교통")
    SAFETY = "안전", _("안전")
    WELFARE = "복지", _("복지")
    ENVIRONMENT = "환경", _("환경")
    ADMINISTRATION = "행정", _("행정")
    EDUCATION = "교육", _("교육")
    CULTURE = "문화", _("문화")
    ECONOMY = "경제", _("경제")
    HEALTH = "보건", _("보건")
    PARTICIPATION = "참여", _("참여")


FIELD_NAMES_EN = {
    Field.TRANSPORT: "Transport",
    Field.SAFETY: "Safety",
    Field.WELFARE: "Welfare",
    Field.ENVIRONMENT: "Environment",
    Field.ADMINISTRATION: "Administration",
    Field.EDUCATION: "Education",
    Field.CULTURE: "Culture",
    Field.ECONOMY: "Economy",
    Field.HEALTH: "Health",
    Field.PARTICIPATION: "Participation",
}


class Stage(TextChoices):
    """How far a case has come; docs/stages.md says which words of the sources lead here."""

    PLAN = "plan", _("계획")
    PILOT = "pilot", _("시범")
    RUNNING = "running", _("운영")
    SPREAD = "spread", _("확산")
    STOPPED = "stopped", _("중단")
    UNKNOWN = "unknown", _("미상")


class OutcomeType(TextChoices):
    EFFECT = "effect", _("효과")
    OUTPUT = "output", _("산출")
    CONTEXT = "context", _("맥락")


class Relation(TextChoices):
    """What another place did with a case. Only the first three mean that it is in use there."""

    ADOPTED = "adopted", _("도입")
    SPREAD = "spread", _("확산")
    MODEL = "model", _("제도의 본보기")
    BENCHMARKED = "benchmarked", _("벤치마킹")
    VISITED = "visited", _("방문")


class OutcomeLevel(TextChoices):
    """What the figures of a case say at best; computed from its outcomes."""

    EFFECT = "effect", _("효과 수치 있음")
    OUTPUT = "output", _("산출만")
    NONE = "none", _("수치 없음")


class ChartTopic(TextChoices):
    """Groups of charts on the page of the digital divide, in the order of the page."""

    SKILLS = "skills", _("디지털 역량")
    KIOSK = "kiosk", _("키오스크")
    DEVICES = "devices", _("기기와 앱")
    AI = "ai", _("인공지능 이용")
    NATION = "nation", _("전국의 정보격차")
    AREA = "area", _("권역과 자치구: 지난 조사")
    SUPPORT = "support", _("배움과 돌봄의 규모")
    UNITS = "units", _("자치구의 스마트도시 조직")


class ChartShape(TextChoices):
    BARS = "bars", _("막대")
    LINE = "line", _("꺾은선")
    FACTS = "facts", _("글과 수")
