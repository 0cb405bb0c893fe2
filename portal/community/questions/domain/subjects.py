"""What somebody may ask on: a lecture, a case or an attachment that they may see, and the places in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from districts.models import CaseStudy, District
from districts.searchable import passages_of_case
from lectures.domain.reading import published_recording
from lectures.models import Lecture, Speaker
from portal.attachments.models import AttachmentPart
from portal.core import file_access
from portal.core.models import PortalDocument
from portal.core.searchable import korean_url
from portal.core.section_names import local_name
from search.audience import visible_pages
from search.places import clock, located_url, name_of, numbers_of, parts_of

LECTURE, CASE, ATTACHMENT = "lecture", "case", "attachment"
KINDS = (LECTURE, CASE, ATTACHMENT)
#: Rows of tables are offered where there are few; any row can be named in the address.
MOST_ROWS = 100
LONGEST_SECONDS = 24 * 3600


@dataclass
class Subject:
    """A thing that can be asked on. url: the path of its Korean page; places: (locator, name) to choose from."""

    kind: str
    object_id: int
    title: str
    url: str
    page: Page | None = None
    document: PortalDocument | None = None
    district: District | None = None
    speaker: Speaker | None = None
    #: Seconds of its recording; 0 without one.
    length: int = 0
    places: Sequence[tuple[str, str]] = field(default_factory=list)

    def locator(self, written: str) -> str:
        """The locator as it is kept: "" where it leads nowhere in this subject."""
        if not written:
            return ""
        numbers = numbers_of(written)
        if self.kind == LECTURE:
            moment = numbers.get("t", -1)
            return f"t={moment}" if set(numbers) == {"t"} and 0 <= moment <= self.length else ""
        if written in {locator for locator, _ in self.places}:
            return written
        rows = AttachmentPart.objects.filter(document=self.document, locator=written[:200])
        return written if self.document and "row" in numbers and rows.exists() else ""

    def place_url(self, locator: str) -> str:
        return located_url(self.url, locator)


def place_name(locator: str) -> str:
    """What readers call a place."""
    section = parts_of(locator).get("section")
    return local_name(section) if section else name_of(locator)


def find_subject(key: str, viewer: Any) -> Subject | None:
    """The subject of a key ("lecture:12") as far as `viewer` may see it. A few queries."""
    kind, _, number = key.partition(":")
    if kind not in KINDS or not number.isascii() or not number.isdecimal() or int(number) >= 2**63:
        return None
    return {LECTURE: _lecture, CASE: _case, ATTACHMENT: _attachment}[kind](int(number), viewer)


def subject_of_page(page: Page, viewer: Any) -> Subject | None:
    """The subject that a page is; None for pages of other kinds."""
    kind = {Lecture: LECTURE, CaseStudy: CASE}.get(page.specific_class)
    return find_subject(f"{kind}:{page.pk}", viewer) if kind else None


def _lecture(pk: int, viewer: Any) -> Subject | None:
    lecture = visible_pages(Lecture.objects.filter(pk=pk), viewer).first()
    if lecture is None:
        return None
    recording = published_recording(lecture)
    talks = list(lecture.speakers.select_related("speaker", "district"))
    district = lecture.district or next((talk.district for talk in talks if talk.district), None)
    return Subject(
        LECTURE,
        pk,
        lecture.local_title,
        korean_url(lecture),
        page=lecture,
        district=district,
        speaker=talks[0].speaker if talks else None,
        length=recording.duration_ms // 1000 if recording else 0,
    )


def _case(pk: int, viewer: Any) -> Subject | None:
    case = visible_pages(CaseStudy.objects.filter(pk=pk), viewer).select_related("district").first()
    if case is None:
        return None
    locators = [passage.locator for passage in passages_of_case(case)]
    return Subject(
        CASE,
        pk,
        case.local_title,
        korean_url(case),
        page=case,
        district=case.district,
        places=[(locator, place_name(locator)) for locator in locators if locator],
    )


def _attachment(pk: int, viewer: Any) -> Subject | None:
    document = PortalDocument.objects.filter(pk=pk).first()
    if document is None or not file_access.readable([document], viewer):
        return None
    parent = file_access.parents([pk], viewer).get(pk)
    if parent is None:
        return None
    above = subject_of_page(parent, viewer)
    with override("ko"):
        url = reverse("attachments:preview", args=[pk])
    return Subject(
        ATTACHMENT,
        pk,
        document.title,
        url,
        document=document,
        district=above.district if above else None,
        speaker=above.speaker if above else None,
        page=parent,
        places=_places_of_file(document),
    )


def _places_of_file(document: PortalDocument) -> list[tuple[str, str]]:
    parts = AttachmentPart.objects.filter(document=document).order_by("ordinal")
    locators = list(parts.values_list("locator", flat=True))
    rows = [locator for locator in locators if "row" in numbers_of(locator)]
    return [(one, place_name(one)) for one in locators if one not in rows or len(rows) <= MOST_ROWS]


def seconds_of(written: str) -> int | None:
    """Seconds of a moment as people write it: "3:20", "03:20", "1:02:03", "200"; None for anything else."""
    parts = written.strip().split(":")
    if not 1 <= len(parts) <= 3 or not all(
        part.isascii() and part.isdecimal() and len(part) <= 5 for part in parts
    ):
        return None
    if any(int(part) > 59 for part in parts[1:]):
        return None
    seconds = sum(int(part) * 60**power for power, part in enumerate(reversed(parts)))
    return seconds if seconds <= LONGEST_SECONDS else None


def shown_moment(locator: str) -> str:
    """ "t=200" -> "3:20"; "" for anything else."""
    seconds = numbers_of(locator).get("t")
    return clock(seconds) if seconds is not None else ""
