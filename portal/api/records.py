"""The shapes of the public answers. The published schemas are made from these classes.

`title` is the Korean name of a field (and of a column), `description` says what it holds. What is not known is null.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

PARTIAL_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


class Shape(BaseModel):
    """Nothing is in an answer that its schema does not name."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


class DistrictName(Shape):
    code: str = Field(title="행정표준코드", description="다섯 자리 자치구 코드", pattern=r"^11\d{3}$")
    name: str = Field(title="이름", description="자치구 이름")
    name_en: str = Field(title="영문 이름", description="자치구의 영문 이름")


class Outcome(Shape):
    type: str = Field(title="갈래", description="effect 효과, output 산출, context 맥락")
    metric: str = Field(title="지표", description="무엇을 쟀는지")
    baseline: str | None = Field(title="이전 값", description="견줄 이전 값")
    result: str = Field(title="값", description="출처에 적힌 값")
    unit: str | None = Field(title="단위", description="값의 단위")
    as_of: str | None = Field(title="기준 시점", description="값의 기준 시점")
    method: str | None = Field(title="확인 방법", description="값을 얻은 방법이나 한계")


class Step(Shape):
    when: str | None = Field(title="때", description="아는 데까지의 날짜", pattern=PARTIAL_DATE)
    what: str = Field(title="한 일", description="그때 한 일")


class Adopter(Shape):
    relation: str | None = Field(
        title="관계",
        description="adopted 도입, spread 확산, model 제도의 본보기, benchmarked 벤치마킹, visited 방문. null은 미확인",
    )
    who: str = Field(title="어디서", description="가져다 쓰거나 보고 간 곳")
    how: str | None = Field(title="어떻게", description="어떻게 가져다 썼거나 보았는지")
    when: str | None = Field(title="언제", description="언제 가져다 썼거나 보았는지")


class Source(Shape):
    outlet: str = Field(title="매체·기관", description="출처의 매체나 기관")
    title: str | None = Field(title="제목", description="출처의 제목")
    date: str | None = Field(title="날짜", description="아는 데까지의 날짜", pattern=PARTIAL_DATE)
    url: str | None = Field(title="주소", description="출처의 주소")
    supports: str | None = Field(title="뒷받침하는 대목", description="이 출처에서 온 대목")


class CaseRecord(Shape):
    """A case."""

    id: str = Field(title="식별자", description="바뀌지 않는 식별자")
    url: str = Field(title="주소", description="사례를 읽는 주소")
    title: str = Field(title="제목", description="사례의 제목")
    title_en: str | None = Field(title="영문 제목", description="사례의 영문 제목")
    summary: str | None = Field(title="한 줄 요약", description="사례를 한두 문장으로 줄인 글")
    summary_en: str | None = Field(title="영문 요약", description="영문으로 줄인 글")
    district: DistrictName | None = Field(
        title="자치구", description="이끈 자치구. 없으면 서울시 전체의 사례"
    )
    co_districts: list[DistrictName] = Field(title="함께한 자치구", description="함께한 자치구")
    department: str | None = Field(title="부서", description="맡은 부서")
    contact_role: str | None = Field(title="담당", description="맡은 자리. 사람 이름은 싣지 않음")
    field: str | None = Field(
        title="분야", description="교통, 안전, 복지, 환경, 행정, 교육, 문화, 경제, 보건, 참여 가운데 하나"
    )
    stage: str = Field(
        title="단계",
        description="plan 계획, pilot 시범, running 운영, spread 확산, stopped 중단, unknown 미상",
    )
    year_started: int | None = Field(title="시작 연도", description="시작한 해")
    date: str | None = Field(
        title="날짜", description="가장 최근 출처의 날짜를 아는 데까지", pattern=PARTIAL_DATE
    )
    problem: str | None = Field(title="문제", description="풀려던 문제")
    approach: str | None = Field(title="접근", description="한 일과 방법")
    cost_krw: int | None = Field(title="비용(원)", description="알려진 비용")
    cost_note: str | None = Field(title="비용 설명", description="비용에 무엇이 들어 있는지")
    period: str | None = Field(title="기간", description="사업 기간")
    staff: str | None = Field(title="인력", description="든 인력")
    legal_basis: str | None = Field(title="법적 근거", description="법령이나 조례")
    outcomes: list[Outcome] = Field(title="성과", description="수치마다 갈래, 단위, 기준 시점, 확인 방법")
    outcome_level: str = Field(
        title="성과 수치", description="effect 효과 수치 있음, output 산출만, none 수치 없음"
    )
    timeline: list[Step] = Field(title="경과", description="때와 그때 한 일")
    learning: str | None = Field(title="배운 점", description="하면서 배운 점")
    transfer: str | None = Field(title="옮겨 쓸 조건", description="다른 구가 쓰려면 갖출 것")
    partners: list[str] = Field(title="함께한 기관", description="함께한 기관의 이름")
    awards: list[str] = Field(title="수상", description="받은 상")
    adopted_by: list[Adopter] = Field(
        title="다른 곳의 적용", description="가져다 쓰거나 보고 간 곳. 관계로 가려 씁니다"
    )
    tags: list[str] = Field(title="태그", description="기술과 주제")
    licence: str = Field(
        title="공공누리 유형", description="0~4, ai 또는 none. none은 표시가 없어 출처에 물어야 하는 자료"
    )
    licence_url: str | None = Field(title="이용 조건 주소", description="공공누리 유형의 설명 주소")
    sources: list[Source] = Field(title="출처", description="이 사례를 적은 근거")
    note: str | None = Field(title="알림", description="자료에 관해 알아 둘 것")
    last_confirmed: str | None = Field(title="마지막 확인일", description="내용을 마지막으로 확인한 날")
    updated: str | None = Field(title="고친 때", description="이 자료를 마지막으로 게시한 때")
    attribution: str = Field(title="출처 표시", description="옮겨 쓸 때 적을 출처")


