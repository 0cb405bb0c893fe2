"""A case on one page as HWPX, for the word processor of Korean offices."""

from __future__ import annotations

import datetime
import io
import zipfile
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext
from hwpx import HwpxDocument
from hwpx.layout.pages import estimate_pages
from lxml import etree  # type: ignore[import-untyped]  # published without type information

from portal.report.domain.case_facts import CaseFacts
from portal.report.domain.one_page import OnePage, fit
from portal.report.domain.wording import portal_name

# 함초롬돋움 comes with every copy of the word processor.
FACE = "함초롬돋움"
INK, SOFT, BRAND, LINE, TINT = "#1A1C22", "#4A505C", "#2554B2", "#C8CDD6", "#F0F4FA"
SIDE_MM, TOP_MM, BOTTOM_MM = 17.0, 14.0, 12.0
# The page is measured as if it were this much shorter: another version of the program may break a line elsewhere.
RESERVE_MM = 9.0
MM = 7200 / 25.4
WIDTH = round((210 - 2 * SIDE_MM) * MM)
# Shares of the columns: type, indicator, value, as of.
COLUMNS = (10, 35, 20, 35)
CONTENTS = "Contents/content.hpf"
# Left and right, top and bottom inside a cell, in units of the format.
CELL_MARGINS = {"left": 340, "right": 340, "top": 120, "bottom": 120}


def make_hwpx(facts: CaseFacts) -> bytes:
    """The file. One page whatever the case holds, as far as the layout of the program can be foretold."""
    page = fit(facts, lambda version: _pages(version) == 1)
    sheet = _Sheet(page, BOTTOM_MM)
    sheet.build()
    return sheet.to_bytes()


def _pages(page: OnePage) -> int | None:
    sheet = _Sheet(page, BOTTOM_MM + RESERVE_MM)
    sheet.build()
    return estimate_pages(sheet.document).pages


