"""Which lectures a viewer may see, and what the lecture page and the list of lectures show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.query import PageQuerySet

from lectures.domain.session_names import attach_sessions, session_options
from lectures.enums import LectureType
from lectures.models import ForumSession, Lecture, LectureSpeaker, LectureTag, Speaker
from portal.core.alike import in_order, most_alike, shared_tags
from portal.core.listing import ListFilter, Option, build_listing, date_sorts, title_sort
from portal.core.searchable import body_text
from portal.core.tagging import tags_by_item, tags_in_use
from search.audience import visible_pages

if TYPE_CHECKING:
    from districts.models import CaseStudy, District
    from portal.core.models import Tag

# A talk told in fewer signs (blanks not counted) is brief.
BRIEF_SIGNS = 200
NEWEST_FIRST = (F("date").desc(nulls_last=True), "-pk")


def visible_lectures(viewer: Any) -> PageQuerySet[Lecture]:
    """Live lectures that `viewer` may see, newest first; undated ones last."""
    lectures: PageQuerySet[Lecture] = visible_pages(Lecture.objects.all(), viewer)
    return lectures.order_by(*NEWEST_FIRST)


def for_display(lectures: Iterable[Lecture], viewer: Any) -> list[Lecture]:
    """Attach `tag_list`, `speaker_rows` and `session` (or None), in a fixed number of queries."""
    rows = list(lectures)
    ids = [lecture.pk for lecture in rows]
    tags = tags_by_item(LectureTag, ids)
    speakers: dict[int, list[LectureSpeaker]] = {}
    for row in (
        LectureSpeaker.objects.filter(lecture_id__in=ids)
        .select_related("speaker")
        .order_by("sort_order", "pk")
    ):
        speakers.setdefault(row.lecture_id, []).append(row)
    for lecture in rows:
        lecture.tag_list = tags.get(lecture.pk, [])
        lecture.speaker_rows = speakers.get(lecture.pk, [])
    attach_sessions(rows, viewer)
    return rows


def lecture_context(lecture: Lecture, request: HttpRequest) -> dict[str, Any]:
    """Context of a lecture page: speaker_rows, session, tag_list, related_cases, more_lectures, brief, profile."""
    from districts.domain.profiles import profile_of_lecture
    from lectures.domain.reading import recording_context

    for_display([lecture], request.user)
    recording = recording_context(lecture, request)
    brief = is_brief(lecture) and not recording["recording"]
    return {
        **recording,
        "speaker_rows": lecture.speaker_rows,
        "session": lecture.session,
        "related_cases": cases_for_lecture(lecture, request.user),
        "more_lectures": lectures_alike(lecture.tag_list, request.user, but=[lecture.pk]),
        "brief": brief,
        "profile": profile_of_lecture(lecture, request.user) if brief else None,
    }


def is_brief(lecture: Lecture) -> bool:
    """Whether so little is known of a talk that its subject needs other facts beside it."""
    text = f"{strip_tags(lecture.key_points)} {body_text(lecture.body)}"
    return len("".join(text.split())) < BRIEF_SIGNS


def cases_for_lecture(lecture: Lecture, viewer: Any, limit: int = 3) -> list[CaseStudy]:
    """Cases linked with a lecture from either side; where they are few, others on the same tags follow."""
    from districts.domain.cases import cases_alike

    linked = cases_of_lecture(lecture, viewer)
    room = limit - len(linked)
    but = [case.pk for case in linked]
    return linked + (cases_alike(lecture.tag_list, viewer, but=but, limit=room) if room > 0 else [])


def cases_of_lecture(lecture: Lecture, viewer: Any) -> list[CaseStudy]:
    """Cases linked with a lecture from either side."""
    from districts.domain.cases import visible_cases, with_tags

    linked = Q(pk__in=[case.pk for case in lecture.related_cases.all()]) | Q(
        related_lectures__in=[lecture.pk]
    )
    return with_tags(visible_cases(viewer).filter(linked).distinct())


def lectures_of_case(case: CaseStudy, viewer: Any) -> list[Lecture]:
    """Lectures linked with a case from either side."""
    return for_display(_linked_with(case, viewer), viewer)


def lectures_for_case(case: CaseStudy, viewer: Any, limit: int = 3) -> list[Lecture]:
    """Lectures linked with a case; where they are few, others on the same tags follow. The case has its `tag_list`."""
    linked = list(_linked_with(case, viewer))
    but = [lecture.pk for lecture in linked]
    return for_display(linked + _alike(case.tag_list, viewer, but, limit - len(linked)), viewer)


def _linked_with(case: CaseStudy, viewer: Any) -> QuerySet[Lecture]:
    # A preview holds its lectures in memory, where there are no columns to choose.
    chosen = [lecture.pk for lecture in case.related_lectures.all()]
    linked = Q(pk__in=chosen) | Q(related_cases__in=[case.pk])
    return visible_lectures(viewer).filter(linked).distinct()


def lectures_of_district(district: District, viewer: Any) -> list[Lecture]:
    """Lectures given by a district or by its people, as they were affiliated at the time."""
    given = Q(speakers__district=district) | Q(district=district)
    return for_display(visible_lectures(viewer).filter(given).distinct(), viewer)


def lectures_of_speaker(speaker: Speaker, viewer: Any) -> list[Lecture]:
    """Every talk of a speaker that `viewer` may see."""
    return for_display(visible_lectures(viewer).filter(speakers__speaker=speaker).distinct(), viewer)


def lectures_alike(
    tags: Iterable[Tag], viewer: Any, *, but: Iterable[int] = (), limit: int = 3
) -> list[Lecture]:
    """Lectures that have most of `tags` in common, newest first among equals; the ids in `but` are left out."""
    return for_display(_alike(tags, viewer, but, limit), viewer)


def _alike(tags: Iterable[Tag], viewer: Any, but: Iterable[int], limit: int) -> list[Lecture]:
    lectures = visible_lectures(viewer)
    shared = shared_tags(lectures.exclude(pk__in=list(but)), tags) if limit > 0 else {}
    return in_order(lectures, most_alike(shared, limit))


def lecture_list_context(request: HttpRequest) -> dict[str, Any]:
    """Context of the list of lectures: listing."""
    lectures = visible_lectures(request.user)
    filters = lecture_filters(lectures, request.user)
    listing = build_listing(request, lectures, filters, [*date_sorts(), title_sort()])
    for_display(listing.page.object_list, request.user)
    return {"listing": listing}


def lecture_filters(lectures: QuerySet[Lecture], viewer: Any) -> list[ListFilter]:
    """The filters of the list: type, session, tag, speaker, year."""
    speakers = Speaker.objects.filter(talks__lecture__in=lectures.values("pk")).distinct()
    tags = tags_in_use("tagged_lectures", lectures)
    years = (
        lectures.filter(date__isnull=False)
        .order_by("-date__year")
        .values_list("date__year", flat=True)
        .distinct()
    )
    types = [Option(value, label) for value, label in LectureType.choices]
    return [
        ListFilter("type", _("갈래"), types, lambda v: Q(lecture_type__in=v)),
        ListFilter("session", _("포럼 회차"), session_options(viewer), _in_session),
        ListFilter("year", _("연도"), [Option(str(y), str(y)) for y in years], lambda v: Q(date__year__in=v)),
        ListFilter("tag", _("태그"), [Option(t.name, t.label) for t in tags], _has_tag),
        ListFilter("speaker", _("연사"), [Option(s.slug, s.label) for s in speakers], _spoken_by),
    ]


def _has_tag(names: list[str]) -> Q:
    return Q(pk__in=Lecture.objects.filter(tagged_items__tag__name__in=names).values("pk"))


def _spoken_by(slugs: list[str]) -> Q:
    return Q(pk__in=LectureSpeaker.objects.filter(speaker__slug__in=slugs).values("lecture_id"))


def _in_session(slugs: list[str]) -> Q:
    condition = Q(pk__in=[])
    for path in ForumSession.objects.filter(slug__in=slugs).values_list("path", flat=True):
        condition |= Q(path__startswith=path)
    return condition
