"""What the office decides: to publish, mend, refuse or ask again. Of two editors at once the first one counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.enums import AuditAction
from portal.audit.log import record
from portal.community.members.models import Post
from portal.community.questions.domain import letters
from portal.community.questions.enums import Status
from portal.community.questions.models import Question


class Changed(Exception):
    """Somebody else changed the question since it was read. `question`: as it is now."""

    def __init__(self, question: Question | None) -> None:
        super().__init__()
        self.question = question


class NotPossible(Exception):
    """The question is not in a state for this."""


@dataclass(frozen=True)
class Wording:
    """What an editor may mend."""

    title: str
    text: str
    answer: str


@transaction.atomic
def save_wording(pk: int, version: int, wording: Wording, by: User) -> Question:
    """Keep what the editor mended. Raises Changed."""
    question = _claim(pk, version)
    _take(question, wording)
    question.save()
    record(AuditAction.QUESTION_EDITED, by=by, subject=_subject(question))
    return question


@transaction.atomic
def publish(pk: int, version: int, wording: Wording, by: User) -> Question:
    """Show question and answer at their place and in search, and tell the asker. Raises Changed, NotPossible."""
    question = _claim(pk, version)
    _take(question, wording)
    if question.is_public:
        raise Changed(question)
    if not question.answer.strip():
        raise NotPossible
    question.published_at = timezone.now()
    question.reason = ""
    _decide(question, Status.PUBLISHED, by)
    record(AuditAction.APPROVED, by=by, subject=_subject(question))
    return question


@transaction.atomic
def refuse(pk: int, version: int, reason: str, by: User) -> Question:
    """Take it out of sight, or never show it, and tell the asker why. Raises Changed, NotPossible."""
    question = _claim(pk, version)
    if not reason.strip() or question.status == Status.REFUSED:
        raise NotPossible
    question.reason = reason.strip()
    question.published_at = None
    _decide(question, Status.REFUSED, by)
    record(AuditAction.REJECTED, by=by, subject=_subject(question), detail=question.reason)
    return question


@transaction.atomic
def send_again(pk: int, version: int, post: Post | None, by: User) -> Question:
    """Ask again, at another post where one is given; links sent before open nothing. Raises Changed, NotPossible."""
    question = _claim(pk, version)
    if question.status != Status.ASKED:
        raise NotPossible
    if post is not None:
        question.post, question.speaker = post, None
    question.answer_round += 1
    question.save()
    letters.send_question(question)
    record(AuditAction.QUESTION_EDITED, by=by, subject=_subject(question), detail="질문을 다시 보냄")
    return question


def _claim(pk: int, version: int) -> Question:
    """The question, locked, if it is still what the editor saw."""
    ours = Question.objects.filter(pk=pk, version=version).update(version=F("version") + 1)
    found: Any = Question.objects.select_related("post__district", "post__holder", "speaker", "author")
    question: Question | None = found.filter(pk=pk).first()
    if not ours or question is None:
        raise Changed(question)
    return question


def _take(question: Question, wording: Wording) -> None:
    question.title, question.text = wording.title, wording.text
    # An answer comes from whoever was asked; there is nothing to mend before.
    if question.answered_at:
        question.answer = wording.answer


def _decide(question: Question, status: Status, by: User) -> None:
    question.status = status
    question.decided_by = by
    question.decided_at = timezone.now()
    # Whatever link is out opens nothing any more.
    question.answer_round += 1
    question.save()
    letters.tell_asker(question)


def _subject(question: Question) -> str:
    return f"질문 {question.pk}"
