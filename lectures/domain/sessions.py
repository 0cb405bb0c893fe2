"""What the session page and the list of sessions show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.query import PageQuerySet

from lectures.domain.lectures import for_display, visible_lectures
from lectures.models import ForumSession, Lecture
from portal.core.listing import ListFilter, Option, build_listing, date_sorts, title_sort
from search.audience import visible_pages

if TYPE_CHECKING:
    from districts.models import CaseStudy
    from portal.core.models import Tag


def visible_sessions(viewer: Any) -> PageQuerySet[ForumSession]:
    """Live sessions that `viewer` may see, latest first."""
    sessions: PageQuerySet[ForumSession] = visible_pages(ForumSession.objects.all(), viewer)
    return sessions.order_by(F("date").desc(nulls_last=True), "-pk")


def next_or_latest(viewer: Any) -> ForumSession | None:
    """The nearest session ahead, otherwise the latest one held."""
    ahead = visible_sessions(viewer).filter(date__gte=timezone.localdate()).order_by("date").first()
    return ahead or visible_sessions(viewer).first()


def session_context(session: ForumSession, request: HttpRequest) -> dict[str, Any]:
    """Context of a session page; programme rows carry `visible_lecture` (or None)."""
    lectures = for_display(visible_lectures(request.user).child_of(session).order_by("path"), request.user)
    programme = list(session.programme.all())
    wanted = [row.lecture_id for row in programme if row.lecture_id]
    by_id = {item.pk: item for item in visible_lectures(request.user).filter(pk__in=wanted)}
    for row in programme:
        row.visible_lecture = by_id.get(row.lecture_id)
    tags = [item.tag for item in session.tagged_items.select_related("tag").order_by("tag__name")]
    return {
        "programme": programme,
        "lectures": lectures,
        "hosts": session.hosts.splitlines(),
        "organisers": session.organisers.splitlines(),
        "is_upcoming": bool(session.date and session.date >= timezone.localdate()),
        "tag_list": tags,
        "related_cases": cases_for_session(lectures, tags, request.user),
    }


def cases_for_session(
    lectures: list[Lecture], tags: list[Tag], viewer: Any, limit: int = 3
) -> list[CaseStudy]:
    """Cases linked with the lectures of a session; where they are few, others on its tags follow."""
    from districts.domain.cases import cases_alike, visible_cases, with_tags

    ids = [lecture.pk for lecture in lectures]
    links = Q(related_lectures__in=ids) | Q(lectures_pointing_here__in=ids)
    linked = with_tags(visible_cases(viewer).filter(links).distinct()[:limit])
    room = limit - len(linked)
    but = [case.pk for case in linked]
    return linked + (cases_alike(tags, viewer, but=but, limit=room) if room > 0 else [])


def session_list_context(request: HttpRequest) -> dict[str, Any]:
    """Context of the list of sessions: listing, whose items carry `lecture_count`."""
    sessions = visible_sessions(request.user)
    years = (
        sessions.filter(date__isnull=False)
        .order_by("-date__year")
        .values_list("date__year", flat=True)
        .distinct()
    )
    options = [Option(str(year), str(year)) for year in years]
    years_filter = ListFilter("year", _("연도"), options, lambda v: Q(date__year__in=v))
    when = ListFilter("status", _("때"), [Option("ahead", _("예정")), Option("past", _("지난 회차"))], _when)
    listing = build_listing(request, sessions, [when, years_filter], [*date_sorts(), title_sort()])
    with_lecture_counts(listing.items, request.user)
    return {"listing": listing}


def _when(wanted: list[str]) -> Q:
    """Sessions from today on, those before, or both; one without a day is neither."""
    today = timezone.localdate()
    ahead, past = Q(date__gte=today), Q(date__lt=today)
    return (ahead if "ahead" in wanted else Q(pk__in=[])) | (past if "past" in wanted else Q(pk__in=[]))


def with_lecture_counts(sessions: Sequence[ForumSession], viewer: Any) -> Sequence[ForumSession]:
    """Attach `lecture_count`, the lectures below each session that `viewer` may see, in one query."""
    paths = list(visible_lectures(viewer).order_by().values_list("path", flat=True))
    for session in sessions:
        session.lecture_count = sum(path.startswith(session.path) for path in paths)
    return sessions
