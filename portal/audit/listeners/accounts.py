"""Sign-ins and failures, second factors, passwords, addresses, accounts made and deleted."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from axes.signals import user_locked_out
from django.contrib.auth import signals as auth_signals
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_noop as _

from portal.accounts.models import User
from portal.audit.enums import AuditAction
from portal.audit.log import record
from portal.core.viewer import current_viewer


def connect() -> None:
    auth_signals.user_logged_in.connect(_signed_in, dispatch_uid="audit")
    auth_signals.user_logged_out.connect(_signed_out, dispatch_uid="audit")
    auth_signals.user_login_failed.connect(_failed, dispatch_uid="audit")
    user_locked_out.connect(_locked_out, dispatch_uid="audit")
    mfa_signals.authentication_failed.connect(_second_factor_failed, dispatch_uid="audit")
    mfa_signals.authenticator_added.connect(_second_factor_set, dispatch_uid="audit-added")
    mfa_signals.authenticator_reset.connect(_second_factor_set, dispatch_uid="audit-reset")
    mfa_signals.authenticator_removed.connect(_second_factor_taken, dispatch_uid="audit")
    for changed in (
        account_signals.password_set,
        account_signals.password_changed,
        account_signals.password_reset,
    ):
        changed.connect(_password_changed, dispatch_uid="audit")
    account_signals.email_changed.connect(_email_changed, dispatch_uid="audit")
    post_save.connect(_made, sender=User, dispatch_uid="audit")
    post_delete.connect(_deleted, sender=User, dispatch_uid="audit")


def _signed_in(user: User, request: Any = None, **kwargs: Any) -> None:
    record(AuditAction.SIGNED_IN, by=user, about=user, request=request)


def _signed_out(user: User | None, request: Any = None, **kwargs: Any) -> None:
    if user is not None:
        record(AuditAction.SIGNED_OUT, by=user, about=user, request=request)


def _failed(credentials: dict[str, Any], request: Any = None, **kwargs: Any) -> None:
    """What was typed is not kept: people type passwords into the wrong field."""
    user = _named(credentials.get("email") or credentials.get("username"))
    record(
        AuditAction.SIGN_IN_FAILED,
        by=None,
        about=user,
        detail="" if user else _("없는 계정"),
        request=request,
    )


def _locked_out(request: Any = None, username: str | None = None, **kwargs: Any) -> None:
    record(AuditAction.LOCKED_OUT, by=None, about=_named(username), request=request)


def _named(name: object) -> User | None:
    """The account of that address. A zero byte is in no address, and PostgreSQL does not take it."""
    text = str(name or "").strip().lower()
    return User.objects.filter(email=text).first() if text and "\0" not in text else None


def _second_factor_failed(user: User, request: Any = None, **kwargs: Any) -> None:
    record(AuditAction.SIGN_IN_FAILED, by=None, about=user, detail=_("2단계 인증 번호"), request=request)


def _second_factor_set(user: User, request: Any = None, authenticator: Any = None, **kwargs: Any) -> None:
    record(
        AuditAction.SECOND_FACTOR_SET,
        by=_actor(user),
        about=user,
        detail=_kind(authenticator),
        request=request,
    )


def _second_factor_taken(user: User, request: Any = None, authenticator: Any = None, **kwargs: Any) -> None:
    record(
        AuditAction.SECOND_FACTOR_TAKEN,
        by=_actor(user),
        about=user,
        detail=_kind(authenticator),
        request=request,
    )


def _kind(authenticator: Any) -> str:
    return str(getattr(authenticator, "type", ""))


def _password_changed(user: User, request: Any = None, **kwargs: Any) -> None:
    record(AuditAction.PASSWORD_CHANGED, by=_actor(user), about=user, request=request)


def _email_changed(user: User, request: Any = None, **kwargs: Any) -> None:
    record(AuditAction.EMAIL_CHANGED, by=_actor(user), about=user, request=request)


def _made(instance: User, created: bool, raw: bool = False, **kwargs: Any) -> None:
    if created and not raw:
        record(AuditAction.ACCOUNT_MADE, by=current_viewer(), about=instance, detail=_powers(instance))


def _powers(user: User) -> str:
    return _("모든 권한(최고 관리자)") if user.is_superuser else ""


def _deleted(instance: User, **kwargs: Any) -> None:
    record(AuditAction.ACCOUNT_DELETED, by=current_viewer(), about=instance)


def _actor(user: User) -> User:
    """Who is signed in, else the person the account belongs to (who came by a link in a letter)."""
    viewer = current_viewer()
    return viewer if viewer is not None and viewer.is_authenticated else user
