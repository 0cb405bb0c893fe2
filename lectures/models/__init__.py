"""Sessions, lectures and speakers."""

from lectures.models.lecture import Lecture, LectureIndexPage, LectureSpeaker, LectureTag
from lectures.models.session import ForumSession, ProgrammeItem, SessionIndexPage, SessionTag
from lectures.models.speaker import Speaker

__all__ = [
    "ForumSession",
    "Lecture",
    "LectureIndexPage",
    "LectureSpeaker",
    "LectureTag",
    "ProgrammeItem",
    "SessionIndexPage",
    "SessionTag",
    "Speaker",
]
