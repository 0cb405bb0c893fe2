"""What looks like personal data is found, what merely has digits is not."""

from __future__ import annotations

import pytest

from portal.core.personal_data import find, is_resident_number, mask, surroundings


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("주민 900101-1234568", ["resident"]),
        ("9001011234568", ["resident"]),
        ("900101 - 1234568", ["resident"]),
        ("900101-1234567", []),  # wrong check digit
        ("991331-1234568", []),  # no such day
        ("201101-3123456", ["resident"]),  # drawn by lot: no check digit
        ("９００１０１－１２３４５６８", ["resident"]),
        ("010-1234-5678", ["phone"]),
        ("01012345678", ["phone"]),
        ("010.1234.5678", ["phone"]),
        ("010 - 1234 - 5678", ["phone"]),
        ("+82-10-1234-5678", ["phone"]),
        ("전화 (02) 2133-5678, 02-2133-5678", ["phone", "phone"]),
        ("031-123-4567", ["phone"]),
        ("120다산콜", []),
        ("카드 4111-1111-1111-1111", ["card"]),
        ("4111 1111 1111 1112", []),
        ("국민은행 123456-78-901234", ["account"]),
        ("110-123-456789 (신한은행)", ["account"]),
        ("공고 제2024-123-456호", []),
        ("문서 123456-78-901234", []),
        ("예산 1,234,567,890원", []),
        ("2024-10-01부터 2024-11-30까지", []),
        ("2024.10.01. 12:30:20", []),
        ("0.1234567890123", []),
        ("", []),
    ],
)
def test_finds(text, kinds):
    assert [item.kind for item in find(text)] == kinds


def test_a_find_knows_its_place():
    text = "담당 홍길동 010-1234-5678 로 알려 주세요"
    (item,) = find(text)
    assert text[item.start : item.end] == item.text == "010-1234-5678"
    assert surroundings(text, item) == ("담당 홍길동", "로 알려 주세요")
    assert mask(item.text) == "010-****-**78"


def test_a_foreigner_s_number_may_have_either_check_digit():
    digits = "900101512345"
    valid = [last for last in range(10) if is_resident_number(f"{digits}{last}")]
    assert len(valid) == 2


def test_long_texts_take_no_time():
    assert find("1 2-3." * 200_000) == []
