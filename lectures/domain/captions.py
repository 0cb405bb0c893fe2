"""Captions as people upload them: WebVTT, SRT or plain text in any usual encoding, read into cues, faults by line."""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext

from lectures.times import TIME, milliseconds, timestamp

#: A caption file of a whole day stays far below.
LARGEST_FILE = 5 * 1024 * 1024
MOST_ERRORS = 20

_ARROW = re.compile(rf"^\s*{TIME}\s*-->\s*{TIME}(?:\s+.*)?$")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>", re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:v|c|i|b|u|ruby|rt|lang|font)(?:[.\s][^>]*)?>|<\d[\d:.]*>", re.IGNORECASE)
_BLOCK = re.compile(r"^(NOTE|STYLE|REGION)(\s|$)")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True)
class Line:
    """One cue: milliseconds, who speaks ("" when not said), what."""

    start_ms: int
    end_ms: int
    text: str
    speaker: str = ""


@dataclass(frozen=True)
class Fault:
    """What is wrong, with the line of the file, counted from 1."""

    line: int
    message: str

    def __str__(self) -> str:
        return gettext("%(line)d번째 줄: %(message)s") % {"line": self.line, "message": self.message}


@dataclass(frozen=True)
class Captions:
    """What a file says. timed: False for a text without times, which is then in `text`."""

    lines: tuple[Line, ...] = ()
    faults: tuple[Fault, ...] = ()
    timed: bool = True
    text: str = ""


class Unreadable(ValueError):
    """The bytes are no text in an encoding that is known."""


def decode(data: bytes) -> str:
    """Text of a caption file: UTF-8 with or without mark, UTF-16, CP949. Raises Unreadable."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding)
    if b"\x00" in data:
        # Without a mark: captions have many ASCII signs, whose zero byte stands behind (LE) or before (BE).
        return _decoded(data, "utf-16-le" if data[1::2].count(0) >= data[::2].count(0) else "utf-16-be")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decoded(data, "cp949")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            gettext("글자를 읽지 못했습니다. UTF-8이나 CP949로 저장한 자막 파일을 올려 주세요.")
        ) from error
    if "\x00" in text:
        raise Unreadable(gettext("자막 파일이 아닙니다."))
    return text


def parse(text: str) -> Captions:
    """Cues of WebVTT or SRT in the order of their start; a text without any time is taken as it is."""
    rows = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    vtt = rows[0].startswith("WEBVTT")
    if not vtt and not any("-->" in row for row in rows):
        return Captions(timed=False, text="\n".join(row.rstrip() for row in rows).strip())
    lines: list[Line] = []
    faults: list[Fault] = []
    for number, block in _blocks(rows[1:] if vtt else rows, 2 if vtt else 1):
        if not (vtt and _BLOCK.match(block[0])) and not (vtt and number == 2 and "-->" not in "".join(block)):
            _read_block(number, block, lines, faults)
    if not lines and not faults:
        faults.append(Fault(len(rows), gettext("자막이 하나도 없습니다.")))
    return Captions(
        tuple(sorted(dict.fromkeys(lines), key=lambda one: one.start_ms)), tuple(faults[:MOST_ERRORS])
    )


def _blocks(rows: Iterable[str], first: int) -> Iterator[tuple[int, list[str]]]:
    """Rows between blank lines, with the number of the first."""
    block: list[str] = []
    start = first
    for number, row in enumerate(rows, first):
        if row.strip():
            start = start if block else number
            block.append(row)
        elif block:
            yield start, block
            block = []
    if block:
        yield start, block


def _read_block(number: int, block: list[str], lines: list[Line], faults: list[Fault]) -> None:
    """A block may hold several cues when the blank lines between them are missing."""
    arrows = [position for position, row in enumerate(block) if "-->" in row]
    if not arrows:
        faults.append(
            Fault(number, gettext("시각이 없습니다. '00:01:02,500 --> 00:01:05,000'처럼 적습니다."))
        )
        return
    if arrows[0] > 1:
        faults.append(Fault(number, gettext("시각보다 앞에 글이 있습니다.")))
        return
    for position, arrow in enumerate(arrows):
        behind = arrows[position + 1] if position + 1 < len(arrows) else len(block)
        # The number of the next cue stands on the line before its times.
        if behind < len(block) and block[behind - 1].strip().isdigit():
            behind -= 1
        _read_cue(number + arrow, block[arrow], block[arrow + 1 : behind], lines, faults)


def _read_cue(number: int, times: str, rows: list[str], lines: list[Line], faults: list[Fault]) -> None:
    match = _ARROW.match(times)
    if match is None:
        text = gettext("시각을 읽지 못했습니다: %(text)s") % {"text": times.strip()[:60]}
        faults.append(Fault(number, text))
        return
    parts = match.groups()
    start, end = milliseconds(*parts[:4]), milliseconds(*parts[4:])
    if start is None or end is None:
        faults.append(Fault(number, gettext("분과 초는 59까지, 시각은 24시간까지 씁니다.")))
    elif end <= start:
        faults.append(Fault(number, gettext("끝나는 시각이 시작하는 시각보다 늦어야 합니다.")))
    else:
        said = _said("\n".join(rows), start, end)
        if said is not None:
            lines.append(said)


def _said(text: str, start: int, end: int) -> Line | None:
    """The words of a cue without markup; None for a cue that says nothing."""
    voice = _VOICE.search(text)
    words = html.unescape(_MARKUP.sub("", text))
    words = "\n".join(" ".join(row.split()) for row in words.split("\n") if row.strip())
    return Line(start, end, words, html.unescape(voice[1]).strip()[:100] if voice else "") if words else None


def webvtt(lines: Iterable[Line]) -> str:
    """The cues as WebVTT."""
    parts = ["WEBVTT\n"]
    for line in lines:
        # A blank line would end the cue.
        words = html.escape("\n".join(filter(None, line.text.split("\n"))), quote=False)
        name = html.escape(line.speaker.replace(">", ""), quote=False)
        voice = f"<v {name}>" if name else ""
        parts.append(f"{timestamp(line.start_ms)} --> {timestamp(line.end_ms)}\n{voice}{words}\n")
    return "\n".join(parts)


def subrip(lines: Iterable[Line]) -> str:
    """The cues as SRT, the form that players on a desk take."""
    parts = []
    for number, line in enumerate(lines, 1):
        start, end = (timestamp(moment).replace(".", ",") for moment in (line.start_ms, line.end_ms))
        words = f"{line.speaker}: {line.text}" if line.speaker else line.text
        parts.append(f"{number}\n{start} --> {end}\n{words}\n")
    return "\n".join(parts)
