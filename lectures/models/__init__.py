"""Sessions, lectures, their recordings and transcripts, and speakers."""

from lectures.models.lecture import Lecture, LectureIndexPage, LectureSpeaker, LectureTag
from lectures.models.moment import CitedMoment
from lectures.models.recording import Recording
from lectures.models.session import ForumSession, ProgrammeItem, SessionIndexPage, SessionTag
from lectures.models.speaker import Speaker
from lectures.models.transcript import Chapter, Cue, SlideTime

__all__ = [
    "Chapter",
    "CitedMoment",
    "Cue",
    "ForumSession",
    "Lecture",
    "LectureIndexPage",
    "LectureSpeaker",
    "LectureTag",
    "ProgrammeItem",
    "Recording",
    "SessionIndexPage",
    "SessionTag",
    "SlideTime",
    "Speaker",
]
