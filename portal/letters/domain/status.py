"""How many letters wait, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from post_office.models import STATUS, Email, Log

from portal.letters.domain.sending import due, waiting
from portal.letters.models import MailServer

MOST_SHOWN = 50


@dataclass(frozen=True)
class QueueStatus:
    """The queue at one moment. `delayed` and `given_up` carry the last `problem` of each letter."""

    waiting: int
    due: int
    oldest: datetime | None
    server: MailServer
    delayed: list[Email] = field(default_factory=list)
    given_up: list[Email] = field(default_factory=list)
    given_up_count: int = 0

    @property
    def oldest_seconds(self) -> int:
        """How long the oldest letter that could go has waited."""
        return int((timezone.now() - self.oldest).total_seconds()) if self.oldest else 0


def queue_status() -> QueueStatus:
    ready = due()
    given_up = Email.objects.filter(status=STATUS.failed)
    return QueueStatus(
        waiting=waiting().count(),
        due=ready.count(),
        oldest=ready.order_by("created").values_list("created", flat=True).first(),
        server=MailServer.objects.filter(pk=MailServer.ONLY).first() or MailServer(),
        delayed=_with_problem(waiting().filter(Q(number_of_retries__gt=0)).order_by("scheduled_time")),
        given_up=_with_problem(given_up.order_by("-last_updated")),
        given_up_count=given_up.count(),
    )


def _with_problem(letters: QuerySet[Email]) -> list[Email]:
    last = Log.objects.filter(email=OuterRef("pk")).order_by("-pk").values("message")[:1]
    return list(letters.annotate(problem=Subquery(last), tries=F("number_of_retries"))[:MOST_SHOWN])
