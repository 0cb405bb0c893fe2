"""Sessions as events, lectures as videos or articles, speakers as persons."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from lectures.domain.lectures import lectures_of_speaker
from lectures.models import ForumSession, Lecture, Speaker
from portal.core.searchable import korean_url
from portal.machines.captions import speakers_of
from portal.machines.nodes import Node, iso_date, node
from portal.machines.structured import Surroundings, describe
from portal.machines.structured.parts import (
    citations,
    languages,
    licence_url,
    organisations,
    person,
    text_of,
)
from portal.machines.subjects import has_english


@describe.register(ForumSession)
def _session(session: ForumSession, where: Surroundings) -> list[Node]:
    names: dict[str, Node] = {}
    for row in session.programme.all():
        if row.speaker:
            names.setdefault(row.speaker, person(row.speaker, row.affiliation, row.role))
    event = node(
        "Event",
        id=where.canonical,
        name=session.local_title,
        description=text_of(session, "summary"),
        url=where.canonical,
        image=where.picture,
        startDate=_moment(session.date, session.start_time),
        endDate=_moment(session.date, session.end_time) if session.end_time else "",
        location=node("Place", name=session.venue) if session.venue else None,
        organizer=organisations(f"{session.hosts}\n{session.organisers}"),
        performer=list(names.values()),
        inLanguage="ko",
    )
    return [event]


def _moment(date: datetime.date | None, time: datetime.time | None) -> str:
    """The day, with the time in Seoul where it is known."""
    if date is None or time is None:
        return iso_date(date)
    zone = timezone.get_default_timezone()
    return datetime.datetime.combine(date, time, zone).isoformat(timespec="minutes")


@describe.register(Lecture)
def _lecture(lecture: Lecture, where: Surroundings) -> list[Node]:
    """What is on the page is about the talk: its day and its speakers belong to the occasion, not to the text."""
    occasion = _occasion(lecture, where)
    shared: dict[str, Any] = {
        "id": where.canonical,
        "description": text_of(lecture, "summary"),
        "url": where.canonical,
        "inLanguage": lecture.language or "ko" if lecture.recording_url else languages(has_english(lecture)),
        "license": licence_url(lecture.licence),
        "publisher": where.publisher,
        "citation": citations(lecture.sources),
        "keywords": [tag.label for tag in getattr(lecture, "tag_list", [])],
    }
    title = "" if lecture.title_unknown else lecture.local_title
    if lecture.recording_url:
        return [
            node(
                "VideoObject",
                name=title,
                thumbnailUrl=where.picture,
                sameAs=lecture.recording_url,
                recordedAt=occasion,
                **shared,
            )
        ]
    modified = lecture.last_published_at
    return [
        node(
            "Article",
            headline=title,
            image=where.picture,
            about=occasion,
            dateModified=modified.isoformat(timespec="seconds") if modified else "",
            mainEntityOfPage=where.canonical,
            **shared,
        )
    ]


def _occasion(lecture: Lecture, where: Surroundings) -> Node | None:
    people = [
        person(
            row.speaker.label,
            row.affiliation,
            row.role,
            where.local_url(f"/speakers/{row.speaker.slug}/"),
        )
        for row in speakers_of(lecture)
    ]
    date = "" if lecture.date_inferred else iso_date(lecture.date, lecture.date_precision)
    if not (people or date or lecture.event):
        return None
    return node("Event", name=lecture.event, startDate=date, performer=people)


@describe.register(Speaker)
def _speaker(speaker: Speaker, where: Surroundings) -> list[Node]:
    """Only talks that everybody may see; affiliations belong to talks, so none is given to the person."""
    talks = [
        node(
            "CreativeWork",
            name="" if lecture.title_unknown else lecture.local_title,
            url=where.local_url(korean_url(lecture)),
        )
        for lecture in lectures_of_speaker(speaker, None)
    ]
    names = [name for name in (speaker.name, speaker.name_en) if name and name != speaker.label]
    return [
        node(
            "Person",
            id=where.canonical,
            name=speaker.label,
            alternateName=names,
            url=where.canonical,
            subjectOf=talks,
        )
    ]
