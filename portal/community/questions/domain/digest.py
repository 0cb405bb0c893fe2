"""The section of the weekly letter: answers to one's own questions."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import override

from portal.accounts.models import User
from portal.community.digests.domain.sections import Item, Period
from portal.community.questions.domain.shown import visible
from portal.community.questions.models import Question


def answers(user: User, period: Period) -> Sequence[Item]:
    """Questions of the user's that were published in the period, on pages that the user may still see."""
    new = Question.objects.filter(
        author=user, published_at__gte=period.since, published_at__lt=period.until
    ).order_by("published_at", "pk")
    with override("ko"):
        return [
            Item(question.title, question.get_absolute_url(), question.answered_as)
            for question in visible(new, user)
        ]
