"""The section of the weekly letter: what became of one's own ideas and of those one supports."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import override

from portal.accounts.models import User
from portal.community.digests.domain.sections import Item, Period
from portal.community.ideas.enums import IdeaStatus
from portal.community.ideas.models import Idea, IdeaStep


def answers(user: User, period: Period) -> Sequence[Item]:
    """Steps that were written in the period, of public ideas."""
    own = Idea.objects.public().filter(Q(author__user=user) | Q(supports__member__user=user))
    steps = (
        IdeaStep.objects.filter(created_at__gte=period.since, created_at__lt=period.until)
        .exclude(status=IdeaStatus.RECEIVED)
        .filter(idea__in=own.values("pk"))
        .select_related("idea")
        .order_by("created_at", "pk")
    )
    with override("ko"):
        return [
            Item(
                step.idea.title,
                step.idea.get_absolute_url(),
                f"{IdeaStatus(step.status).label} · {step.role_name}",
            )
            for step in steps
        ]
