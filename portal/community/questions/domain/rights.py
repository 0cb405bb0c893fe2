"""Who may see and do what with a question. Everything else about one is nobody's business."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from portal.community.questions.enums import Status
from portal.community.questions.models import Question

DECIDES = "questions.change_question"


def is_office(user: Any) -> bool:
    """Whether the user looks after questions."""
    return bool(user.is_authenticated and user.is_active and user.has_perm(DECIDES))


def holds_post(user: Any, question: Question) -> bool:
    """Whether the user holds the post that was asked."""
    holder = question.post.holder if question.post else None
    return bool(user.is_authenticated and holder and holder.user_id == user.pk)


def may_answer(user: Any, question: Question) -> bool:
    return question.status == Status.ASKED and (holds_post(user, question) or is_office(user))


def may_see_unpublished(user: Any, question: Question) -> bool:
    """Its asker, the holder of the post asked, and the office."""
    if not user.is_authenticated:
        return False
    return question.author_id == user.pk or holds_post(user, question) or is_office(user)


def of_posts_held(user: Any) -> QuerySet[Question]:
    """Questions to the posts that the user holds."""
    return Question.objects.filter(post__holder__user=user)


def own(user: Any) -> QuerySet[Question]:
    """What the user asked."""
    return Question.objects.filter(author=user)


def waiting() -> QuerySet[Question]:
    """Questions without an answer, the oldest first."""
    found = Question.objects.filter(Q(status=Status.ASKED))
    return found.select_related("post__district", "speaker").order_by("asked_at", "pk")
