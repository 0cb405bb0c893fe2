"""Making the letters of a week: one for each member, in one transaction with the note that it is made."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from portal.accounts.models import User
from portal.community.digests.domain import sections
from portal.community.digests.domain.choices import choice_of, stop_token
from portal.community.digests.domain.sections import Item, NotReady, Period
from portal.community.digests.domain.weeks import begin_of, due_week
from portal.community.digests.models import Digest, DigestChoice
from portal.letters.domain.queue import post, site_address
from search.locks import cluster_lock

logger = logging.getLogger(__name__)

BATCH = 50
MOST_ITEMS = 10


@dataclass(frozen=True)
class Told:
    """A section of a letter; `more`: how many lines were left out."""

    heading: str
    items: list[Item]
    more: int


def send_due(week: date | None = None) -> int:
    """Make letters of the week that is due, for at most BATCH members; returns for how many.

    One worker of all hosts does it at a time; what a killed one left is done by the next.
    """
    with cluster_lock("digests") as mine:
        if not mine:
            return 0
        week = week or due_week(timezone.now())
        done = 0
        # All of them at once: a transaction that is rolled back would end a cursor that is still being read.
        for pk in list(waiting(week).values_list("pk", flat=True)):
            done += _try(pk, week)
            if done >= BATCH:
                break
        return done


def waiting(week: date) -> QuerySet[User]:
    """Whose letter of this week is still to be made."""
    made = Digest.objects.filter(user=OuterRef("pk"), week=week)
    stopped = DigestChoice.objects.filter(user=OuterRef("pk"), stopped_at__isnull=False)
    members = User.objects.filter(is_active=True, date_joined__lt=begin_of(week)).exclude(email="")
    return members.filter(~Exists(made), ~Exists(stopped)).order_by("pk")


def _try(pk: int, week: date) -> bool:
    """One member's trouble is not the others'."""
    try:
        return make(pk, week)
    except NotReady:
        return False
    except Exception:
        logger.exception("the weekly letter of member %s could not be made", pk)
        return False


def make(pk: int, week: date) -> bool:
    """Make the letter of a member, or note that there was nothing to tell; False where that was done before.

    Raises NotReady.
    """
    with transaction.atomic(), override("ko"):
        user = User.objects.select_for_update().filter(pk=pk).first()
        if user is None or Digest.objects.filter(user=user, week=week).exists():
            return False
        period = period_of(user, week)
        digest = Digest.objects.create(user=user, week=week, since=period.since, until=period.until)
        told = tell(user, period)
        if told:
            digest.items = sum(len(section.items) + section.more for section in told)
            digest.save(update_fields=["items"])
            _post(user, week, told)
    return True


def period_of(user: User, week: date) -> Period:
    """From the end of the last letter, or of a week before for the first one, until this week began."""
    until = begin_of(week)
    last = Digest.objects.filter(user=user).order_by("-until").values_list("until", flat=True).first()
    since = last or max(user.date_joined, until - timedelta(days=7))
    resumed = choice_of(user).resumed_at
    return Period(min(max(since, resumed) if resumed else since, until), until)


def tell(user: User, period: Period) -> list[Told]:
    """The sections that have something to tell; no address is told twice."""
    left_out = set(choice_of(user).left_out)
    seen: set[str] = set()
    told = []
    for section in sections.each():
        if section.key in left_out:
            continue
        items = []
        for item in section.make(user, period):
            if item.path not in seen:
                seen.add(item.path)
                items.append(item)
        if items:
            more = max(0, len(items) - MOST_ITEMS)
            told.append(Told(str(section.heading), items[:MOST_ITEMS], more))
    return told


def _post(user: User, week: date, told: list[Told]) -> None:
    stop_address = f"{site_address()}{reverse('digest_stop', args=[stop_token(user)])}"
    context = {
        "sections": told,
        "first": week - timedelta(days=7),
        "last": week - timedelta(days=1),
        "count": sum(len(section.items) + section.more for section in told),
        "stop": stop_address,
        "settings_address": f"{site_address()}{reverse('digest_settings')}",
    }
    headers = {
        "List-Unsubscribe": f"<{stop_address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<weekly.{_host()}>",
        "Precedence": "bulk",
    }
    post([user.email], "weekly", context, headers=headers, later=True)


def _host() -> str:
    return site_address().partition("://")[2].partition("/")[0].partition(":")[0] or "localhost"


def next_letter() -> date:
    """The Monday on which the next letter is made."""
    return due_week(timezone.now()) + timedelta(days=7)
