"""One's own data: what the account itself holds, the file with everything, and deleting the account."""

from __future__ import annotations

import json
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from post_office.models import Email

from portal.accounts import own_data
from portal.accounts.models import User
from portal.audit.enums import AuditAction
from portal.audit.log import record
from portal.audit.models import AuditEntry
from portal.joining.models import AccountRequest, Invitation
from portal.letters.domain.queue import post


class LastAdministrator(Exception):
    """Without this account nobody could administer the portal."""


def connect() -> None:
    """What the account itself and the audit log hold."""
    own_data.register("account", _account, _forget_account)
    own_data.register("record", _entries, _nothing)


def as_file(user: User) -> bytes:
    """Everything that the portal holds about `user`, as JSON in UTF-8."""
    held = {"taken_out_at": timezone.localtime(), **own_data.gather(user)}
    return json.dumps(held, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder).encode()


def _account(user: User) -> dict[str, Any]:
    requests = AccountRequest.objects.filter(email=user.email)
    return {
        "email": user.email,
        "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified")),
        "name": user.get_full_name(),
        "district": user.district.name if user.district else "",
        "groups": list(user.groups.values_list("name", flat=True)),
        "made_at": user.date_joined,
        "last_sign_in": user.last_login,
        "second_factors": list(
            Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")
        ),
        "requests": list(
            requests.values("name", "district__name", "institution", "department", "reason", "created_at")
        ),
        "letters": list(Email.objects.filter(to=user.email).values("subject", "created")),
    }


def _forget_account(user: User) -> None:
    """What knows the address without belonging to the account."""
    addresses = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    Invitation.objects.filter(email__in=addresses).delete()
    AccountRequest.objects.filter(email__in=addresses).delete()
    AccessAttempt.objects.filter(username__in=addresses).delete()
    Email.objects.filter(to__in=addresses).delete()


def _entries(user: User) -> list[dict[str, Any]]:
    """The audit log names people by number only, so its entries stay when the account goes."""
    entries = AuditEntry.objects.filter(Q(by_number=user.pk) | Q(about_number=user.pk))
    return [
        {
            "at": entry.at,
            "what": entry.action_label,
            "subject": entry.subject,
            "detail": entry.detail,
            # The address from which somebody else did something is theirs.
            "address": entry.address if entry.by_number == user.pk else None,
        }
        for entry in entries
    ]


def _nothing(user: User) -> None:
    """Nothing to do."""


def is_last_administrator(user: User) -> bool:
    others = User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk)
    return user.is_superuser and not others.exists()


@transaction.atomic
def delete_account(user: User) -> None:
    """Delete the account and the person from what stays; a last letter confirms it. Raises LastAdministrator."""
    if is_last_administrator(user):
        raise LastAdministrator
    address = user.email
    # Erasers run as the row goes (`erase_with_account`), whoever deletes it.
    user.delete()
    post([address], "account_deleted", {})


def erase_with_account(instance: User, **kwargs: Any) -> None:
    """Before an account goes, also when an administrator deletes it."""
    own_data.erase(instance)


def tell_of_export(user: User) -> None:
    record(AuditAction.EXPORTED, by=user, about=user, subject="본인 정보")