class Publisher(Shape):
    name: str = Field(title="이름", description="자료를 낸 곳")
    url: str = Field(title="주소", description="자료를 낸 곳의 주소")


class Terms(Shape):
    note: str = Field(title="이용 조건", description="자료 전체에 걸친 이용 조건")
    url: str = Field(title="주소", description="공공누리 유형의 설명 주소")


class CaseDataset(Shape):
    """All cases that the filters leave."""

    schema_url: str = Field(alias="schema", title="스키마", description="이 답의 JSON Schema 주소")
    title: str = Field(title="제목", description="자료의 이름")
    description: str = Field(title="설명", description="무엇이 들어 있는지")
    source: Publisher = Field(title="출처", description="자료를 낸 곳")
    licence: Terms = Field(title="이용 조건", description="자료의 이용 조건")
    updated: str | None = Field(title="고친 때", description="가장 늦게 게시된 사례의 때")
    filters: dict[str, list[str]] = Field(title="조건", description="적용한 조건")
    total: int = Field(title="건수", description="사례의 수")
    cases: list[CaseRecord] = Field(title="사례", description="최근 것부터, 날짜를 모르는 것은 끝에")


class Problem(Shape):
    parameter: str = Field(title="매개변수", description="잘못된 매개변수")
    message: str = Field(title="설명", description="무엇이 잘못되었는지")


class Refusal(Shape):
    error: Problem = Field(title="오류", description="받아들이지 않은 까닭")


class Change(Shape):
    type: str = Field(title="갈래", description="cut: 너무 길어 앞만 씀")
    source: str = Field(alias="from", title="앞", description="바꾸기 전")
    target: str = Field(alias="to", title="뒤", description="바꾼 뒤")


class Interpretation(Shape):
    text: str = Field(title="찾은 말", description="실제로 찾은 말")
    changes: list[Change] = Field(title="바꾼 것", description="찾을 말을 바꾼 내역")


class FacetChoice(Shape):
    value: str = Field(title="값", description="매개변수에 쓰는 값")
    label: str = Field(title="이름", description="화면에 보이는 이름")
    count: int = Field(title="건수", description="이 값을 가진 자료의 수")
    selected: bool = Field(title="고름", description="지금 고른 값인지")


