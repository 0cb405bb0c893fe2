"""The office hides what readers should not see, says why, and shows it again."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.enums import AuditAction
from portal.audit.log import record
from portal.community.ideas.models import CommentReport, Idea, IdeaComment


@transaction.atomic
def hide(item: Idea | IdeaComment, reason: str, by: User) -> bool:
    """Hide an idea or a comment; False when it is hidden already. Open reports of a comment are closed."""
    hidden = (
        type(item)
        .objects.filter(pk=item.pk, hidden_at=None)
        .update(hidden_at=timezone.now(), hidden_by=by, hidden_reason=reason)
    )
    _after(item)
    if hidden:
        record(AuditAction.HIDDEN, by=by, subject=_name(item), detail=reason)
    return bool(hidden)


@transaction.atomic
def restore(item: Idea | IdeaComment, by: User) -> bool:
    """Show it again; False when it is not hidden."""
    shown = (
        type(item)
        .objects.filter(pk=item.pk)
        .exclude(hidden_at=None)
        .update(hidden_at=None, hidden_by=None, hidden_reason="")
    )
    _after(item)
    if shown:
        record(AuditAction.RESTORED, by=by, subject=_name(item))
    return bool(shown)


def leave(comment: IdeaComment) -> None:
    """Close the reports of a comment that stays."""
    CommentReport.objects.filter(comment=comment, closed_at=None).update(closed_at=timezone.now())


def _after(item: Idea | IdeaComment) -> None:
    if isinstance(item, IdeaComment):
        leave(item)
    else:
        # A plain statement tells search nothing.
        Idea.objects.get(pk=item.pk).save(update_fields=["hidden_at"])


def _name(item: Idea | IdeaComment) -> str:
    return f"아이디어 {item.pk}" if isinstance(item, Idea) else f"댓글 {item.pk}"
