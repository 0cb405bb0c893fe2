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
    """State of reading the text of an attachment."""

    NOT_READ = "not_read", _("기다림")
    READ = "read", _("읽음")
    NO_TEXT = "no_text", _("글자 없음(스캔본)")
    FAILED = "failed", _("읽지 못함")


class ReadingProblem(TextChoices):
    """What is wrong with a file, as the reader found by its content."""

    ENCRYPTED = "encrypted", _("암호가 걸려 있어 읽지 못했습니다. 암호를 풀어 다시 올려 주세요.")
    DISTRIBUTED = (
        "distributed",
        _("배포용으로 잠근 문서라 글자를 읽지 못했습니다. 배포용으로 바꾸기 전의 문서를 올려 주세요."),
    )
    NO_TEXT = "no_text", _("글자가 없습니다(스캔본이거나 그림만 있는 파일). 검색되지 않습니다.")
    DAMAGED = "damaged", _("파일이 손상되어 읽지 못했습니다. 다시 저장해 올려 주세요.")
    UNKNOWN = "unknown", _("내용이 PDF, HWPX, HWP, DOCX, PPTX, XLSX, TXT 가운데 어느 것도 아닙니다.")
    MISLABELLED = "mislabelled", _("이름의 확장자와 실제 형식이 다릅니다. 확장자를 고쳐 다시 올려 주세요.")
    MACRO = "macro", _("매크로(실행되는 프로그램)가 들어 있습니다. 매크로를 빼고 다시 올려 주세요.")
    BOMB = "bomb", _("풀면 지나치게 커지는 압축 파일이라 읽지 않았습니다.")
    CUT = "cut", _("너무 길어 앞부분만 읽었습니다. 나눠서 올려 주세요.")
    TIME = "time", _("정한 시간 안에 다 읽지 못했습니다.")
    MEMORY = "memory", _("읽는 데 메모리가 너무 많이 듭니다.")
    OUTPUT = "output", _("읽은 글이 지나치게 많습니다.")
    CRASH = "crash", _("읽는 도중 멈췄습니다.")
    MISSING = "missing", _("저장된 파일이 없습니다.")


class PersonalData(TextChoices):
    """What `portal.core.personal_data` finds."""

    RESIDENT = "resident", _("주민등록번호")
    PHONE = "phone", _("전화번호")
    ACCOUNT = "account", _("계좌번호")
    CARD = "card", _("카드번호")


class CheckState(TextChoices):
    """Whether readers may have a file: it stays hidden until it has been checked."""

    WAITING = "waiting", _("검사 기다림")
    OPEN = "open", _("공개할 수 있음")
    HELD = "held", _("확인 필요")
    BLOCKED = "blocked", _("차단됨(악성 코드)")
