"""The columns of flat files and the header names that mean them."""

from __future__ import annotations

from portal.core.text_keys import term_key

KINDS = (
    "tag",
    "district",
    "session",
    "lecture",
    "case",
    "expo",
    "prize",
    "chart",
    "term",
    "guide",
    "attachment",
)

KIND_NAMES = {
    "tag": ("tag", "태그"),
    "district": ("district", "자치구"),
    "session": ("session", "포럼 회차", "회차"),
    "lecture": ("lecture", "강연"),
    "case": ("case", "사례"),
    "expo": ("expo", "엑스포"),
    "prize": ("prize", "스마트도시 상", "상"),
    "chart": ("chart", "격차 현황 그림", "그림"),
    "term": ("term", "용어"),
    "guide": ("guide", "길잡이"),
    "attachment": ("attachment", "첨부 파일", "첨부"),
}

HEADERS: dict[str, tuple[str, ...]] = {
    "kind": ("종류", "구분", "자료 종류", "type"),
    "external_id": ("외부 식별자", "식별자", "외부 ID", "ID"),
    "slug": ("주소 이름", "주소이름"),
    "title": ("제목", "사례명", "강연명", "이름"),
    "title_en": ("영문 제목", "제목(영문)", "English title"),
    "summary": ("요약", "한 줄 요약", "개요"),
    "summary_en": ("영문 요약", "요약(영문)", "English summary"),
    "body": ("본문", "내용", "text"),
    "problem": ("문제",),
    "approach": ("접근", "접근 방법"),
    "learning": ("배운 점",),
    "transfer": ("옮겨 쓸 조건",),
    "key_points": ("핵심 내용",),
    "announcements": ("발표된 내용",),
    "district": ("자치구", "구"),
    "districts": ("함께한 자치구",),
    "department": ("부서",),
    "contact_role": ("담당",),
    "field": ("분야",),
    "stage": ("단계",),
    "year_started": ("시작 연도", "시작연도"),
    "tags": ("태그", "tag"),
    "date": ("날짜", "일자", "자료 날짜"),
    "cost_krw": ("비용", "비용(원)", "예산", "예산(원)"),
    "cost_note": ("비용 설명",),
    "period": ("기간",),
    "staff": ("인력",),
    "legal_basis": ("법적 근거",),
    "partners": ("함께한 기관", "협력 기관"),
    "awards": ("수상",),
    "lecture_type": ("강연 갈래", "갈래"),
    "event": ("행사",),
    "session": ("회차", "포럼 회차"),
    "speaker": ("연사", "강사"),
    "affiliation": ("소속", "당시 소속"),
    "role": ("직위", "직책", "당시 직위"),
    "level": ("수준",),
    "language": ("강연 언어", "언어"),
    "recording_url": ("영상 주소", "영상"),
    "no_transcript_reason": ("자막 없이 공개하는 까닭",),
    "personal_data_reason": ("개인정보로 보이는 글을 두는 까닭",),
    "number": ("차수",),
    "venue": ("장소",),
    "licence": ("공공누리", "공공누리 유형", "이용 조건", "license"),
    "basis": ("확인 근거",),
    "source_outlet": ("출처", "출처 기관", "매체", "매체·기관"),
    "source_title": ("출처 제목",),
    "source_date": ("출처 날짜",),
    "source_url": ("출처 주소", "주소", "링크", "url"),
    "last_confirmed": ("마지막 확인일",),
    "note": ("알림", "비고"),
    "code": ("행정표준코드", "코드"),
    "aliases": ("같은 말",),
    "group": ("태그 갈래",),
    "definition": ("풀이", "정의", "뜻"),
    "definition_en": ("영문 풀이", "영문 정의"),
    "abbreviations": ("줄임말", "약어"),
    "variants": ("다른 표기",),
    "unmarked": ("풀이를 달지 않을 표기",),
    "related": ("관련 용어",),
}

REQUIRED_HEADERS = ("kind", "external_id", "title")

_COLUMN_BY_KEY = {
    term_key(name): column
    for column, names in HEADERS.items()
    for name in (column, column.replace("_", " "), *names)
}
_KIND_BY_KEY = {term_key(name): kind for kind, names in KIND_NAMES.items() for name in names}


def column_of(header: str) -> str | None:
    """The column a header names, in English or Korean and however it is spaced; None for an unknown one."""
    return _COLUMN_BY_KEY.get(term_key(header))


def kind_of(text: str) -> str | None:
    """The kind a cell names; None for an unknown one."""
    return _KIND_BY_KEY.get(term_key(text))
