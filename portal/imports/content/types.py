"""What a row says, in the words of the models."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: Block type and value, as StreamFields take them.
StreamItems = list[tuple[str, Any]]


@dataclass(frozen=True)
class Link:
    """A reference by external id; `detail` finds the place of the link again when the target comes later."""

    column: str
    kind: str
    target: str
    detail: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class TagContent:
    name: str
    values: dict[str, Any]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageContent:
    """Fields of a page that the row states; what it leaves out is not in here and stays as it is."""

    title: str
    slug: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    streams: dict[str, StreamItems] = field(default_factory=dict)
    tags: tuple[str, ...] | None = None
    links: tuple[Link, ...] = ()
    linked_columns: frozenset[str] = frozenset()


@dataclass(frozen=True)
class DistrictContent(PageContent):
    """`code` finds the district; `names` are its plain fields; `figures` replace its profile when given."""

    code: str = ""
    names: dict[str, str] = field(default_factory=dict)
    figures: tuple[dict[str, str], ...] | None = None


@dataclass(frozen=True)
class SessionContent(PageContent):
    programme: tuple[dict[str, str], ...] | None = None


@dataclass(frozen=True)
class Talk:
    """A speaker of a lecture; `district` is the code of the district they spoke for, or empty."""

    name: str
    affiliation: str = ""
    role: str = ""
    district: str = ""


@dataclass(frozen=True)
class RecordingContent:
    """A recording with its captions, read before anything is written; chapters: (start in ms, title, English title)."""

    file: Path
    lines: tuple[Any, ...]
    chapters: tuple[tuple[int, str, str], ...] = ()
    synthetic_voice: bool = False


@dataclass(frozen=True)
class LectureContent(PageContent):
    """`district` is the code of a district that spoke by nobody known, "" for none, None when the row does not say.

    `reasons`: why something is public that the checklist would stop, by field of `Recording`.
    """

    speakers: tuple[Talk, ...] | None = None
    district: str | None = None
    recording: RecordingContent | None = None
    reasons: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CaseContent(PageContent):
    """Districts by code; `district` is empty for a case of the whole city and None when the row does not say."""

    district: str | None = None
    co_districts: tuple[str, ...] | None = None


@dataclass(frozen=True)
class ChartContent:
    """A chart with its figures; `links` lead to lectures, cases and guides."""

    values: dict[str, Any]
    streams: dict[str, StreamItems]
    figures: tuple[dict[str, str], ...]
    links: tuple[Link, ...] = ()


@dataclass(frozen=True)
class TermContent:
    """A term; `links` are its neighbours when `linked_columns` has "related"."""

    slug: str
    values: dict[str, Any]
    streams: dict[str, StreamItems] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    linked_columns: frozenset[str] = frozenset()


@dataclass(frozen=True)
class StepContent:
    """A step of a guide: kind and external id of what it leads to, or an address; the words that go with it."""

    kind: str
    target: str
    address: str
    values: dict[str, str]


@dataclass(frozen=True)
class GuideContent(PageContent):
    steps: tuple[StepContent, ...] | None = None


@dataclass(frozen=True)
class AttachmentContent:
    """A file beside the row's own file; `links` has the page that it hangs on.

    `checked` says why a file may be shown that nothing can be read of.
    """

    title: str
    file: Path
    licence: str
    checked: str
    links: tuple[Link, ...] = ()


Content = TagContent | PageContent | ChartContent | TermContent | AttachmentContent
