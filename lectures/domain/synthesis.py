"""Explainers spoken by a synthetic voice: sentence by sentence, so that the time of every caption is exact.

Needs espeak-ng and lame (both of Debian) where explainers are made; nowhere else.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import wave
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from lectures.domain.captions import Line

TOOLS = ("espeak-ng", "lame")
#: Bits per second, and samples per second of the file: enough for this voice.
KBITS, SAMPLES = 16, "16"
PAUSE_MS, CHAPTER_PAUSE_MS = 550, 1400
WORDS_A_MINUTE = 145
WAV_HEAD = 44

_DECIMAL = re.compile(r"(\d+)\.(\d+)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3})")
_SIGNS = {"%": "퍼센트", "CDO": "시디오", "QR": "큐알"}
_DIGITS = dict(zip("0123456789", "영일이삼사오육칠팔구", strict=True))


class ToolMissing(RuntimeError):
    """A program that makes explainers is not installed."""


@dataclass(frozen=True)
class Spoken:
    """An explainer as sound. mp3: the file; chapters: start of each in ms, in their order."""

    mp3: bytes
    lines: tuple[Line, ...]
    chapters: tuple[int, ...]


def check_tools() -> None:
    """Raise ToolMissing with the name of what is not there."""
    missing = [name for name in TOOLS if shutil.which(name) is None]
    if missing:
        raise ToolMissing(", ".join(missing))


def speak(chapters: Iterable[Sequence[str]]) -> Spoken:
    """Say the sentences of every chapter, with a longer pause before each new one."""
    track = Track()
    lines: list[Line] = []
    starts: list[int] = []
    for sentences in chapters:
        if lines:
            track.rest(CHAPTER_PAUSE_MS)
        starts.append(track.now)
        for sentence in sentences:
            start = track.now
            track.add(_voice(sentence))
            lines.append(Line(start, track.now, sentence))
            track.rest(PAUSE_MS)
    return Spoken(_mp3(track), tuple(lines), tuple(starts))


class Track:
    """Sound that grows: one channel, 16 bits a sample."""

    def __init__(self) -> None:
        self.frames = bytearray()
        self.rate = 22050

    @property
    def now(self) -> int:
        """Length so far in ms."""
        return round(len(self.frames) / 2 / self.rate * 1000)

    def add(self, said: bytes) -> None:
        """Append what a WAV file of this kind holds."""
        with wave.open(io.BytesIO(said), "rb") as voice:
            if (voice.getnchannels(), voice.getsampwidth()) != (1, 2):
                raise ValueError("the voice has to be one channel of 16 bits")
            self.rate = voice.getframerate()
            # The length that a WAV in a pipe states was not known when it was written, so all behind the head is sound.
            self.frames += said[WAV_HEAD:]

    def rest(self, milliseconds: int) -> None:
        self.frames += bytes(2 * (self.rate * milliseconds // 1000))

    def wav(self) -> bytes:
        sound = io.BytesIO()
        with wave.open(sound, "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self.rate)
            file.writeframes(bytes(self.frames))
        return sound.getvalue()


def spoken_form(sentence: str) -> str:
    """The sentence as the voice has to read it: 57.1 is "57점 일", and no sign parts the thousands."""
    plain = _THOUSANDS.sub("", sentence)
    for sign, words in _SIGNS.items():
        plain = plain.replace(sign, words)
    return _DECIMAL.sub(lambda match: f"{match[1]}쩜 {''.join(_DIGITS[sign] for sign in match[2])} ", plain)


def _voice(sentence: str) -> bytes:
    """The sentence as a WAV file."""
    command = ["espeak-ng", "-v", "ko", "-s", str(WORDS_A_MINUTE), "--stdin", "--stdout"]
    words = spoken_form(sentence).encode()
    return subprocess.run(command, input=words, capture_output=True, check=True).stdout


def _mp3(track: Track) -> bytes:
    """One bit rate throughout, so that players find any moment at once."""
    command = ["lame", "--quiet", "-m", "m", "--cbr", "-b", str(KBITS), "--resample", SAMPLES, "-", "-"]
    return subprocess.run(command, input=track.wav(), capture_output=True, check=True).stdout
