"""Who gets the letter, and which sections of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from portal.accounts.models import User
from portal.community.digests.domain import sections
from portal.community.digests.models import DigestChoice
from portal.community.links import make_token, read_token

PURPOSE = "digest"
#: How long the link of a letter stops it.
LINK_GOOD_FOR = timedelta(days=730)


def choice_of(user: User) -> DigestChoice:
    """What `user` has chosen, not saved where they have not."""
    return DigestChoice.objects.filter(user=user).first() or DigestChoice(user=user)


def choose(user: User, wanted: bool, keys: Iterable[str]) -> None:
    """Take or stop the letter, with the sections of these keys."""
    chosen = set(keys)
    choice = choice_of(user)
    if wanted and choice.stopped_at:
        # What came while they wanted nothing is not told afterwards.
        choice.stopped_at, choice.resumed_at = None, timezone.now()
    elif not wanted:
        choice.stopped_at = choice.stopped_at or timezone.now()
    choice.left_out = [section.key for section in sections.each() if section.key not in chosen]
    choice.save()


def stop(user_id: int) -> bool:
    """Stop the letter, however often it is asked for; False where there is no such user any more."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        return False
    choice, _ = DigestChoice.objects.get_or_create(user=user)
    if choice.stopped_at is None:
        choice.stopped_at = timezone.now()
        choice.save(update_fields=["stopped_at"])
    return True


def stop_token(user: User) -> str:
    """For the link in the letter: it stops the letter and can do nothing else."""
    return make_token(PURPOSE, user.pk)


def read_stop_token(token: str) -> int:
    """The user's key. Raises LinkProblem."""
    pk, _state = read_token(PURPOSE, token, LINK_GOOD_FOR)
    return pk
