"""The sessions of an account."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.utils import timezone

from portal.accounts.models import User


def end_sessions(user: User) -> None:
    """Sign `user` out everywhere. Reads every open session: for rare steps only."""
    wanted = str(user.pk)
    for session in Session.objects.filter(expire_date__gte=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == wanted:
            session.delete()