class Passage(Shape):
    html: str = Field(title="HTML", description="찾은 말을 mark로 감싼 글")
    text: str = Field(title="글", description="찾은 대목의 글")
    locator: str = Field(title="자리", description="section=outcomes, t=754, page=3처럼 적은 자리")
    place: str = Field(title="자리 이름", description="강연 12:34, 첨부 3쪽처럼 부르는 이름. 없으면 빈 글")
    url: str = Field(title="주소", description="그 대목으로 바로 가는 주소")


class Parent(Shape):
    title: str = Field(title="제목", description="첨부 파일이 달린 쪽의 제목")
    url: str = Field(title="주소", description="그 쪽의 주소(경로)")


class SearchResult(Shape):
    id: str = Field(title="열쇠", description="종류와 번호")
    external_id: str = Field(title="식별자", description="바뀌지 않는 식별자. 없으면 빈 글")
    kind: str = Field(title="종류", description="lecture, case, session, district 따위")
    title: str = Field(title="제목", description="제목")
    url: str = Field(title="주소", description="읽는 주소(경로)")
    districts: list[str] = Field(title="자치구", description="자치구 이름")
    tags: list[str] = Field(title="태그", description="기술과 주제")
    date: str | None = Field(title="날짜", description="날짜. date_precision까지만 믿을 수 있음")
    date_precision: str | None = Field(title="날짜를 아는 데까지", description="day, month, year")
    licence: str = Field(title="공공누리 유형", description="0~4, ai 또는 none")
    score: float = Field(title="점수", description="같은 답 안에서만 견줄 수 있는 관련도")
    passages: list[Passage] = Field(title="대목", description="찾은 대목, 좋은 것부터 셋까지")
    parent: Parent | None = Field(title="딸린 곳", description="첨부 파일이 달린 쪽. 첨부 파일이 아니면 null")


class SearchAnswer(Shape):
    """The answer of a search."""

    query: str = Field(title="찾을 말", description="다듬은 찾을 말")
    interpreted: Interpretation = Field(title="해석", description="어떻게 알아들었는지")
    total: int = Field(title="건수", description="찾은 자료의 수")
    engine: str = Field(title="엔진", description="답한 검색 엔진")
    took_ms: float = Field(title="걸린 시간", description="밀리초")
    facets: dict[str, list[FacetChoice]] = Field(title="갈래별 건수", description="갈래마다 값과 건수")
    promoted: list[SearchResult] = Field(
        title="추천",
        description="편집자가 이 찾을 말에 추천한 자료. 첫 쪽에만 있고, results에는 되풀이하지 않음",
    )
    results: list[SearchResult] = Field(title="결과", description="이 쪽의 결과")


class Suggestion(Shape):
    """A name that what is being typed may be the beginning or a part of."""

    text: str = Field(title="이름", description="제목, 태그, 용어, 자치구나 연사의 이름")
    kind: str = Field(title="종류", description="검색 결과의 종류이거나 tag")
    url: str = Field(title="주소", description="그것을 여는 주소. 태그는 그 태그가 붙은 자료의 검색")
    district: str | None = Field(title="자치구", description="한 자치구의 것이면 그 이름")


class SuggestAnswer(Shape):
    """The answer to what is being typed."""

    query: str = Field(title="쓴 말", description="다듬은 말")
    suggestions: list[Suggestion] = Field(title="제안", description="알맞은 것부터. 누구나 볼 수 있는 것만")


class Endpoint(Shape):
    url: str = Field(title="주소", description="부르는 주소")
    title: str = Field(title="이름", description="무엇인지")
    description: str = Field(title="설명", description="무엇을 답하는지")
    media_type: str = Field(title="형식", description="답의 미디어 형식")


class ApiIndex(Shape):
    """What the portal answers to programs."""

    title: str = Field(title="이름", description="포털의 이름")
    openapi: str = Field(title="OpenAPI", description="OpenAPI 3.1 문서의 주소")
    licence: Terms = Field(title="이용 조건", description="자료의 이용 조건")
    endpoints: list[Endpoint] = Field(title="주소", description="부를 수 있는 주소")


def written(record: BaseModel) -> dict[str, Any]:
    """The record as it stands in an answer."""
    return record.model_dump(by_alias=True)
