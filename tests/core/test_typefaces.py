"""The typeface for pictures and print: whole TrueType files, also when several ask at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from fontTools.ttLib import TTFont

from portal.core.typefaces import TypefaceMissing, printable, typeface


@pytest.fixture(autouse=True)
def _own_data_dir(settings, tmp_path):
    settings.DATA_DIR = tmp_path


@pytest.mark.parametrize(("weight", "number"), [("regular", 400), ("bold", 700)])
def test_a_weight_is_a_truetype_file_with_korean_signs(weight, number):
    with TTFont(typeface(weight)) as font:
        assert font.flavor is None
        assert "glyf" in font
        assert font["OS/2"].usWeightClass == number
        assert {ord(sign) for sign in "가힣aZ0·「」"} <= set(font.getBestCmap())


def test_the_spare_face_has_every_syllable_and_the_signs_that_offices_write():
    with TTFont(typeface("spare")) as font:
        signs = set(font.getBestCmap())
    assert set(range(0xAC00, 0xD7A4)) <= signs
    assert {ord(sign) for sign in "㎡㎝①②▲■※☎→○△漢江區長市廳"} <= signs


def test_many_who_ask_at_once_get_one_whole_file(tmp_path):
    with ThreadPoolExecutor(6) as pool:
        paths = set(pool.map(typeface, ["bold"] * 6))
    assert len(paths) == 1
    assert [path.name for path in (tmp_path / "typefaces").iterdir()] == [paths.pop().name]


def test_a_file_that_is_there_is_used_as_it_is():
    made = typeface("regular")
    before = made.stat().st_mtime_ns
    assert typeface("regular") == made
    assert made.stat().st_mtime_ns == before


def test_without_the_vendored_fonts_the_error_says_so(settings, tmp_path, monkeypatch):
    monkeypatch.setattr("portal.core.typefaces.finders.find", lambda name: None)
    settings.STATIC_ROOT = tmp_path
    with pytest.raises(TypefaceMissing, match="PretendardGOV"):
        typeface("bold")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("노원구 100㎡ · 5㎝", "노원구 100m2 · 5cm"),
        ("복지ㆍ안전", "복지·안전"),
        ("돌봄 🤖 로봇", "돌봄  로봇"),
        ("\u1102\u1169\u110b\u116f\u11ab", "노원"),
    ],
)
def test_signs_the_typeface_lacks_become_plainer_ones(text, shown):
    assert printable(text) == shown
