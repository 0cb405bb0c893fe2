"""Files of every format, encoding and state of repair become rows, or a plain word about what is wrong."""

from __future__ import annotations

import datetime
import re
import unicodedata
import zipfile
from pathlib import Path

import pytest

from portal.imports.readers import read_file
from portal.imports.rows import SourceFile
from tests.imports.files import csv_file, csv_text, jsonl, xlsx

HEADER = ["kind", "external_id", "title", "summary", "body", "district", "tags", "date"]
ROW = ["case", "c-1", "스마트 가로등", "요약", "첫 문단\n둘째 문단", "노원구", "IoT; 드론,로봇", "2024-10"]


def texts(source: SourceFile) -> list[str]:
    return [problem.text for _number, problem in source.failures]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_every_encoding_and_with_every_delimiter(tmp_path, encoding, delimiter):
    source = read_file(csv_file(tmp_path, [HEADER, ROW], encoding=encoding, delimiter=delimiter))

    assert source.failures == []
    row = source.rows[0]
    assert (row.number, row.kind, row.external_id) == (2, "case", "c-1")
    assert row.data["title"] == "스마트 가로등"
    assert row.data["tags"] == ["IoT", "드론", "로봇"]
    assert row.data["approach"] == "첫 문단\n둘째 문단"
    assert "body" not in row.data


def test_korean_headers_and_kinds_are_understood(tmp_path):
    header = [
        "종류",
        "외부 식별자",
        "제목",
        "요약",
        "본문",
        "자치구",
        "태그",
        "날짜",
        "분야",
        "연사",
        "소속",
        "출처",
        "출처 주소",
    ]
    row = [
        "강연",
        "l-1",
        "AI 특강",
        "요약",
        "본문",
        "",
        "AI",
        "2024. 10. 1.",
        "",
        "김하나; 이두리",
        "노원구; 서울시",
        "신문",
        "https://a.kr",
    ]
    source = read_file(csv_file(tmp_path, [header, row]))

    assert source.failures == []
    data = source.rows[0].data
    assert data["kind"] == "lecture"
    assert data["speakers"] == [
        {"name": "김하나", "affiliation": "노원구", "role": None},
        {"name": "이두리", "affiliation": "서울시", "role": None},
    ]
    assert data["sources"] == [{"outlet": "신문", "url": "https://a.kr"}]
    assert data["body"] == "본문"


def test_unknown_headers_are_named_and_blank_rows_left_out(tmp_path):
    rows = [[*HEADER, "메모장"], [""] * 9, [*ROW, "x"], ["", "", " "], [*ROW[:1], "c-2", *ROW[2:], ""]]
    source = read_file(csv_file(tmp_path, rows))

    assert [row.number for row in source.rows] == [3, 5]
    assert texts(source) == ["모르는 열은 쓰지 않습니다: 메모장"]


def test_a_file_without_the_columns_every_row_needs_is_refused(tmp_path):
    source = read_file(csv_file(tmp_path, [["kind", "title"], ["case", "x"]]))

    assert source.rows == []
    assert texts(source) == ["머리글에 필요한 열이 없습니다: external_id"]


def test_two_columns_of_one_meaning_are_refused(tmp_path):
    source = read_file(
        csv_file(tmp_path, [["kind", "external_id", "title", "제목"], ["case", "a", "b", "c"]])
    )

    assert texts(source) == ["같은 뜻의 열이 두 번 있습니다: title"]


def test_a_row_with_too_many_cells_fails_alone(tmp_path):
    source = read_file(csv_file(tmp_path, [HEADER, [*ROW, "남는 칸"], ROW]))

    assert [row.number for row in source.rows] == [3]
    assert source.failures[0][0] == 2


def test_an_open_quote_keeps_the_rows_before_it(tmp_path):
    path = tmp_path / "open.csv"
    path.write_text(csv_text([HEADER, ROW]) + 'case,c-2,"제목', encoding="utf-8")
    source = read_file(path)

    assert [row.external_id for row in source.rows] == ["c-1"]
    number, problem = source.failures[0]
    assert number == 3
    assert "따옴표를 확인해" in problem.text


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("empty.csv", b"", "파일이 비어 있습니다."),
        ("blank.csv", b"\n \n", "파일이 비어 있습니다."),
        ("commas.csv", b",,\n,,\n", "파일이 비어 있습니다."),
        ("empty.jsonl", b"", "파일이 비어 있습니다."),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "글자 파일이 아닙니다."),
        (
            "really.csv",
            b"PK\x03\x04 rest of a workbook",
            "글자 파일이 아닙니다. 엑셀 파일이면 이름 끝을 .xlsx로 바꿔 주세요.",
        ),
        (
            "latin.csv",
            b"kind,external_id\xff\xfe\xe9,title",
            "글자를 읽을 수 없습니다. UTF-8이나 CP949(EUC-KR)로 저장해 주세요.",
        ),
        (
            "broken.xlsx",
            b"PK\x03\x04 rest of a workbook",
            "엑셀 파일이 온전하지 않습니다. 다시 저장하거나 내려받아 주세요.",
        ),
        (
            "text.xlsx",
            b"kind,external_id,title",
            "엑셀 파일이 온전하지 않습니다. 다시 저장하거나 내려받아 주세요.",
        ),
        ("notes.pdf", b"%PDF", "읽을 수 있는 파일은 .jsonl, .csv, .xlsx입니다."),
        ("header.csv", ",".join(HEADER).encode(), "머리글만 있고 자료가 없습니다."),
    ],
)
def test_unusable_files_are_named_plainly(tmp_path, name, content, expected):
    path = tmp_path / name
    path.write_bytes(content)
    source = read_file(path)

    assert source.rows == []
    assert texts(source) == [expected]


