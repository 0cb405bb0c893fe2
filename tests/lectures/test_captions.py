from __future__ import annotations

import codecs

import pytest

from lectures.domain.captions import Line, Unreadable, decode, parse, subrip, webvtt
from lectures.times import clock, parse_timestamp, timestamp

SRT = (
    "1\n00:00:01,000 --> 00:00:02,500\n안녕하십니까.\n\n"
    "2\n00:00:03,000 --> 00:00:04,000\n둘째 줄입니다.\n이어집니다.\n"
)
VTT = """WEBVTT - 제목

NOTE 메모는
두 줄입니다

STYLE
::cue { color: red }

첫째
00:01.000 --> 00:02.500 align:start position:10%
<v 홍길동>안녕 &amp; 하십니까.

01:00:03.000 --> 01:00:04.000
<v.loud 김 박사><i>둘째</i> <00:00:03.500><c.yellow>줄</c>
"""


def test_srt_becomes_cues():
    said = parse(SRT)
    assert said.faults == ()
    assert said.lines == (
        Line(1000, 2500, "안녕하십니까."),
        Line(3000, 4000, "둘째 줄입니다.\n이어집니다."),
    )


def test_webvtt_keeps_speakers_and_leaves_notes_styles_and_markup_out():
    said = parse(VTT)
    assert said.faults == ()
    assert said.lines == (
        Line(1000, 2500, "안녕 & 하십니까.", "홍길동"),
        Line(3_603_000, 3_604_000, "둘째 줄", "김 박사"),
    )


@pytest.mark.parametrize(
    "data",
    [
        SRT.encode(),
        codecs.BOM_UTF8 + SRT.encode(),
        SRT.encode("utf-16"),
        codecs.BOM_UTF16_BE + SRT.encode("utf-16-be"),
        SRT.encode("utf-16-le"),
        SRT.encode("utf-16-be"),
        SRT.encode("cp949"),
        SRT.replace("\n", "\r\n").encode("cp949"),
        SRT.replace("\n", "\r").encode(),
    ],
)
def test_every_usual_encoding_and_line_end_says_the_same(data):
    assert parse(decode(data)) == parse(SRT)


def test_what_is_no_text_is_refused():
    with pytest.raises(Unreadable):
        decode(bytes(range(128, 256)) * 3)


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        (
            "1\n00:00:01,000 -> 00:00:02,000\n가\n\n2\n00:00:03,000 --> 00:00:04,000\n나\n",
            1,
            "시각이 없습니다",
        ),
        ("1\n00:00:01,000 --> 어제\n가\n", 2, "읽지 못했습니다"),
        ("1\n00:00:05,000 --> 00:00:02,000\n가\n", 2, "늦어야"),
        ("1\n00:75:05,000 --> 00:76:02,000\n가\n", 2, "59까지"),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n가\n\n외톨이\n", 6, "시각이 없습니다"),
        ("WEBVTT\n", 2, "하나도 없습니다"),
    ],
)
def test_a_fault_names_its_line(text, line, word):
    said = parse(text)
    assert [fault.line for fault in said.faults] == [line]
    assert word in said.faults[0].message
    assert f"{line}번째 줄" in str(said.faults[0])


def test_missing_blank_lines_between_cues_are_forgiven():
    said = parse("1\n00:00:01,000 --> 00:00:02,000\n가\n2\n00:00:03,000 --> 00:00:04,000\n나\n")
    assert [line.text for line in said.lines] == ["가", "나"]


def test_a_text_without_times_is_taken_as_it_is():
    said = parse("첫 문단입니다.\n\n둘째 문단입니다.\n")
    assert (said.timed, said.text) == (False, "첫 문단입니다.\n\n둘째 문단입니다.")


def test_what_is_written_is_read_again():
    lines = (Line(0, 1500, "A < B & C --> D", "김 > 박사"), Line(2000, 90_061_000 // 1000, "둘\n셋"))
    again = parse(webvtt(lines)).lines
    assert [(line.start_ms, line.end_ms, line.text) for line in again] == [
        (line.start_ms, line.end_ms, line.text) for line in lines
    ]
    assert [line.text for line in parse(subrip([Line(0, 1000, "가"), Line(1000, 2000, "나")])).lines] == [
        "가",
        "나",
    ]


def test_another_reader_understands_our_captions():
    webvtt_py = pytest.importorskip("webvtt")
    read = webvtt_py.from_string(webvtt([Line(1000, 2500, "가 & 나", "다"), Line(3000, 4000, "라")]))
    assert [(caption.start, caption.text) for caption in read.captions][1] == ("00:00:03.000", "라")
    assert read.captions[0].voice == "다"


@pytest.mark.parametrize(
    ("text", "milliseconds"),
    [
        ("12:34", 754_000),
        ("1:02:03", 3_723_000),
        ("00:00:01.5", 1500),
        ("0:61", None),
        ("열두 시", None),
        ("", None),
    ],
)
def test_times_are_read_as_people_write_them(text, milliseconds):
    assert parse_timestamp(text) == milliseconds


def test_times_are_written_as_people_read_them():
    assert (clock(754_900), clock(3_723_000), timestamp(754_500)) == ("12:34", "1:02:03", "00:12:34.500")
