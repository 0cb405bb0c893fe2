"""The office moves an idea on: only from one state to the next, with a date and an answer in the name of a post."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import override

from districts.models import District
from portal.accounts.models import User
from portal.audit.enums import AuditAction
from portal.audit.log import record
from portal.community.ideas.domain.adoption import make_case
from portal.community.ideas.domain.writing import Changed
from portal.community.ideas.enums import IdeaStatus
from portal.community.ideas.models import Idea, IdeaStep
from portal.community.members.models import Post
from portal.letters.domain.queue import post


class NotAllowed(Exception):
    """The idea cannot get this state from the one that it has."""


@dataclass(frozen=True)
class Decision:
    """What the office decided about the idea that it saw in this `version`."""

    status: str
    date: datetime.date
    answer: str
    post: Post
    version: int


def current_for_change(idea: Idea, version: int) -> Idea:
    """The idea, held until the transaction ends. Raises Changed where it is not the version that was shown."""
    current: Idea = Idea.objects.select_for_update().get(pk=idea.pk)
    if current.version != version:
        raise Changed
    return current


@transaction.atomic
def move(
    idea: Idea,
    decision: Decision,
    by: User,
    *,
    lead: District | None = None,
    request: HttpRequest | None = None,
) -> IdeaStep:
    """Write the step and tell the author; an adopted idea becomes a case draft under `lead`, city-wide without one.

    Raises Changed, NotAllowed.
    """
    current = current_for_change(idea, decision.version)
    if not current.is_public or decision.status not in current.following:
        raise NotAllowed
    with override("ko"):
        role_name = decision.post.label
    step = IdeaStep.objects.create(
        idea=current,
        status=decision.status,
        date=decision.date,
        answer=decision.answer,
        post=decision.post,
        role_name=role_name,
        written_by=by,
    )
    current.status = decision.status
    current.version += 1
    current.save(update_fields=["status", "version"])
    if current.status == IdeaStatus.ADOPTED:
        make_case(current, by, lead)
    action = AuditAction.REJECTED if current.status == IdeaStatus.HELD else AuditAction.APPROVED
    with override("ko"):
        record(
            action,
            by=by,
            subject=f"아이디어 {current.pk}: {current.title}",
            detail=str(IdeaStatus(current.status).label),
            request=request,
        )
        _tell_author(current, step)
    return step


def _tell_author(idea: Idea, step: IdeaStep) -> None:
    user = idea.author.user if idea.author else None
    if user is not None and user.is_active:
        post([user.email], "idea_step", {"idea": idea, "step": step})
