"""Which samples there are: what each is made from and which page it hangs on."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.attachments.samples import writers
from portal.attachments.samples.writers import Chapter

FOLDER = "attachments"
LICENCE = "1"
_NO_PERSON = "포털이 공개된 글로 만든 견본이라 개인정보가 없음을 사람이 확인함"
_TAGS = re.compile(r"<[^>]+>")

Row = dict[str, Any]


@dataclass(frozen=True)
class Sample:
    """page: kind and external id of where it hangs; checked: why it may be shown although it cannot be read."""

    name: str
    title: str
    content: bytes
    page: tuple[str, str]
    checked: str = ""

    def row(self) -> Row:
        """The row of `content/attachments.jsonl`."""
        row = {
            "kind": "attachment",
            "external_id": f"attachment-{self.name.partition('.')[0]}",
            "title": self.title,
            "file": f"{FOLDER}/{self.name}",
            "sha256": hashlib.sha256(self.content).hexdigest(),
            "page_kind": self.page[0],
            "page": self.page[1],
            "licence": LICENCE,
        }
        return {**row, "checked": self.checked} if self.checked else row


def samples(folder: Path, hwplib: Path | None = None) -> Iterator[Sample]:
    """All of them, from the rows of the sample content in ``folder``.

    Only hwplib (its jar) writes HWP; without it the HWP sample stays as it is.
    """
    deep, others = _rows(folder, "cases_deep"), _rows(folder, "cases")
    sessions, terms, figures = _rows(folder, "sessions"), _rows(folder, "terms"), _rows(folder, "figures")
    explainers = _rows(folder, "explainers")
    book = [_chapter(row) for row in [*deep, *others][:60]]
    first, second, third, fourth, fifth, sixth, seventh = _with_tables(deep)[:7]

    title = "사례 60선"
    yield Sample("case-book-60.pdf", title, writers.pdf(title, book), ("lecture", "explainer-forum"))
    title = f"{first['title']}: 성과와 출처"
    yield _of_case("outcomes", title, "hwpx", [_outcomes(first), _sources(first)], first)
    title = f"{second['title']}: 경과"
    yield _of_case(
        "timeline", title, "docx", [_chapter(second), _timeline(second), _outcomes(second)], second
    )
    title = f"{third['title']}: 발표 자료 견본"
    yield _of_case("case-slides", title, "pptx", _slides(third), third)
    title = f"{fourth['title']}: 한눈에 보기"
    yield _of_case("case-sheet", title, "pdf", [_chapter(fourth), _outcomes(fourth)], fourth)
    title = f"{fifth['title']}: 글로만"
    yield _of_case("case-text", title, "txt", [_chapter(fifth), _learning(fifth)], fifth)
    title = f"{seventh['title']}: 성과와 경과"
    chapters = [_chapter(seventh), _outcomes(seventh), _timeline(seventh)]
    content = (
        writers.hwp(title, chapters, hwplib) if hwplib else (folder / FOLDER / "case-table.hwp").read_bytes()
    )
    yield Sample("case-table.hwp", title, content, ("case", seventh["external_id"]))
    title = f"{sixth['title']}: 스캔본"
    content = writers.scan(title, [_chapter(sixth)])
    yield Sample("case-scan.pdf", title, content, ("case", sixth["external_id"]), _NO_PERSON)
    broken = writers.docx(title, [_chapter(sixth)])
    title = f"{sixth['title']}: 손상된 파일"
    yield Sample(
        "case-damaged.docx", title, broken[: len(broken) // 2], ("case", sixth["external_id"]), _NO_PERSON
    )
    title = "용어 모음"
    table = [
        ["용어", "영문", "풀이"],
        *([t["title"], t["title_en"] or "", _plain(t["definition"])] for t in terms),
    ]
    chapter = Chapter(title, [f"용어 {len(terms)}개를 모았습니다."], table)
    yield Sample("glossary.hwpx", title, writers.hwpx(title, [chapter]), ("lecture", "explainer-automation"))
    title = "디지털 격차 수치표"
    yield Sample(
        "gap-figures.xlsx",
        title,
        writers.xlsx(title, list(_figures(figures))),
        ("lecture", "explainer-ai-gap"),
    )
    title = "심층 사례 성과표"
    rows = [["사례", "자치구", "지표", "값", "시점"], *_all_outcomes(deep)]
    content = writers.xlsx(title, [Chapter("성과", rows=rows)])
    yield Sample("outcomes-all.xlsx", title, content, ("lecture", "explainer-crosswalk"))
    title = "해설 요점"
    yield Sample(
        "explainer-slides.pptx",
        title,
        writers.pptx(title, [Chapter(row["title"], [row["summary"]]) for row in explainers]),
        ("lecture", "explainer-kiosk"),
    )
    session = max(sessions, key=lambda row: len(row["programme"] or []))
    title = f"{session['title']} 순서표"
    yield Sample(
        "programme.docx",
        title,
        writers.docx(title, [_programme(session)]),
        ("session", session["external_id"]),
    )
    latest = sessions[-1]
    title = f"{latest['title']} 요약"
    lines = [latest["summary"], *_texts(latest["announcements"])]
    content = writers.txt(title, [Chapter("요약", lines)], "cp949")
    yield Sample("session-cp949.txt", title, content, ("session", latest["external_id"]))


def _rows(folder: Path, name: str) -> list[Row]:
    return [json.loads(line) for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines() if line]


def _of_case(name: str, title: str, ending: str, chapters: list[Chapter], case: Row) -> Sample:
    make = {"hwpx": writers.hwpx, "docx": writers.docx, "pptx": writers.pptx, "pdf": writers.pdf}
    content = writers.txt(title, chapters) if ending == "txt" else make[ending](title, chapters)
    return Sample(f"{name}.{ending}", title, content, ("case", case["external_id"]))


def _with_tables(cases: list[Row]) -> list[Row]:
    """Those with the most outcomes first."""
    return sorted(cases, key=lambda row: (-len(row["outcomes"] or []), row["external_id"]))


def _plain(text: object) -> str:
    return " ".join(html.unescape(_TAGS.sub(" ", str(text or ""))).split())


def _texts(value: object) -> list[str]:
    """The paragraphs of a text, a list of texts or of objects with texts."""
    if isinstance(value, list):
        return [line for item in value for line in _texts(item)]
    if isinstance(value, dict):
        return [line for item in value.values() for line in _texts(item)]
    return [_plain(value)] if value else []


def _chapter(case: Row) -> Chapter:
    return Chapter(
        case["title"], [case["summary"], *_texts(case["problem"])[:2], *_texts(case["approach"])[:2]]
    )


def _learning(case: Row) -> Chapter:
    return Chapter("배운 점", [*_texts(case["learning"]), *_texts(case["transfer"])])


def _outcomes(case: Row) -> Chapter:
    rows = [
        [str(item.get(name) or "") for name in ("metric", "result", "unit", "as_of")]
        for item in case["outcomes"] or []
    ]
    return Chapter("성과", rows=[["지표", "값", "단위", "시점"], *rows] if rows else [])


def _sources(case: Row) -> Chapter:
    rows = [
        [str(item.get(name) or "") for name in ("outlet", "title", "date")] for item in case["sources"] or []
    ]
    return Chapter("출처", rows=[["매체·기관", "제목", "날짜"], *rows])


def _timeline(case: Row) -> Chapter:
    rows = [[str(item.get("when") or ""), str(item.get("what") or "")] for item in case["timeline"] or []]
    return Chapter("경과", rows=[["때", "한 일"], *rows] if rows else [])


def _slides(case: Row) -> list[Chapter]:
    parts = (("문제", "problem"), ("접근", "approach"), ("배운 점", "learning"), ("옮겨 쓸 조건", "transfer"))
    outcomes = [" ".join(filter(None, row)) for row in _outcomes(case).rows[1:]]
    return [*(Chapter(name, _texts(case[key])) for name, key in parts), Chapter("성과", outcomes)]


def _figures(charts: list[Row]) -> Iterator[Chapter]:
    rows = [["그림", "조사", "항목", "대상", "값", "단위", "시점"]]
    for chart in charts:
        for figure in chart["figures"] or []:
            said = [figure.get(name) for name in ("label", "series", "value", "unit")]
            whole = [chart["title"], chart["survey"], *said, chart["as_of"]]
            rows.append([str(cell if cell is not None else "") for cell in whole])
    yield Chapter("수치", rows=rows)


def _all_outcomes(cases: list[Row]) -> Iterator[list[str]]:
    for case in cases:
        for item in case["outcomes"] or []:
            value = " ".join(str(item[name]) for name in ("result", "unit") if item.get(name))
            yield [
                case["title"],
                case["district"] or "서울시",
                str(item.get("metric") or ""),
                value,
                str(item.get("as_of") or ""),
            ]


def _programme(session: Row) -> Chapter:
    names = ("time", "title", "speaker", "affiliation")
    rows = [[str(item.get(name) or "") for name in names] for item in session["programme"] or []]
    return Chapter("순서", [session["summary"]], [["시간", "제목", "연사", "소속"], *rows])
