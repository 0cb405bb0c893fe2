"""From a row's data to values that fit the models, without asking the database."""

from portal.imports.content.build import build
from portal.imports.content.types import (
    AttachmentContent,
    CaseContent,
    ChartContent,
    Content,
    DistrictContent,
    GuideContent,
    LectureContent,
    Link,
    PageContent,
    SessionContent,
    StepContent,
    TagContent,
    Talk,
    TermContent,
)

__all__ = [
    "AttachmentContent",
    "CaseContent",
    "ChartContent",
    "Content",
    "DistrictContent",
    "GuideContent",
    "LectureContent",
    "Link",
    "PageContent",
    "SessionContent",
    "StepContent",
    "TagContent",
    "Talk",
    "TermContent",
    "build",
]
