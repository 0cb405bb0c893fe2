"""The draft of an application for the Seoul Smart City Prize as DOCX: the case in the order of the six criteria."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
from django.utils.translation import gettext
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from portal.report.domain.case_facts import CaseFacts, OutcomeRow
from portal.report.domain.prize import CATEGORIES, Answer, Item, answers, gap_mark, gaps
from portal.report.domain.wording import portal_name

# Named for every script: the East Asian one is what Korean text is set in.
FACE = "맑은 고딕"
LATIN_FACE = "Malgun Gothic"
INK, SOFT, GAP = RGBColor(0x1A, 0x1C, 0x22), RGBColor(0x4A, 0x50, 0x5C), RGBColor(0xB0, 0x1E, 0x1E)
SIZES = {"Title": 22, "Heading 1": 15, "Heading 2": 12, "Normal": 10.5, "List Bullet": 10.5, "Caption": 9.5}
_HANGUL = re.compile(r"[가-힣]")


def make_docx(facts: CaseFacts) -> bytes:
    """The file, in the language of `facts`, which must be the one in use."""
    draft = _Draft(facts)
    draft.build()
    stream = io.BytesIO()
    draft.document.save(stream)
    return stream.getvalue()


class _Draft:
    def __init__(self, facts: CaseFacts) -> None:
        self.facts = facts
        self.document = docx.Document()
        self._page()
        self._styles()
        properties = self.document.core_properties
        properties.title = f"{gettext('서울 스마트도시 상 응모 초안')}: {facts.title}"[:255]
        properties.subject, properties.author = facts.summary[:255], portal_name()
        properties.last_modified_by, properties.comments = portal_name(), ""
        properties.language = "en-US" if facts.language == "en" else "ko-KR"
        properties.created = properties.modified = facts.changed

    def build(self) -> None:
        facts, rows = self.facts, answers(self.facts)
        self.write(gettext("서울 스마트도시 상 응모 초안"), "Title")
        self.write(facts.title, "Subtitle")
        if facts.original_title:
            self.write(facts.original_title, "Subtitle")
        self.write(
            gettext(
                "포털의 사례를 상의 여섯 가지 평가 기준 차례로 옮긴 초안입니다. "
                "'미기재' 표시는 공개 자료에서 확인되지 않아 응모하기 전에 채울 곳입니다."
            )
        )
        if facts.language == "en":
            self.write(gettext("영문이 없는 내용은 한국어로 두었습니다. 응모하기 전에 옮겨 주세요."))
        self._basics()
        for number, row in enumerate(rows, 1):
            self._answer(number, row)
        self._gaps(rows)
        self._sources()

    # --- parts --------------------------------------------------------------------------------------------

    def _basics(self) -> None:
        facts = self.facts
        category = " / ".join(map(str, CATEGORIES))
        pairs = [
            *facts.head,
            (gettext("부서"), facts.department or gap_mark(gettext("부서"))),
            (gettext("담당"), facts.contact or gap_mark(gettext("담당"))),
            (gettext("응모 부문"), f"{gap_mark(gettext('응모 부문'))} {category}"),
        ]
        self.table([[label, value] for label, value in pairs], widths=(38, 132), head=False)

    def _answer(self, number: int, row: Answer) -> None:
        self.write(f"{number}. {row.criterion}", "Heading 1")
        for item in row.items:
            self.write(item.label, "Heading 2")
            self._item(item)

    def _item(self, item: Item) -> None:
        if item.is_gap:
            self.write(gap_mark(item.label))
        for line in item.lines:
            self.write(line, "List Bullet" if len(item.lines) > 1 else "Normal")
        if item.figures:
            heads = [
                gettext("지표"),
                gettext("이전 값"),
                gettext("값"),
                gettext("기준 시점"),
                gettext("확인 방법"),
            ]
            self.table([heads, *map(_cells, item.figures)], widths=(50, 30, 28, 26, 36), head=True)

    def _gaps(self, rows: tuple[Answer, ...]) -> None:
        missing = gaps(rows)
        if missing:
            self.write(gettext("응모 전에 채울 것"), "Heading 1")
            for text in missing:
                self.write(gap_mark(text), "List Bullet")

    def _sources(self) -> None:
        facts = self.facts
        self.write(gettext("출처"), "Heading 1")
        for source in facts.sources or (gap_mark(gettext("출처")),):
            self.write(source, "List Bullet")
        self.write(gettext("이용 조건: %(licence)s") % {"licence": facts.licence})
        self.write(gettext("주소: %(address)s") % {"address": f"{portal_name()}, {facts.address}"})
        if facts.note:
            self.write(facts.note)

    # --- writing ------------------------------------------------------------------------------------------

    def write(self, text: str, style: str = "Normal") -> None:
        """A paragraph; every stretch is marked as the language it is written in, gaps in another colour."""
        self._run(self.document.add_paragraph(style=style), text)

    def table(self, rows: list[list[str]], *, widths: tuple[int, ...], head: bool) -> None:
        """A table whose first row (`head`) or first column names the others; widths in millimetres."""
        table = self.document.add_table(len(rows), len(widths), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for number, row in enumerate(rows):
            _keep_whole(table.rows[number], repeat=head and number == 0)
            for column, text in enumerate(row):
                cell = table.cell(number, column)
                cell.width = Mm(widths[column])
                bold = number == 0 if head else column == 0
                self._run(cell.paragraphs[0], text, bold=bold)
                cell.paragraphs[0].paragraph_format.space_after = Pt(2)
        self.document.add_paragraph(style="Caption")

    def _run(self, paragraph: Any, text: str, bold: bool = False) -> None:
        mark = gap_mark("\0").partition("\0")[0]
        for part in _split_gaps(text, mark):
            run = paragraph.add_run(part)
            run.bold = bold or None
            if part.startswith(mark):
                run.font.color.rgb, run.bold = GAP, True
            _set_language(run._element.get_or_add_rPr(), "ko-KR" if _HANGUL.search(part) else "en-US")

    # --- page and styles ----------------------------------------------------------------------------------

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(20)
        section.top_margin = section.bottom_margin = Mm(20)
        self._run(section.footer.paragraphs[0], f"{portal_name()}  {self.facts.address}")

    def _styles(self) -> None:
        for style in self.document.styles:
            if style.type != WD_STYLE_TYPE.PARAGRAPH:
                continue
            properties = style.element.get_or_add_rPr()
            _set_faces(properties)
            if style.name in SIZES:
                style.font.size = Pt(SIZES[style.name])
                style.font.color.rgb = INK
        defaults = (
            self.document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
        )
        _set_faces(defaults)
        _set_language(defaults, "en-US" if self.facts.language == "en" else "ko-KR")
        self.document.styles["Normal"].paragraph_format.space_after = Pt(4)
        subtitle = self.document.styles["Subtitle"].font
        subtitle.size, subtitle.color.rgb, subtitle.italic = Pt(14), SOFT, False


def _cells(row: OutcomeRow) -> list[str]:
    unknown = gap_mark(gettext("기준 시점"))
    return [row.metric, row.baseline or "-", row.value, row.as_of or unknown, row.method or "-"]


def _split_gaps(text: str, mark: str) -> list[str]:
    """The text in stretches, so that a gap mark stands in one of its own."""
    return [part for part in re.split(rf"({re.escape(mark)}[^\]]*\])", text) if part]


def _set_faces(properties: Any) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for script, face in (
        ("ascii", LATIN_FACE),
        ("hAnsi", LATIN_FACE),
        ("eastAsia", FACE),
        ("cs", LATIN_FACE),
    ):
        fonts.set(qn(f"w:{script}"), face)


def _set_language(properties: Any, language: str) -> None:
    element = properties.find(qn("w:lang"))
    if element is None:
        element = OxmlElement("w:lang")
        properties.append(element)
    element.set(qn("w:val"), language)
    element.set(qn("w:eastAsia"), "ko-KR")


def _keep_whole(row: Any, *, repeat: bool) -> None:
    """The row is not cut by the end of a page; a head is repeated on the next one."""
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeat:
        properties.append(OxmlElement("w:tblHeader"))
