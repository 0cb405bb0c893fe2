"""Confirmed addresses: who signs in has shown that the mailbox is theirs, or the office said so."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from portal.accounts.models import User


def confirm_address(user: User) -> None:
    """Take the address of `user` as confirmed: an operator or the office vouches for it."""
    follow_address(user)
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


def follow_address(user: User) -> None:
    """Forget addresses that are no longer that of `user`: one cannot sign in with them any more."""
    EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
