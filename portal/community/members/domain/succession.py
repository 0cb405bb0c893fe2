"""A post passes on in one step: its holder changes, and with it everything that belongs to the post."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import override

from portal.accounts.models import User
from portal.audit.enums import AuditAction
from portal.audit.log import record
from portal.community.members.domain.find import member_of
from portal.community.members.models import Member, Post


class NobodyThere(Exception):
    """No member signs in with this address."""


def successor_by_address(address: str) -> Member:
    """The member who signs in with an address. Raises NobodyThere, also for accounts that are locked."""
    user = User.objects.filter(email=address.strip().lower(), is_active=True).first()
    if user is None:
        raise NobodyThere
    return member_of(user)


class HolderChanged(Exception):
    """Somebody else holds the post than who handed over had seen."""


def holder_key(post: Post) -> str:
    """Who holds a post, for a form to say what it was made of."""
    return str(post.holder_id or "")


@transaction.atomic
def hand_over(post: Post, successor: Member | None, *, by: User | None, seen: str | None = None) -> bool:
    """Give the post to a successor, or leave it vacant; returns whether anything changed.

    ``seen``: the ``holder_key`` that whoever hands over was shown. The row is locked, so that of two who hand over at
    once the second is told. Raises HolderChanged.
    """
    current = Post.objects.select_for_update().get(pk=post.pk)
    post.holder_id = current.holder_id
    if current.holder_id == (successor.pk if successor else None):
        return False
    if seen is not None and seen != holder_key(current):
        raise HolderChanged
    current.holder = successor
    current.save()
    post.holder = successor
    with override("ko"):
        label = str(current)
    record(AuditAction.POST_HANDED_OVER, by=by, subject=label, detail="" if successor else "공석")
    return True


@transaction.atomic
def leave(member: Member, *, by: User | None = None) -> None:
    """Somebody leaves the portal: their posts become vacant, and the row that their words point to says nothing."""
    for post in Post.objects.filter(holder=member):
        hand_over(post, None, by=by)
    member.name_shown = member.institution = member.department = ""
    member.district = None
    member.shows_name = member.shows_place = member.shows_department = False
    member.shows_topics = member.shows_posts = member.shows_mailbox = False
    member.user = None
    member.save()
    member.topics.clear()
