"""What is new in the member's own district and on their own topics, and which sessions are ahead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import chain
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.query import PageQuerySet

from districts.domain.cases import visible_cases
from lectures.domain.lectures import visible_lectures
from lectures.domain.sessions import visible_sessions
from portal.accounts.models import User
from portal.community.digests.domain.sections import Item, Period
from portal.community.digests.domain.weeks import SEOUL
from portal.community.members.models import Member
from portal.core.searchable import korean_url
from portal.core.templatetags.portal_format import korean_date

#: Days ahead of which sessions are told.
DAYS_AHEAD = 14


def of_own_field(user: User, period: Period) -> Sequence[Item]:
    """Cases and lectures published in the period that are of the district or carry one of the topics."""
    member = Member.objects.filter(user=user).first()
    if member is None:
        return []
    topics = list(member.topics.values_list("pk", flat=True))
    return [
        Item(page.title, korean_url(page), _reason(page, member))
        for page in chain(
            _published(visible_cases(user), _case_rule(member, topics), period),
            _published(visible_lectures(user), _lecture_rule(member, topics), period),
        )
    ]


def _case_rule(member: Member, topics: list[int]) -> Q:
    of_district = Q(district=member.district_id) | Q(co_districts=member.district_id)
    return (of_district if member.district_id else Q(pk__in=[])) | Q(tagged_items__tag__in=topics)


def _lecture_rule(member: Member, topics: list[int]) -> Q:
    of_district = Q(district=member.district_id) if member.district_id else Q(pk__in=[])
    return of_district | Q(tagged_items__tag__in=topics)


def _published(pages: PageQuerySet[Any], rule: Q, period: Period) -> list[Any]:
    """Those first published in the period."""
    new = pages.filter(rule, first_published_at__gte=period.since, first_published_at__lt=period.until)
    keys = set(new.values_list("pk", flat=True))
    return list(pages.filter(pk__in=keys).order_by("first_published_at", "pk")) if keys else []


def _reason(page: Any, member: Member) -> str:
    if member.district_id and page.district_id == member.district_id:
        return str(page.district.name)
    return _("관심 주제")


def sessions_ahead(user: User, period: Period) -> Sequence[Item]:
    """Sessions of the two weeks that begin with the letter."""
    first = period.until.astimezone(SEOUL).date()
    ahead = visible_sessions(user).filter(date__gte=first, date__lt=first + timedelta(days=DAYS_AHEAD))
    return [
        Item(session.title, korean_url(session), korean_date(session.date))
        for session in ahead.order_by("date", "pk")
    ]
