"""What follows when a post passes on, whichever way its holder was changed: its history, letters, other rooms."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from portal.community.members.models import Holding, Post
from portal.letters.domain.queue import post as send

#: Called with a post that has passed on, in the same transaction.
Follow = Callable[[Post], None]

_follow: list[Follow] = []


def register(follow: Follow) -> None:
    """Let a room do what it has to when a post passes on: letters with links go out anew, to the successor."""
    _follow.append(follow)


@transaction.atomic
def note_holder(post: Post) -> None:
    """Let the history of a post say who holds it now; what was before is ended today and stays."""
    current = Holding.objects.filter(post=post, until=None).first()
    if (current.member_id if current else None) == post.holder_id:
        return
    if current:
        current.until = timezone.localdate()
        current.save(update_fields=["until"])
    if post.holder:
        Holding.objects.create(post=post, member=post.holder)
        _tell(post)
    for follow in _follow:
        follow(post)


def _tell(post: Post) -> None:
    user = post.holder.user if post.holder else None
    if user and user.is_active:
        send([user.email], "post_received", {"post": post})
