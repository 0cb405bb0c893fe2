"""Links that open one thing for whoever holds them: signed, for a purpose, until they end or are used.

A link is used up when the thing has changed since: `state` is whatever changes with it, such as a version or a status.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing


class LinkProblem(Exception):
    """The link does not open anything (any more)."""


class Expired(LinkProblem):
    """It was good once."""


def make_token(purpose: str, pk: int, state: str = "") -> str:
    """A token for an address, good for `purpose` only."""
    return signing.dumps([pk, state], salt=f"community.{purpose}", compress=False)


def read_token(purpose: str, token: str, good_for: timedelta) -> tuple[int, str]:
    """The key and the state that the token was made of. Raises Expired, LinkProblem."""
    try:
        pk, state = signing.loads(token, salt=f"community.{purpose}", max_age=good_for)
    except signing.SignatureExpired as error:
        raise Expired from error
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise LinkProblem from error
    return int(pk), str(state)
