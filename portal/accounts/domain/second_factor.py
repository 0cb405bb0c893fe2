"""The second factor: who needs one, and whether this session was opened with it."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.http import HttpRequest

from portal.accounts.domain.sessions import end_sessions
from portal.accounts.models import User
from portal.audit.enums import AuditAction
from portal.audit.log import record


def needs_second_factor(user: Any) -> bool:
    """Whoever can edit or approve, where TOTP_REQUIRED holds."""
    return bool(
        settings.TOTP_REQUIRED and user.is_authenticated and user.has_perm("wagtailadmin.access_admin")
    )


def has_second_factor(user: Any) -> bool:
    """Whether codes of an app have been set up. One query."""
    return Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists()


def opened_with_second_factor(request: HttpRequest) -> bool:
    """Whether a code was given in this session: one from before the set-up does not count afterwards."""
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    return any(record.get("method") == "mfa" for record in records)


def use_code(authenticator: Authenticator, code: str) -> bool:
    """Note in the database that a valid code was used; False when it, or a later one, was used before.

    Recovery codes are struck off by themselves.
    """
    if authenticator.type != Authenticator.Type.TOTP:
        return True
    row = Authenticator.objects.select_for_update().get(pk=authenticator.pk)
    secret = decrypt(row.data["secret"])
    period = next(
        (at for at in auth.yield_hotp_counters_from_time() if _is_code_of(secret, at, code)),
        -1,
    )
    if period <= row.data.get("last_period", -1):
        return False
    row.data["last_period"] = authenticator.data["last_period"] = period
    row.save(update_fields=["data"])
    return True


def _is_code_of(secret: str, period: int, code: str) -> bool:
    expected = auth.format_hotp_value(auth.hotp_value(secret, period))
    return bool(compare_user_code(actual=code, expected=expected))


def reset_second_factor(user: User) -> None:
    """Take codes and recovery codes off an account and end its sessions."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    record(AuditAction.SECOND_FACTOR_TAKEN, by=None, about=user)
