"""Pages of an attachment beside the transcript, at the times that an editor gave or that chapter titles tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from lectures.models import Chapter, Lecture, Recording, SlideTime
from lectures.times import clock, parse_timestamp
from portal.attachments.models import AttachmentPart
from portal.core.models import PortalDocument
from portal.core.viewer import open_files

LAST_PAGE = 9999
SHOWN_SIGNS = 600


@dataclass(frozen=True)
class Slide:
    """A page beside the transcript; `document` names its file where there are several; `url` leads to its preview."""

    seconds: int
    page: int
    text: str
    url: str
    document: str = ""


@dataclass(frozen=True)
class Sheet:
    """A file of slides with its times as the editor writes them."""

    document: PortalDocument
    text: str


def documents_of(draft: Lecture) -> list[PortalDocument]:
    """The attachments of a lecture, given as its latest draft."""
    found = (block.value.get("document") for block in draft.attachments)
    return [document for document in found if document is not None]


def parse_slides(text: str) -> tuple[list[tuple[int, int]], list[str]]:
    """(start in ms, page) of lines like "12:34 3", and what is wrong with others by their line."""
    times, faults = [], []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if not words:
            continue
        start = parse_timestamp(words[0])
        page = words[1].removesuffix("쪽") if len(words) == 2 else ""
        if start is None or not (page.isascii() and page.isdecimal() and 0 < int(page[:6]) <= LAST_PAGE):
            faults.append(gettext("%(line)d번째 줄: '12:34 3'처럼 시각과 쪽을 적습니다.") % {"line": number})
        else:
            times.append((start, int(page)))
    return sorted(times), faults


def sheets_of(recording: Recording, draft: Lecture) -> list[Sheet]:
    """Every attachment of the draft, with the times of its pages."""
    lines: dict[int, list[str]] = {}
    for slide in SlideTime.objects.filter(recording=recording) if recording.pk else ():
        lines.setdefault(slide.document_id, []).append(f"{clock(slide.start_ms)} {slide.page}")
    return [Sheet(document, "\n".join(lines.get(document.pk, ()))) for document in documents_of(draft)]


def times_from_chapters(recording: Recording, document: PortalDocument) -> list[tuple[int, int]]:
    """For every chapter the first page that has its title."""
    pages = [(_page(part), _plain(part.text)) for part in _parts({document.pk})]
    times = []
    for chapter in Chapter.objects.filter(recording=recording):
        title = _plain(chapter.title)
        page = next((number for number, text in pages if number and title in text), 0)
        if page:
            times.append((chapter.start_ms, page))
    return times


def replace_slides(recording: Recording, document: PortalDocument, times: Iterable[tuple[int, int]]) -> None:
    """Make these the times of the slides of one file: (start in ms, page). Those of other files stay."""
    with transaction.atomic():
        SlideTime.objects.filter(recording=recording, document=document).delete()
        SlideTime.objects.bulk_create(
            SlideTime(recording=recording, document=document, start_ms=start, page=page)
            for start, page in times
        )
        recording.touch()


def slides_for(recording: Recording, viewer: Any) -> list[Slide]:
    """The slides that `viewer` may see, in their order; one query where there are none."""
    times = list(SlideTime.objects.filter(recording=recording).select_related("document"))
    if not times:
        return []
    open_ids = {file.pk for file in open_files({time.document for time in times}, viewer)}
    texts = {(part.document_id, _page(part)): part.text for part in _parts(open_ids)}
    several = len(open_ids) > 1
    return [
        Slide(
            time.start_ms // 1000,
            time.page,
            texts.get((time.document_id, time.page), "")[:SHOWN_SIGNS],
            f"{reverse('attachments:preview', args=[time.document_id])}?page={time.page}#p{time.page}",
            time.document.title if several else "",
        )
        for time in times
        if time.document_id in open_ids
    ]


def _parts(document_ids: set[int]) -> Sequence[AttachmentPart]:
    paged = Q(locator__startswith="page=") | Q(locator__startswith="slide=")
    return list(AttachmentPart.objects.filter(paged, document_id__in=document_ids))


def _page(part: AttachmentPart) -> int:
    number = part.locator.partition("=")[2].partition("&")[0]
    return int(number) if number.isdecimal() else 0


def _plain(text: str) -> str:
    return "".join(text.split()).casefold()
