"""Every format gives its text by place; what cannot be read is named by its content."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest

from portal.attachments.reading import process
from portal.attachments.reading.process import Limits, Reading, read_file
from tests.factories import attachments as make
from tests.factories.hwp import hwp

ROWS = [["구", "사업", "예산"], *([f"{n}구", f"사업 {n}", f"{n}00만 원"] for n in range(2, 9))]


@pytest.fixture
def read(tmp_path):
    def of(content: bytes, limits: Limits | None = None) -> Reading:
        # Without a name: the content says what it is.
        path = tmp_path / "file"
        path.write_bytes(content)
        return read_file(path, limits)

    return of


def places(reading: Reading) -> dict[str, str]:
    return {part.locator: part.text for part in reading.parts}


def test_a_row_of_a_table_in_hwpx_stays_together_with_its_heads(read):
    reading = read(make.hwpx("머리글입니다.", rows=ROWS))
    assert (reading.format, reading.problem) == ("hwpx", "")
    found = places(reading)
    assert found["part=1"] == "머리글입니다."
    assert found["table=1&row=7"] == "구: 7구 · 사업: 사업 7 · 예산: 700만 원"
    assert reading.parts[7].cells == ("7구", "사업 7", "700만 원")


def test_hwp_5_is_read_by_row_as_well(read):
    reading = read(hwp("머리글입니다.", "둘째 줄", rows=ROWS))
    assert (reading.format, reading.problem) == ("hwp", "")
    found = places(reading)
    assert found["part=1"] == "머리글입니다.\n둘째 줄"
    assert found["table=1&row=7"] == "구: 7구 · 사업: 사업 7 · 예산: 700만 원"


def test_docx_is_read_by_heading_and_row(read):
    reading = read(make.docx("본문 글", headings=["추진 배경"], rows=ROWS))
    assert reading.format == "docx"
    first = reading.parts[0]
    assert (first.heading, first.text) == ("추진 배경", "추진 배경\n본문 글")
    assert places(reading)["table=1&row=7"].startswith("구: 7구")


def test_slides_are_read_one_by_one(read):
    reading = read(make.pptx(("첫 장", "안녕하세요"), ("둘째 장", "물레방아")))
    assert places(reading) == {"slide=1": "첫 장\n안녕하세요", "slide=2": "둘째 장\n물레방아"}
    assert [part.heading for part in reading.parts] == ["첫 장", "둘째 장"]


def test_a_sheet_is_read_by_row_as_the_program_counts(read):
    reading = read(make.xlsx([["2024년 현황"], [], *ROWS]))
    found = places(reading)
    assert found["table=1&row=4"] == "구: 2구 · 사업: 사업 2 · 예산: 200만 원"
    assert {part.heading for part in reading.parts} == {"자료"}


def test_pdf_is_read_by_page_and_pages_keep_their_numbers(read):
    reading = read(make.pdf("first", "", "third page"))
    assert places(reading) == {"page=1": "first", "page=3": "third page"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp949"])
def test_text_of_old_and_new_programs(read, encoding):
    reading = read("가나다 똠방각하\r\n둘째 줄".encode(encoding))
    assert places(reading) == {"part=1": "가나다 똠방각하\n둘째 줄"}


def test_what_no_database_takes_is_left_out(read):
    reading = read("앞\x1b뒤\ue000 끝".encode())
    assert places(reading) == {"part=1": "앞뒤 끝"}


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"0" * 30_000_000)
    return buffer.getvalue()


def with_entry(content: bytes, name: str) -> bytes:
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, b"x")
    return buffer.getvalue()


def encrypted_pdf() -> bytes:
    from fpdf import FPDF

    document = FPDF()
    document.set_encryption(owner_password="a", user_password="b")
    document.add_page()
    return bytes(document.output())


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "damaged"),
        (b"PK\x03\x04 nothing else", "damaged"),
        (make.docx("글")[:-400], "damaged"),
        (b"%PDF-1.7 nothing else", "damaged"),
        (make.pdf("", ""), "no_text"),
        (make.docx(), "no_text"),
        (encrypted_pdf(), "encrypted"),
        (hwp("글", flags=3), "encrypted"),
        (hwp("글", flags=5), "distributed"),
        (hwp("글")[:-4096], "damaged"),
        (hwp(), "no_text"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
            "encrypted",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unknown"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "unknown"),
        (with_entry(b"PK\x05\x06" + bytes(18), "readme"), "unknown"),
        (bomb(), "bomb"),
    ],
)
def test_what_cannot_be_read_is_said(read, content, problem):
    reading = read(content)
    assert (reading.problem, reading.parts) == (problem, [])


def test_programs_inside_are_noticed(read):
    assert read(with_entry(make.docx("글"), "word/vbaProject.bin")).macro
    assert not read(make.docx("글")).macro


def test_time_is_limited(read, monkeypatch, tmp_path):
    monkeypatch.setattr(process, "ROOT", _slow(tmp_path, "import time; time.sleep(30)"))
    assert read(b"text", Limits(seconds=1)).problem == "time"


def test_output_is_limited(read, monkeypatch, tmp_path):
    monkeypatch.setattr(process, "ROOT", _slow(tmp_path, "print('x' * 2_000)"))
    monkeypatch.setattr(process, "MOST_OUTPUT", 1_000)
    assert read(b"text").problem == "output"


def test_memory_is_limited(read):
    assert read(b"many words\n" * 4_000_000, Limits(memory_mb=100)).problem in ("memory", "crash")


def test_a_process_that_dies_is_no_success(read, monkeypatch, tmp_path):
    monkeypatch.setattr(process, "ROOT", _slow(tmp_path, "import os; os.abort()"))
    assert read(b"text").problem == "crash"


def test_the_process_knows_nothing_of_ours(read, monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")
    told = "import json, os; print(json.dumps({'locator': 'part=1', 'text': ' '.join(os.environ)}))"
    monkeypatch.setattr(process, "ROOT", _slow(tmp_path, told))
    assert "DATABASE_URL" in os.environ
    assert "DATABASE_URL" not in read(b"text").parts[0].text


def _slow(folder: Path, code: str) -> Path:
    """A place whose reader does something else."""
    package = folder / "portal" / "attachments"
    package.mkdir(parents=True)
    for made in (folder / "portal", package):
        (made / "__init__.py").touch()
    (package / "reading.py").write_text(code)
    return folder


def test_a_long_file_is_cut_and_says_so(read):
    reading = read(("가나다라마바사아자차 " * 20 + "\n").encode() * 6_000)
    assert reading.cut
    assert sum(len(part.text) for part in reading.parts) <= 1_000_000


def test_a_sheet_whose_last_row_is_the_last_there_can_be(read):
    reading = read(make.xlsx([["구", "수"], ["가", 1]], {"A1048576": "끝"}), Limits(seconds=20))
    assert list(places(reading)) == ["table=1&row=1", "table=1&row=2", "table=1&row=1048576"]


def test_a_book_without_its_table_of_strings(read):
    inline = make.xlsx([[1, 2]])
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(inline)) as whole, zipfile.ZipFile(buffer, "w") as part:
        for name in whole.namelist():
            if name != "xl/sharedStrings.xml":
                part.writestr(name, whole.read(name))
    reading = read(buffer.getvalue())
    assert (reading.problem, places(reading)) == ("", {"table=1&row=1": "1 · 2"})
