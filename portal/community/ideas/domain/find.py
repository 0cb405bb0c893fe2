"""Which ideas and comments somebody may read, and who looks after them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from portal.community.ideas.models import Idea, IdeaComment

LOOKS_AFTER = "ideas.change_idea"
#: Databases refuse larger numbers.
LARGEST = 2**63 - 1


def is_office(user: Any) -> bool:
    """Whether the user decides about ideas and comments."""
    return bool(user is not None and user.is_authenticated and user.is_active and user.has_perm(LOOKS_AFTER))


def is_author(user: Any, item: Idea | IdeaComment) -> bool:
    return bool(user is not None and user.is_authenticated and item.author and item.author.user_id == user.pk)


def own(user: Any) -> QuerySet[Idea]:
    """What the user wrote, drafts among it, the newest first."""
    found: QuerySet[Idea] = Idea.objects.filter(author__user=user)
    return found.order_by("-created_at", "-pk")


def idea_by(pk: int) -> Idea | None:
    """Any idea; whoever asks has to look whether it is for the reader."""
    found: Idea | None = (
        Idea.objects.select_related("author", "merged_into").filter(pk=min(pk, LARGEST)).first()
    )
    return found


def may_read(user: Any, idea: Idea) -> bool:
    """Public ones everybody; drafts their author alone; hidden and merged ones the author and the office."""
    if idea.is_public:
        return True
    return is_author(user, idea) or (not idea.is_draft and is_office(user))


def public_idea(pk: int) -> Idea | None:
    """The idea, if everybody may read it: nothing else can be talked about."""
    idea = idea_by(pk)
    return idea if idea is not None and idea.is_public else None


def shown_comment(pk: int) -> IdeaComment | None:
    """The comment, if everybody may read it."""
    found = IdeaComment.objects.select_related("idea", "author").filter(pk=min(pk, LARGEST), hidden_at=None)
    comment = found.first()
    return comment if comment is not None and comment.idea.is_public else None
