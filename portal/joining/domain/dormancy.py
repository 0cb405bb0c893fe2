"""Accounts that nobody uses: told of by mail, locked, and opened again by the office or from their own mailbox."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.enums import AuditAction
from portal.audit.log import record
from portal.community.links import LinkProblem, make_token, read_token
from portal.joining.domain.rules import account_rules, link
from portal.joining.models import Dormancy
from portal.letters.domain.queue import post

PURPOSE = "wake"
WAKE_WITHIN = timedelta(days=1)
ONE_LETTER = timedelta(hours=1)
MOST_AT_ONCE = 100


def keep_watch() -> int:
    """Write to accounts that will be locked, and lock those whose time is over; returns how many."""
    rules = account_rules()
    if not rules.dormant_days:
        return 0
    now = timezone.now()
    _note_opened(now)
    notice = timedelta(days=rules.dormant_notice_days)
    locked_from = now - timedelta(days=rules.dormant_days)
    unused = _unused_since(locked_from + notice)
    # A letter from before the last use, or from before it was woken, counts for nothing.
    told = Q(dormancy__noticed_at__gt=F("used_at"))
    to_tell = list(unused.exclude(told)[:MOST_AT_ONCE])
    to_lock = list(unused.filter(told, dormancy__noticed_at__lte=now - notice, used_at__lte=locked_from))
    for user in to_tell:
        _tell(user, now, notice)
    for user in to_lock[:MOST_AT_ONCE]:
        _lock(user, now)
    return len(to_tell) + len(to_lock)


def _note_opened(now: datetime) -> None:
    """Accounts that an administrator opened in the form of users count as woken."""
    opened = Dormancy.objects.filter(user__is_active=True, locked_at__isnull=False)
    opened.update(locked_at=None, noticed_at=None, woken_at=now)


def _unused_since(moment: datetime) -> QuerySet[Any]:
    """Open accounts last used before that: signed in, made or woken, whichever was last (`used_at`)."""
    used = Greatest(
        Coalesce("last_login", "date_joined"),
        "date_joined",
        Coalesce("dormancy__woken_at", "date_joined"),
    )
    return (
        User.objects.filter(is_active=True).annotate(used_at=used).filter(used_at__lte=moment).order_by("pk")
    )


@transaction.atomic
def _tell(user: User, now: datetime, notice: timedelta) -> None:
    Dormancy.objects.update_or_create(user=user, defaults={"noticed_at": now})
    day = timezone.localdate(now + notice)
    post([user.email], "account_dormant", {"day": day, "link": link("login")})


@transaction.atomic
def _lock(user: User, now: datetime) -> None:
    user.is_active = False
    user.save(update_fields=["is_active"])
    Dormancy.objects.filter(user=user).update(locked_at=now)
    record(AuditAction.ACCOUNT_LOCKED, by=None, about=user, detail="오래 쓰지 않음")


def sleeping() -> QuerySet[User]:
    """Accounts that were locked because nobody used them, and still are; not those the office closed."""
    return User.objects.filter(is_active=False, dormancy__locked_at__isnull=False).order_by("email")


@transaction.atomic
def wake(pk: int, by: User | None) -> User | None:
    """Open a sleeping account; None where it is not one (any more)."""
    user = sleeping().filter(pk=pk).first()
    if user is None:
        return None
    user.is_active = True
    user.save(update_fields=["is_active"])
    Dormancy.objects.filter(user=user).update(locked_at=None, noticed_at=None, woken_at=timezone.now())
    record(AuditAction.ACCOUNT_UNLOCKED, by=by or user, about=user, detail="" if by else "주소 확인")
    return user


def ask_to_wake(email: str) -> None:
    """Write to the address if a sleeping account has it; nobody learns whether one does."""
    user = sleeping().filter(email=email.lower()).first()
    if user is None:
        return
    now = timezone.now()
    due = Q(letter_at=None) | Q(letter_at__lte=now - ONE_LETTER)
    if Dormancy.objects.filter(due, user=user).update(letter_at=now):
        token = make_token(PURPOSE, user.pk, _state(user))
        post([user.email], "account_wake", {"link": link("joining:wake_confirm", token), "hours": 24})


def _state(user: User) -> str:
    """Another one after the account was opened and locked again: a link serves once."""
    locked_at = user.dormancy.locked_at
    return locked_at.isoformat() if locked_at else ""


def sleeper_of(token: str) -> User:
    """The account that the link opens. Raises LinkProblem."""
    pk, state = read_token(PURPOSE, token, WAKE_WITHIN)
    user = sleeping().filter(pk=pk).select_related("dormancy").first()
    if user is None or _state(user) != state:
        raise LinkProblem
    return user
