"""Every public address for programs: what it answers and which parameters it takes.

The OpenAPI document, the index and the page for people are made from this list.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel

from districts.enums import Field, OutcomeLevel, Stage
from portal.api import records
from portal.core.enums import Kogl
from portal.machines.addresses import has_address
from search import registry
from search.params import AS_TYPED, DEFAULT_SIZE, MAX_SIZE, SORTS

JSON, CSV, ATOM, XML = "application/json", "text/csv", "application/atom+xml", "application/xml"


@dataclass(frozen=True)
class Parameter:
    """`choices`: the closed list of values, or (); `repeated`: several values mean "one of them"."""

    name: str
    description: str
    choices: tuple[str, ...] = ()
    repeated: bool = False
    in_path: bool = False
    kind: str = "string"
    least: int | None = None
    most: int | None = None
    default: int | str | None = None
    example: str = ""


@dataclass(frozen=True)
class Address:
    """path: as OpenAPI writes it; shape: of a JSON answer; refuses: whether wrong parameters are answered with 400."""

    path: str
    name: str
    title: str
    description: str
    media_type: str
    parameters: tuple[Parameter, ...] = ()
    shape: type[BaseModel] | None = None
    refuses: bool = False
    missing: bool = False


def _case_filters() -> tuple[Parameter, ...]:
    return (
        Parameter("district", "자치구 이름, 코드 또는 영문 주소 이름", repeated=True, example="노원구"),
        Parameter("field", "분야", tuple(Field.values), repeated=True),
        Parameter("stage", "단계", tuple(Stage.values), repeated=True),
        Parameter("outcome", "성과 수치", tuple(OutcomeLevel.values), repeated=True),
        Parameter("year", "날짜의 해", repeated=True, example="2024"),
        Parameter("tag", "기술 태그의 이름", repeated=True, example="사물인터넷"),
    )


def _search_filters() -> tuple[Parameter, ...]:
    return (
        Parameter("q", "찾을 말. 비우면 조건에 맞는 모든 자료를 최신순으로 답함", example="스마트경로당"),
        Parameter("kind", "종류", tuple(registry.current().kinds()), repeated=True),
        Parameter("district", "자치구 이름, 코드 또는 영문 주소 이름", repeated=True, example="노원구"),
        Parameter("tag", "태그의 이름이나 같은 말", repeated=True, example="사물인터넷"),
        Parameter("field", "분야", tuple(Field.values), repeated=True),
        Parameter("year", "날짜의 해", repeated=True, example="2024"),
        Parameter("licence", "공공누리 유형", tuple(Kogl.values), repeated=True),
        Parameter("sort", "정렬", tuple(SORTS), default="relevance"),
        Parameter("page", "쪽", kind="integer", least=1, most=1_000_000, default=1),
        Parameter("size", "한 쪽의 건수", kind="integer", least=1, most=MAX_SIZE, default=DEFAULT_SIZE),
        Parameter(AS_TYPED, "1이면 찾을 말을 고치지 않고 입력한 그대로 찾음", example="1"),
    )


_PAGE = Parameter("page", "쪽", kind="integer", least=1, default=1)


def _all() -> list[Address]:
    return [
        Address(
            "/api/search/",
            "search_api:search",
            "통합검색",
            "강연, 사례, 회차, 자치구, 연사를 찾습니다. 화면의 통합검색과 같은 답입니다.",
            JSON,
            _search_filters(),
            records.SearchAnswer,
            refuses=True,
        ),
        Address(
            "/api/suggest/",
            "search_api:suggest",
            "검색어 제안",
            "쓰고 있는 말이 앞이나 가운데에 든 제목, 태그, 용어, 자치구, 연사를 제안합니다. "
            "첫소리(ㅅㅁㅌㅅㅌ), 쓰다 만 글자(스마ㅌ), 영문으로 친 한글(tmakxm)도 알아듣습니다.",
            JSON,
            (
                Parameter("q", "쓰고 있는 말", example="스마트"),
                Parameter("lang", "이름과 주소의 언어", ("ko", "en"), default="ko"),
            ),
            records.SuggestAnswer,
        ),
        Address(
            "/api/cases.json",
            "api_cases_json",
            "사례 자료(JSON)",
            "조건에 맞는 모든 사례를 한 번에 답합니다. 조건은 사례 목록과 같습니다.",
            JSON,
            _case_filters(),
            records.CaseDataset,
            refuses=True,
        ),
        Address(
            "/api/cases.csv",
            "api_cases_csv",
            "사례 자료(CSV)",
            "같은 사례를 표로 답합니다. 엑셀에서 바로 열립니다. 수식으로 읽힐 글 앞에는 작은따옴표가 붙습니다.",
            CSV,
            (*_case_filters(), Parameter("header", "첫 줄의 이름", ("key", "ko"), default="key")),
            refuses=True,
        ),
        Address(
            "/api/cases.schema.json",
            "api_cases_schema",
            "사례 자료의 JSON Schema",
            "사례 자료(JSON)의 모양과 항목의 뜻입니다.",
            "application/schema+json",
        ),
        Address(
            "/districts/table.csv",
            "district_table_csv",
            "자치구와 분야별 사례 수(CSV)",
            "자치구 25곳과 분야 10개의 사례 수를 표로 답합니다. 수는 성과가 아닙니다.",
            CSV,
        ),
        Address("/feed/", "feed", "새 자료 피드", "모든 새 강연과 사례의 Atom 피드입니다.", ATOM, (_PAGE,)),
        Address(
            "/feed/district/{slug}/",
            "feed_district",
            "자치구 피드",
            "한 자치구의 새 강연과 사례입니다.",
            ATOM,
            (Parameter("slug", "자치구의 주소 이름", in_path=True, example="nowon-gu"), _PAGE),
            missing=True,
        ),
        Address(
            "/feed/tag/{slug}/",
            "feed_tag",
            "태그 피드",
            "한 태그가 붙은 새 강연과 사례입니다.",
            ATOM,
            (Parameter("slug", "태그의 주소 이름", in_path=True, example="인공지능"), _PAGE),
            missing=True,
        ),
        Address(
            "/calendar.ics",
            "calendar_file",
            "일정",
            "포럼과 엑스포의 일정, 공모 마감일입니다.",
            "text/calendar",
        ),
        Address("/sitemap.xml", "sitemap", "사이트맵", "공개된 모든 쪽의 주소입니다.", XML),
        Address(
            "/api/openapi.json", "api_openapi", "OpenAPI 문서", "이 목록의 OpenAPI 3.1 문서입니다.", JSON
        ),
        Address(
            "/api/",
            "api",
            "공개 API",
            "이 목록입니다. 사람에게는 쪽으로, 프로그램에는 JSON으로 답합니다.",
            JSON,
            (Parameter("format", "답의 형식", ("json", "html")),),
            records.ApiIndex,
        ),
    ]


def catalogue() -> list[Address]:
    """The addresses that this portal has."""
    return [address for address in _all() if _exists(address)]


def _exists(address: Address) -> bool:
    return has_address(address.name, **{p.name: "x" for p in address.parameters if p.in_path})
