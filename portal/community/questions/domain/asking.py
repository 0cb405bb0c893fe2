"""Asking: once per form, not more often than a person would, and always to a post."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.community.members.domain.find import member_of
from portal.community.questions.domain import letters
from portal.community.questions.domain.names import role_of
from portal.community.questions.domain.recipients import addressee_of
from portal.community.questions.domain.subjects import ATTACHMENT, Subject
from portal.community.questions.enums import Status
from portal.community.questions.models import Question

#: Of one member.
MOST_PER_HOUR = 5
MOST_PER_DAY = 15
#: Of one member, without an answer; and of one member to one subject.
MOST_OPEN = 20


class TooMany(Exception):
    """The member has asked as much as is taken for now."""


@dataclass(frozen=True)
class Asked:
    """What a member wrote. key: made with the form, so that sending it twice asks once."""

    title: str
    text: str
    locator: str
    with_name: bool
    key: UUID


@transaction.atomic
def ask(subject: Subject, asked: Asked, by: User) -> Question:
    """Keep the question and send it on; the one that this form asked already, if it did. Raises TooMany."""
    # Whoever sends the same form at the same time waits here.
    User.objects.select_for_update().get(pk=by.pk)
    before = Question.objects.filter(author=by, key=asked.key).first()
    if before is not None:
        return before
    _check_flood(by)
    addressee = addressee_of(subject)
    on_file = subject.kind == ATTACHMENT
    question = Question.objects.create(
        page=None if on_file else subject.page,
        document=subject.document if on_file else None,
        kind=subject.kind,
        locator=subject.locator(asked.locator),
        district=subject.district,
        title=asked.title,
        text=asked.text,
        author=by,
        name=member_of(by).name_shown if asked.with_name else "",
        asked_as=role_of(by),
        key=asked.key,
        post=addressee.post,
        speaker=addressee.speaker,
    )
    letters.send_question(question, subject)
    return question


@transaction.atomic
def withdraw(question: Question, by: User) -> bool:
    """Take back a question of one's own that nobody has answered; its links open nothing. False for any other."""
    deleted, _rows = Question.objects.filter(pk=question.pk, author=by, status=Status.ASKED).delete()
    return bool(deleted)


def _check_flood(user: User) -> None:
    now = timezone.now()
    own = Question.objects.filter(author=user)
    limits = ((datetime.timedelta(hours=1), MOST_PER_HOUR), (datetime.timedelta(days=1), MOST_PER_DAY))
    if any(own.filter(asked_at__gt=now - span).count() >= most for span, most in limits):
        raise TooMany
    if own.filter(status=Status.ASKED).count() >= MOST_OPEN:
        raise TooMany