def test_a_missing_file_is_named(tmp_path):
    assert texts(read_file(tmp_path / "no.csv"))[0].startswith("파일을 열 수 없습니다")


def test_broken_json_lines_leave_the_others(tmp_path):
    path = jsonl(
        tmp_path,
        {"kind": "case", "external_id": "a"},
        '{"kind": "case",',
        "[1]",
        '{"a": NaN}',
        "",
        {"kind": "사례", "external_id": "b"},
    )
    source = read_file(path)

    assert [(row.number, row.kind, row.external_id) for row in source.rows] == [
        (1, "case", "a"),
        (6, "case", "b"),
    ]
    assert [number for number, _problem in source.failures] == [2, 3, 4]


def test_values_nested_without_end_fail_their_row_only(tmp_path):
    deep = '{"kind": "case", "external_id": "a", "tags": ' + "[" * 900 + "]" * 900 + "}"
    source = read_file(jsonl(tmp_path, deep, "[" * 100_000, {"kind": "case", "external_id": "b"}))

    assert source.rows[-1].external_id == "b"
    assert {number for number, _problem in source.failures} <= {1, 2}


def test_the_first_line_that_excel_adds_is_passed_over(tmp_path):
    path = tmp_path / "sep.csv"
    path.write_text("sep=;\r\n" + csv_text([HEADER, ROW], ";"), encoding="utf-8")
    source = read_file(path)

    assert source.failures == []
    assert [(row.number, row.external_id) for row in source.rows] == [(3, "c-1")]


def test_texts_are_composed_and_free_of_control_characters(tmp_path):
    decomposed = unicodedata.normalize("NFD", "노원구")
    assert decomposed != "노원구"
    path = jsonl(
        tmp_path,
        {
            "kind": "case",
            "external_id": "a",
            "title": f" {decomposed}\x00\x07 사례 ",
            "tags": [decomposed],
            "note": "  ",
        },
    )
    data = read_file(path).rows[0].data

    assert data["title"] == "노원구 사례"
    assert data["tags"] == ["노원구"]
    assert data["note"] is None


def test_decimals_keep_their_text(tmp_path):
    path = jsonl(
        tmp_path, '{"kind": "district", "profile": [{"value": 22.0}, {"value": 22.10}, {"value": 136624}]}'
    )

    assert [item["value"] for item in read_file(path).rows[0].data["profile"]] == ["22.0", "22.10", 136624]


def test_a_spreadsheet_gives_texts_dates_and_whole_numbers(tmp_path):
    rows = [
        [*HEADER, "year_started"],
        [*ROW[:7], datetime.datetime(2024, 10, 1), 2023.0],
        [None] * 9,
        [*ROW[:7], None, 2024],
    ]
    source = read_file(xlsx(tmp_path, rows))

    assert source.failures == []
    assert [row.number for row in source.rows] == [2, 4]
    assert source.rows[0].data["date"] == "2024-10-01"
    assert source.rows[0].data["year_started"] == "2023"


def test_a_formula_without_a_stored_value_fails_its_row_only(tmp_path):
    rows = [HEADER, ["case", "c-1", "=A1&B1", *ROW[3:]], ["case", "c-2", *ROW[2:]]]
    source = read_file(xlsx(tmp_path, rows))

    assert [row.external_id for row in source.rows] == ["c-2"]
    number, problem = source.failures[0]
    assert number == 2
    assert problem.text.startswith("C2 칸의 수식에 저장된 값이 없습니다.")


def test_a_formula_with_a_stored_value_counts_with_it(tmp_path):
    """A spreadsheet program stores the value beside the formula; openpyxl does not, so it is put there by hand."""
    path = xlsx(tmp_path, [HEADER, ["case", "c-1", "=A1&B1", *ROW[3:]]])
    with zipfile.ZipFile(path) as workbook:
        parts = {name: workbook.read(name) for name in workbook.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    value = r'<c r="C2" t="str"><f>A1&amp;B1</f><v>이은 제목</v></c>'
    stored = re.sub(r'<c r="C2"[^>]*><f>A1&amp;B1</f><v ?(/>|></v>)</c>', value, sheet)
    assert stored != sheet
    parts["xl/worksheets/sheet1.xml"] = stored.encode()
    with zipfile.ZipFile(path, "w") as workbook:
        for name, content in parts.items():
            workbook.writestr(name, content)

    assert read_file(path).rows[0].data["title"] == "이은 제목"


def test_half_a_spreadsheet_is_named(tmp_path: Path):
    whole = xlsx(tmp_path, [HEADER, *([ROW] * 200)]).read_bytes()
    half = tmp_path / "half.xlsx"
    half.write_bytes(whole[: len(whole) // 2])

    assert texts(read_file(half)) == ["엑셀 파일이 온전하지 않습니다. 다시 저장하거나 내려받아 주세요."]


def test_merged_cells_leave_only_their_first_row_filled(tmp_path):
    rows = [HEADER, ROW, ["case", "c-2", *ROW[2:]]]
    source = read_file(xlsx(tmp_path, rows, merge="A2:A3"))

    assert [row.kind for row in source.rows] == ["case", ""]
