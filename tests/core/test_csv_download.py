from __future__ import annotations

import csv
import io

import pytest

from portal.core.csv_download import csv_response, csv_text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "＝", "＠"])
def test_no_cell_is_run_as_a_formula(start):
    text = f"{start}HYPERLINK(1)"
    (row,) = csv.reader(io.StringIO(csv_text([[text]]), newline=""))
    assert row == ["'" + text]


def test_numbers_and_plain_texts_stay_as_they_are():
    (row,) = csv.reader(io.StringIO(csv_text([[-3, 2.5, None, "1-2", "가=나"]])))
    assert row == ["-3", "2.5", "", "1-2", "가=나"]


def test_quotes_commas_and_lines_survive():
    cells = ['그가 "됩니다"라고', "가, 나", "첫 줄\n둘째 줄"]
    (row,) = csv.reader(io.StringIO(csv_text([cells]), newline=""))
    assert row == cells


def test_the_file_has_a_mark_and_a_name_in_both_alphabets():
    response = csv_response("사례 표.csv", [["가"]])
    assert response.content == b"\xef\xbb\xbf\xea\xb0\x80\r\n"
    assert response["Content-Disposition"] == (
        "attachment; filename=\"table.csv\"; filename*=UTF-8''%EC%82%AC%EB%A1%80%20%ED%91%9C.csv"
    )
    assert 'filename="cases.csv"' in csv_response("cases.csv", [])["Content-Disposition"]
