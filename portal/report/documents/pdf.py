"""A case on one page as PDF: tagged, with its language, the typefaces of the portal embedded."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont
from fpdf.prefs import ViewerPreferences

from portal.core.typefaces import known_signs, typeface
from portal.report.domain.case_facts import CaseFacts
from portal.report.domain.one_page import OnePage, fit
from portal.report.domain.wording import portal_name

INK, SOFT, LINE, TINT = (26, 28, 34), (74, 80, 92), (200, 205, 214), (240, 244, 250)
BRAND = (37, 84, 178)
MARGIN = 17.0
FOOT = 24.0
WIDTH = 210.0 - 2 * MARGIN
BOTTOM = 297.0 - FOOT - 1.5
# Widths of the columns of the outcome table in millimetres: type, indicator, value, as of.
COLUMNS = (15.0, 63.0, 34.0, WIDTH - 112.0)
POINT = 25.4 / 72


def make_pdf(facts: CaseFacts) -> bytes:
    """The file. One page whatever the case holds."""
    facts = _drawable(facts)
    with _sheet(facts) as measure:

        def fits(version: OnePage) -> bool:
            measure.add_page()
            return _draw(measure, version) <= BOTTOM

        page = fit(facts, fits)
    with _sheet(facts) as sheet:
        _describe(sheet, facts)
        sheet.add_page()
        _draw(sheet, page)
        return bytes(sheet.output())


@contextmanager
def _sheet(facts: CaseFacts) -> Iterator[Sheet]:
    """A sheet whose typefaces are closed at the end: they are read as far as they are needed."""
    sheet = Sheet(facts)
    try:
        yield sheet
    finally:
        for font in sheet.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()


@lru_cache(maxsize=20_000)
def _sign(sign: str) -> str:
    """The sign, or a plainer form of it, or a box; nothing of signs that are invisible by themselves."""
    if ord(sign) in known_signs("regular") or ord(sign) in known_signs("spare"):
        return sign
    plainer = unicodedata.normalize("NFKC", sign)
    if plainer != sign and all(ord(part) in known_signs("spare") for part in plainer):
        return plainer
    return "" if unicodedata.category(sign) in ("Mn", "Me", "Cf") else "□"


def drawable(text: str) -> str:
    """The text in signs that one of the two faces has."""
    return "".join(map(_sign, text))


class Sheet(FPDF):
    """One A4 page that never breaks: what is too long runs over the edge, which `y` tells."""

    def __init__(self, facts: CaseFacts) -> None:
        super().__init__(format="A4")
        self.set_auto_page_break(False)
        self.set_margins(MARGIN, MARGIN)
        self.c_margin = 0.0
        self.add_font("Portal", "", typeface("regular"))
        self.add_font("Portal", "B", typeface("bold"))
        spare = {ord(sign) for sign in repr(facts)} - known_signs("regular")
        if spare:
            self.add_font("Spare", "", typeface("spare"), unicode_range=sorted(spare))
            self.set_fallback_fonts(["Spare"], exact_match=False)

    @contextmanager
    def tagged(self, tag: str) -> Iterator[None]:
        """Mark what is drawn inside as one element of the structure tree (H1, H2, P)."""
        number = self.struct_builder.next_mcid_for_page(self.page)
        self._add_marked_content(struct_type=f"/{tag}", mcid=number)
        self._out(f"/{tag} <</MCID {number}>> BDC")
        yield
        self._out("EMC")

    @contextmanager
    def decoration(self) -> Iterator[None]:
        """Lines and areas that say nothing."""
        self._out("/Artifact BMC")
        yield
        self._out("EMC")

    def write_block(
        self,
        text: str,
        *,
        size: float,
        tag: str = "P",
        bold: bool = False,
        color: Sequence[int] = INK,
        width: float = WIDTH,
        x: float = MARGIN,
        leading: float = 1.5,
    ) -> None:
        """A paragraph from (x, y) down; leaves y below it."""
        self.set_font("Portal", "B" if bold else "", size)
        self.set_text_color(*color)
        self.set_x(x)
        with self.tagged(tag):
            self.multi_cell(
                width, size * POINT * leading, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT, padding=0
            )

    def lines_of(self, text: str, width: float, size: float, bold: bool = False) -> int:
        """How many lines the text takes."""
        self.set_font("Portal", "B" if bold else "", size)
        lines: Any = self.multi_cell(width, 5, text, align="L", dry_run=True, output="LINES")
        return len(lines)

    def rule(self, color: Sequence[int] = LINE, thickness: float = 0.2) -> None:
        with self.decoration():
            self.set_draw_color(*color)
            self.set_line_width(thickness)
            self.line(MARGIN, self.y, MARGIN + WIDTH, self.y)


def _describe(sheet: Sheet, facts: CaseFacts) -> None:
    """Title, language and the rest of what readers and archives ask a file for. The same facts give the same file."""
    sheet.set_lang("en-GB" if facts.language == "en" else "ko-KR")
    sheet.set_title(facts.title)
    sheet.set_subject(facts.summary)
    sheet.set_author(portal_name())
    sheet.set_creator(portal_name())
    sheet.set_creation_date(facts.changed)
    sheet.viewer_preferences = ViewerPreferences(display_doc_title=True)


def _draw(sheet: Sheet, page: OnePage) -> float:
    """Draw one version on the page just added; where its text ends, in millimetres from the top."""
    _head(sheet, page)
    _text(sheet, page, gettext("문제"), page.problem, page.problem_cut)
    _text(sheet, page, gettext("접근"), page.approach, page.approach_cut)
    _outcomes(sheet, page)
    _resources(sheet, page)
    _sources(sheet, page)
    end = sheet.y
    _foot(sheet, page)
    return end


def _drawable(facts: CaseFacts) -> CaseFacts:
    """The same facts in signs that can be drawn."""
    return _mapped(facts)  # type: ignore[no-any-return]


def _mapped(value: Any) -> Any:
    """Every text inside (nested) dataclasses and tuples made drawable."""
    if isinstance(value, str):
        return drawable(value)
    if isinstance(value, tuple):
        return tuple(map(_mapped, value))
    if hasattr(value, "__dataclass_fields__"):
        return type(value)(**{name: _mapped(getattr(value, name)) for name in value.__dataclass_fields__})
    return value


def _head(sheet: Sheet, page: OnePage) -> None:
    sheet.write_block(gettext("사례 한 쪽 요약"), size=9, bold=True, color=BRAND)
    sheet.y += 0.8
    sheet.write_block(page.title, size=17 if len(page.title) < 90 else 13, tag="H1", bold=True, leading=1.3)
    if page.original_title:
        sheet.write_block(page.original_title, size=10, color=SOFT)
    sheet.y += 1.2
    sheet.write_block(" · ".join(f"{label} {value}" for label, value in page.head), size=9, color=SOFT)
    if page.summary:
        sheet.y += 1.8
        top = sheet.y
        sheet.write_block(page.summary, size=page.size + 1, x=MARGIN + 4, width=WIDTH - 4)
        with sheet.decoration():
            sheet.set_fill_color(*BRAND)
            sheet.rect(MARGIN, top, 1.1, sheet.y - top, style="F")
    if page.note:
        sheet.y += 1
        sheet.write_block(page.note, size=page.size - 1, color=SOFT)


def _section(sheet: Sheet, page: OnePage, title: str) -> None:
    sheet.y += page.size * 0.36
    sheet.write_block(title, size=page.size + 1.5, tag="H2", bold=True, leading=1.45)
    sheet.y += 0.4


def _more() -> str:
    return gettext("… 전체는 주소에서")


def _text(
    sheet: Sheet, page: OnePage, title: str, paragraphs: tuple[tuple[str, ...], ...], cut: bool
) -> None:
    if not paragraphs:
        return
    _section(sheet, page, title)
    texts = [" ".join(paragraph) for paragraph in paragraphs]
    if cut:
        texts[-1] = f"{texts[-1]} {_more()}"
    for text in texts:
        sheet.write_block(text, size=page.size)
        sheet.y += 0.7


def _outcomes(sheet: Sheet, page: OnePage) -> None:
    if not page.outcomes:
        return
    _section(sheet, page, gettext("성과"))
    heads = [gettext("갈래"), gettext("지표"), gettext("값"), gettext("기준 시점·확인 방법")]
    _row(sheet, page.size - 1, [[text] for text in heads], head=True)
    for row in page.outcomes:
        baseline = gettext("이전 값 %(value)s") % {"value": row.baseline} if row.baseline else ""
        as_of = row.as_of or gettext("기준 시점 미상")
        _row(
            sheet,
            page.size - 0.5,
            [[row.type_label], [row.metric], [row.value, baseline], [as_of, row.method]],
        )
    if page.outcomes_left_out:
        more = gettext("그 밖에 %(count)s개 %(more)s") % {"count": page.outcomes_left_out, "more": _more()}
        sheet.y += 0.8
        sheet.write_block(more, size=page.size - 1, color=SOFT)


def _row(sheet: Sheet, size: float, cells: Sequence[Sequence[str]], *, head: bool = False) -> None:
    """A row of the table: each cell is its main text and, smaller below it, a note."""
    pad, step = 1.1, size * POINT * 1.4
    small = size - 1
    heights = []
    for width, (main, *rest) in zip(COLUMNS, cells, strict=True):
        height = sheet.lines_of(main, width - 3, size, head) * step if main else 0.0
        notes = [note for note in rest if note]
        heights.append(height + sum(sheet.lines_of(n, width - 3, small) * small * POINT * 1.4 for n in notes))
    height = max(heights) + 2 * pad
    top = sheet.y
    if head:
        with sheet.decoration():
            sheet.set_fill_color(*TINT)
            sheet.rect(MARGIN, top, WIDTH, height, style="F")
    x = MARGIN
    for index, (width, (main, *rest)) in enumerate(zip(COLUMNS, cells, strict=True)):
        sheet.y = top + pad
        if main:
            sheet.write_block(
                main, size=size, bold=head or index == 2, x=x + 1.5, width=width - 3, leading=1.4
            )
        for note in filter(None, rest):
            sheet.write_block(note, size=small, color=SOFT, x=x + 1.5, width=width - 3, leading=1.4)
        x += width
    sheet.y = top + height
    sheet.rule()


def _resources(sheet: Sheet, page: OnePage) -> None:
    pairs = [*page.resources]
    if page.contact:
        pairs.append((gettext("담당"), page.contact))
    if pairs:
        _section(sheet, page, gettext("자원과 담당"))
        for label, value in pairs:
            sheet.write_block(f"{label}: {value}", size=page.size)
    if page.unknown:
        sheet.y += 1
        unknown = f"{gettext('공개 자료에서 확인되지 않음')}: {', '.join(page.unknown)}"
        sheet.write_block(unknown, size=page.size - 1, color=SOFT)


def _sources(sheet: Sheet, page: OnePage) -> None:
    _section(sheet, page, gettext("출처"))
    size = page.size - 1.2
    for source in page.sources:
        sheet.write_block(f"- {source}", size=size, color=SOFT, leading=1.42)
    if page.sources_left_out:
        more = gettext("그 밖에 %(count)s개 %(more)s") % {"count": page.sources_left_out, "more": _more()}
        sheet.write_block(more, size=size, color=SOFT)


def _foot(sheet: Sheet, page: OnePage) -> None:
    sheet.y = 297.0 - FOOT
    sheet.rule(BRAND, 0.4)
    sheet.y += 1.6
    licence = gettext("이용 조건: %(licence)s") % {"licence": page.facts.licence}
    sheet.write_block(licence, size=8.5, color=SOFT)
    sheet.write_block(f"{portal_name()}  {page.facts.address}", size=9.5, bold=True, color=BRAND)
