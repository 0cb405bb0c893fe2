"""Answering: by the link of the letter, or signed in as the post's holder or the office. Once."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext, override

from portal.accounts.models import User
from portal.community.links import read_token
from portal.community.questions.domain import letters
from portal.community.questions.domain.names import OFFICE
from portal.community.questions.domain.recipients import label_of
from portal.community.questions.domain.rights import holds_post
from portal.community.questions.enums import Status
from portal.community.questions.models import Question

PURPOSE = letters.ANSWER_PURPOSE
GOOD_FOR = timedelta(days=30)


class Gone(Exception):
    """The question has been answered, closed or withdrawn meanwhile."""


def question_of_link(token: str) -> Question:
    """The question that a link may answer. Raises links.Expired, links.LinkProblem, Gone for one used up."""
    pk, state = read_token(PURPOSE, token, GOOD_FOR)
    found = Question.objects.select_related("post__holder", "post__district", "speaker").filter(pk=pk).first()
    if found is None or found.status != Status.ASKED or letters.link_state(found) != state:
        raise Gone
    return found


@transaction.atomic
def answer(question: Question, text: str, by: User | None) -> Question:
    """Keep the answer for approval; the link is used up. `by`: None for the link. Raises Gone.

    The question must be as it was when it was read: of two answers at once the first one counts.
    """
    open_ = Question.objects.filter(
        pk=question.pk, answer_round=question.answer_round, status=Status.ASKED, post=question.post_id
    )
    if not open_.update(answer_round=F("answer_round") + 1, version=F("version") + 1):
        raise Gone
    found = Question.objects.select_related("post__holder", "post__district", "speaker").get(pk=question.pk)
    found.answer = text
    found.answered_as = _answered_as(found, by)
    found.answered_by = by
    found.answered_at = timezone.now()
    found.status = Status.ANSWERED
    found.save()
    letters.tell_office(found)
    return found


def _answered_as(question: Question, by: User | None) -> str:
    if by is None or holds_post(by, question):
        return label_of(question)
    with override("ko"):
        return gettext(OFFICE)
