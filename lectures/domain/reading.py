"""What the page of a lecture shows of its recording: player, transcript by chapters, and what is found in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from lectures.domain.passages import Passage, merge
from lectures.domain.slides import Slide, slides_for
from lectures.domain.transcripts import cues_of, languages_of
from lectures.enums import SpokenLanguage
from lectures.models import Chapter, CitedMoment, Cue, Lecture, Recording
from lectures.times import clock
from search.audience import visible_pages

if TYPE_CHECKING:
    from districts.models import CaseStudy

LONGEST_FIND = 100
MOST_FOUND = 100


@dataclass
class Paragraph:
    """What one person says for a while; `anchor` is part of the address: t754."""

    seconds: int
    clock: str
    speaker: str
    cues: list[Cue]
    slides: list[Slide] = field(default_factory=list)

    @property
    def anchor(self) -> str:
        return f"t{self.seconds}"


@dataclass
class Part:
    """A chapter (None before the first one, or without any) with its paragraphs."""

    chapter: Chapter | None
    paragraphs: list[Paragraph] = field(default_factory=list)

    @property
    def clock(self) -> str:
        return clock(self.chapter.start_ms) if self.chapter else ""

    @property
    def seconds(self) -> int:
        return self.chapter.start_ms // 1000 if self.chapter else 0


@dataclass(frozen=True)
class Found:
    """A cue that holds all the words looked for."""

    seconds: int
    clock: str
    html: SafeString
    anchor: int  # of the paragraph that it stands in


def published_recording(lecture: Lecture) -> Recording | None:
    """The recording that readers of the page may have; None without one."""
    return Recording.objects.filter(lecture_id=lecture.pk, published=True).select_related("poster").first()


def recording_context(lecture: Lecture, request: HttpRequest) -> dict[str, Any]:
    """Context of a lecture page: `recording` (or None) and, with one, parts, captions, find, found, cited_by."""
    recording = published_recording(lecture)
    if recording is None:
        return {"recording": None}
    languages = languages_of(recording)
    shown = get_language() if get_language() in languages else next(iter(languages), "ko")
    cues = cues_of(recording, shown)
    chapters = list(Chapter.objects.filter(recording=recording).order_by("start_ms"))
    parts = parts_of(cues, chapters)
    put_slides(parts, slides_for(recording, request.user))
    wanted = " ".join(request.GET.get("find", "")[:LONGEST_FIND].split())
    return {
        "recording": recording,
        "spoken_language": shown,
        "parts": parts,
        "chapters": [part for part in parts if part.chapter],
        "captions": [
            {
                "language": code,
                "label": SpokenLanguage(code).label,
                **{form: recording.captions_url(code, form) for form in ("vtt", "srt", "txt")},
            }
            for code in languages
        ],
        "length": clock(recording.duration_ms) if recording.duration_ms else "",
        "find": wanted,
        "found": find_in(parts, wanted) if wanted else None,
        "cited_by": cases_citing(lecture, request.user),
    }


def parts_of(cues: Sequence[Cue], chapters: Sequence[Chapter]) -> list[Part]:
    """The transcript by chapters; a new paragraph at each passage and each change of speaker."""
    parts: list[Part] = []
    anchors: set[int] = set()
    for passage in merge(cues, chapters):
        if not parts or parts[-1].chapter is not passage.chapter:
            parts.append(Part(passage.chapter))
        for paragraph in _paragraphs(passage):
            if paragraph.seconds in anchors and parts[-1].paragraphs:
                parts[-1].paragraphs[-1].cues += paragraph.cues
                continue
            anchors.add(paragraph.seconds)
            parts[-1].paragraphs.append(paragraph)
    _name_changes_only(parts)
    return parts


def put_slides(parts: Sequence[Part], slides: Iterable[Slide]) -> None:
    """Each slide goes to the last paragraph that has begun when it comes up, or to the first one."""
    paragraphs = [paragraph for part in parts for paragraph in part.paragraphs]
    starts = [paragraph.seconds for paragraph in paragraphs]
    for slide in slides:
        if paragraphs:
            paragraphs[max(0, bisect_right(starts, slide.seconds) - 1)].slides.append(slide)


def _paragraphs(passage: Passage) -> Iterator[Paragraph]:
    for speaker, said in groupby(passage.cues, key=lambda cue: cue.speaker):
        cues = list(said)
        yield Paragraph(cues[0].start_ms // 1000, clock(cues[0].start_ms), speaker, cues)


def _name_changes_only(parts: Sequence[Part]) -> None:
    """A name stands where somebody begins to speak, not before each of their paragraphs."""
    speaking = ""
    for part in parts:
        for paragraph in part.paragraphs:
            if paragraph.speaker == speaking:
                paragraph.speaker = ""
            elif paragraph.speaker:
                speaking = paragraph.speaker


def find_in(parts: Sequence[Part], wanted: str) -> list[Found]:
    """The first MOST_FOUND cues that hold every word of `wanted`, whatever the case of its letters, marked."""
    words = wanted.casefold().split()
    pattern = re.compile(
        "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)), re.IGNORECASE
    )
    found = []
    for paragraph in (one for part in parts for one in part.paragraphs):
        for cue in paragraph.cues:
            said = cue.text.casefold()
            if all(word in said for word in words):
                html = _marked(cue.text, pattern)
                found.append(Found(cue.start_ms // 1000, clock(cue.start_ms), html, paragraph.seconds))
    return found[:MOST_FOUND]


def _marked(text: str, pattern: re.Pattern[str]) -> SafeString:
    parts, position = [], 0
    for match in pattern.finditer(text):
        parts += [escape(text[position : match.start()]), f"<mark>{escape(match[0])}</mark>"]
        position = match.end()
    return mark_safe("".join([*parts, escape(text[position:])]))


def cases_citing(lecture: Lecture, viewer: Any) -> list[CitedMoment]:
    """Moments that cases point at, in their order; only of cases that `viewer` may see."""
    moments = list(CitedMoment.objects.filter(lecture_id=lecture.pk).select_related("case"))
    cases = {moment.case_id: moment.case for moment in moments}
    seen = _visible(cases, viewer)
    return sorted((one for one in moments if one.case_id in seen), key=lambda one: (one.seconds, one.pk))


def _visible(cases: dict[int, CaseStudy], viewer: Any) -> set[int]:
    from districts.models import CaseStudy

    if not cases:
        return set()
    return set(visible_pages(CaseStudy.objects.filter(pk__in=cases), viewer).values_list("pk", flat=True))


def moments_of_case(case: CaseStudy, viewer: Any) -> list[CitedMoment]:
    """Moments of lectures that a case points at; only of lectures that `viewer` may see."""
    moments = list(case.cited_moments.all())
    ids = [moment.lecture_id for moment in moments]
    seen = visible_pages(Lecture.objects.filter(pk__in=ids), viewer).in_bulk() if ids else {}
    shown = [moment for moment in moments if moment.lecture_id in seen]
    for moment in shown:
        moment.lecture = seen[moment.lecture_id]
    return shown
