"""Which addresses may ask for an account, and who hears of it."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.core.models import AccountRules
from portal.letters.domain.queue import site_address


def account_rules() -> AccountRules:
    """What the administrators set; the defaults before they did."""
    return AccountRules.objects.first() or AccountRules()


def accepted_domains() -> list[str]:
    """Domains in lower case; none where every address may ask."""
    lines = account_rules().accepted_domains.replace(",", "\n").split("\n")
    return [domain for line in lines if (domain := line.strip().lstrip("@*.").lower())]


def is_accepted(email: str) -> bool:
    """Whether the domain of the address, or one above it, is accepted."""
    domain, accepted = email.rpartition("@")[2].lower(), accepted_domains()
    return not accepted or any(domain == one or domain.endswith(f".{one}") for one in accepted)


def office_addresses() -> list[str]:
    """The forum's office: its mailbox, else everybody of the office who can sign in."""
    if settings.OFFICE_EMAIL:
        return [settings.OFFICE_EMAIL]
    office = User.objects.filter(is_active=True, groups__name__in=(Role.ADMINISTRATOR, Role.FORUM_EDITOR))
    return list(office.distinct().values_list("email", flat=True))


def link(name: str, *args: object) -> str:
    """An address of this portal for a letter, in Korean."""
    with override("ko"):
        return site_address() + reverse(name, args=args)