@dataclass
class _Sheet:
    """One document in the making. Shapes of letters and paragraphs are made once each and referred to by number."""

    page: OnePage
    bottom_mm: float
    document: Any = field(default_factory=HwpxDocument.new)
    letters: dict[tuple[float, bool, str], str] = field(default_factory=dict)
    shapes: dict[tuple[float, float], str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    started: bool = False

    def build(self) -> None:
        page, facts = self.page, self.page.facts
        self.document.page.setup(
            margins_mm={
                "left": SIDE_MM,
                "right": SIDE_MM,
                "top": TOP_MM,
                "bottom": self.bottom_mm,
                "header": 0,
                "footer": 0,
            }
        )
        self._head(page)
        self._text(gettext("문제"), page.problem, page.problem_cut)
        self._text(gettext("접근"), page.approach, page.approach_cut)
        self._outcomes(page)
        self._resources(page)
        self._sources(page)
        licence = gettext("이용 조건: %(licence)s") % {"licence": facts.licence}
        self.write(licence, page.size - 1, color=SOFT, before=4)
        self.write(f"{portal_name()}  {facts.address}", page.size, bold=True, color=BRAND)

    def to_bytes(self) -> bytes:
        """The file, with its own title and preview in place of the template's."""
        facts, package = self.page.facts, self.document.package
        package.set_document_metadata(
            title=facts.title,
            creator=portal_name(),
            subject=facts.summary,
            keyword=", ".join(facts.tags),
            created_date=_stamp(facts),
            modified_date=_stamp(facts),
        )
        package.set_part("Preview/PrvText.txt", "\r\n".join(self.lines)[:1000].encode())
        return _signed(self.document.to_bytes(), facts)

    # --- parts of the page --------------------------------------------------------------------------------

    def _head(self, page: OnePage) -> None:
        self.write(gettext("사례 한 쪽 요약"), 9, bold=True, color=BRAND)
        self.write(page.title, 17 if len(page.title) < 60 else 13, bold=True, spacing=130, before=2)
        if page.original_title:
            self.write(page.original_title, 10, color=SOFT)
        self.write(" · ".join(f"{label} {value}" for label, value in page.head), 9, color=SOFT, before=2)
        if page.summary:
            self.write(page.summary, page.size + 1, before=5)
        if page.note:
            self.write(page.note, page.size - 1, color=SOFT, before=2)

    def _section(self, title: str) -> None:
        self.write(title, self.page.size + 1.5, bold=True, before=self.page.size * 0.8)

    def _text(self, title: str, paragraphs: tuple[tuple[str, ...], ...], cut: bool) -> None:
        if not paragraphs:
            return
        self._section(title)
        texts = [" ".join(paragraph) for paragraph in paragraphs]
        if cut:
            texts[-1] = f"{texts[-1]} {_more()}"
        for text in texts:
            self.write(text, self.page.size, before=1.5)

    def _outcomes(self, page: OnePage) -> None:
        if not page.outcomes:
            return
        self._section(gettext("성과"))
        rows: list[list[list[str]]] = [
            [[gettext("갈래")], [gettext("지표")], [gettext("값")], [gettext("기준 시점·확인 방법")]]
        ]
        for row in page.outcomes:
            baseline = [gettext("이전 값 %(value)s") % {"value": row.baseline}] if row.baseline else []
            as_of = [row.as_of or gettext("기준 시점 미상"), *([row.method] if row.method else [])]
            rows.append([[row.type_label], [row.metric], [row.value, *baseline], as_of])
        self._table(rows)
        if page.outcomes_left_out:
            self.write(_rest(page.outcomes_left_out), page.size - 1, color=SOFT, before=2)

    def _resources(self, page: OnePage) -> None:
        pairs = [*page.resources, *([(gettext("담당"), page.contact)] if page.contact else [])]
        if pairs:
            self._section(gettext("자원과 담당"))
        for label, value in pairs:
            self.write(f"{label}: {value}", page.size)
        if page.unknown:
            unknown = f"{gettext('공개 자료에서 확인되지 않음')}: {', '.join(page.unknown)}"
            self.write(unknown, page.size - 1, color=SOFT, before=2)

    def _sources(self, page: OnePage) -> None:
        self._section(gettext("출처"))
        for source in page.sources:
            self.write(f"- {source}", page.size - 1.2, color=SOFT)
        if page.sources_left_out:
            self.write(_rest(page.sources_left_out), page.size - 1.2, color=SOFT)

    # --- paragraphs and cells -----------------------------------------------------------------------------

    def write(
        self,
        text: str,
        size: float,
        *,
        bold: bool = False,
        color: str = INK,
        spacing: float = 145,
        before: float = 0,
    ) -> None:
        """A paragraph at the end; sizes and space before it in points, line spacing in percent."""
        letter, shape = self._letter(size, bold, color), self._shape(spacing, before)
        self.lines.append(text)
        if self.started:
            self.document.add_paragraph(
                text, para_pr_id_ref=shape, char_pr_id_ref=letter, inherit_style=False
            )
            return
        # The first paragraph is there already: it carries the settings of the page.
        self.started = True
        first = self.document.paragraphs[0]
        first.para_pr_id_ref = shape
        first.add_run(text, char_pr_id_ref=letter)

    def _table(self, rows: list[list[list[str]]]) -> None:
        fills = self.document.styles
        body = fills.ensure_border_fill(border_color=LINE, active_borders=["top", "bottom"])
        head = fills.ensure_border_fill(border_color=LINE, fill_color=TINT, active_borders=["top", "bottom"])
        table = self.document.add_table(len(rows), len(COLUMNS), width=WIDTH, border_fill_id_ref=body)
        table.set_column_widths(COLUMNS)
        table.element.set("repeatHeader", "1")
        size = self.page.size - 0.5
        for number, row in enumerate(rows):
            for column, (main, *notes) in enumerate(row):
                cell = table.cell(number, column)
                cell.set_margins(**CELL_MARGINS)
                if number == 0:
                    cell.element.set("header", "1")
                    cell.element.set("borderFillIDRef", head)
                self._cell_line(cell, main, size, bold=number == 0 or column == 2, first=True)
                for note in notes:
                    self._cell_line(cell, note, size - 1, color=SOFT)
            self.lines.append(" | ".join(" ".join(cell) for cell in row))

    def _cell_line(
        self, cell: Any, text: str, size: float, *, bold: bool = False, color: str = INK, first: bool = False
    ) -> None:
        letter, shape = self._letter(size, bold, color), self._shape(130, 0)
        if first:
            paragraph = cell.paragraphs[0]
            paragraph.text = text
            paragraph.para_pr_id_ref, paragraph.char_pr_id_ref = shape, letter
        else:
            cell.add_paragraph(text, para_pr_id_ref=shape, char_pr_id_ref=letter)

    def _letter(self, size: float, bold: bool, color: str) -> str:
        key = (size, bold, color)
        if key not in self.letters:
            self.letters[key] = self.document.styles.ensure_run(
                font=FACE, size=size, bold=bold, color=color, base_char_pr_id=0
            )
        return self.letters[key]

    def _shape(self, spacing: float, before: float) -> str:
        """A paragraph shape: made by formatting the first paragraph, whose own shape is set last."""
        key = (spacing, before)
        if key not in self.shapes:
            first = self.document.paragraphs[0]
            kept = first.para_pr_id_ref
            first.para_pr_id_ref = "0"
            self.document.styles.apply_paragraph_format(
                paragraphs=[first],
                alignment="LEFT",
                line_spacing_percent=spacing,
                spacing_before_pt=before,
                spacing_after_pt=0,
            )
            self.shapes[key] = str(first.para_pr_id_ref)
            first.para_pr_id_ref = kept
        return self.shapes[key]


def _signed(archive: bytes, facts: CaseFacts) -> bytes:
    """The archive with nothing left of the template's author and dates, and with the document's language.

    The same facts give the same file: every part carries the time of the case. `mimetype` stays first and unpacked.
    """
    fresh = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(fresh, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == CONTENTS:
                content = _with_own_metadata(content, facts)
            info = zipfile.ZipInfo(part.filename, date_time=facts.changed.timetuple()[:6])
            info.compress_type, info.external_attr = part.compress_type, 0o644 << 16
            new.writestr(info, content)
    return fresh.getvalue()


def _with_own_metadata(content: bytes, facts: CaseFacts) -> bytes:
    package = etree.fromstring(content)
    for element in package.iter("{*}meta"):
        if element.get("name") == "lastsaveby":
            element.text = portal_name()
        elif element.get("name") == "date":
            element.text = _stamp(facts)
    for element in package.iter("{*}language"):
        element.text = facts.language
    return bytes(etree.tostring(package, encoding="UTF-8", xml_declaration=True, standalone=True))


def _stamp(facts: CaseFacts) -> str:
    return facts.changed.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _more() -> str:
    return gettext("… 전체는 주소에서")


def _rest(count: int) -> str:
    return gettext("그 밖에 %(count)s개 %(more)s") % {"count": count, "more": _more()}
