"""Inviting, and making the account of who was invited. An invitation makes one account, once, in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction
from django.utils import timezone

from districts.models import District
from portal.accounts.domain.addresses import confirm_address
from portal.accounts.models import User
from portal.accounts.roles import Role, district_group_name
from portal.audit.enums import AuditAction
from portal.audit.log import record
from portal.community.links import LinkProblem, make_token, read_token
from portal.community.members.domain.find import member_of
from portal.joining.domain.rules import account_rules, link
from portal.joining.enums import InvitedRole
from portal.joining.models import Invitation
from portal.letters.domain.queue import post

PURPOSE = "invitation"
ONE_CLICK = timedelta(minutes=1)


class Known(Exception):
    """The address has an account already."""


@dataclass(frozen=True)
class Newcomer:
    """What somebody who was invited fills in."""

    name: str
    password: str
    district: District | None
    institution: str
    department: str


def subject_of(invitation: Invitation) -> str:
    """As the audit log names it: no person, no address."""
    return f"초대 {invitation.pk}"


@transaction.atomic
def invite(invitation: Invitation, by: User | None, letter: str = "account_invited") -> Invitation:
    """Keep a new invitation and send its link; one that is open for the address is replaced. Raises Known.

    The same one within a minute is a second click: it is the first that counts.
    """
    if User.objects.filter(email=invitation.email).exists():
        raise Known
    now = timezone.now()
    same = Invitation.objects.filter(
        email=invitation.email,
        role=invitation.role,
        district=invitation.district,
        used_at=None,
        taken_back_at=None,
        sent_at__gte=now - ONE_CLICK,
    ).first()
    if same:
        return same
    Invitation.objects.filter(email=invitation.email, used_at=None, taken_back_at=None).update(
        taken_back_at=now
    )
    invitation.invited_by = by
    try:
        with transaction.atomic():
            invitation.save()
    except IntegrityError:
        # Somebody else invited the same address at the same time.
        return Invitation.objects.get(email=invitation.email, used_at=None, taken_back_at=None)
    send(invitation, by, letter)
    return invitation


def send(invitation: Invitation, by: User | None, letter: str = "account_invited") -> None:
    """Send the link, or another one, after which the one before opens nothing."""
    invitation.times_sent += 1
    invitation.sent_at = timezone.now()
    invitation.save(update_fields=["times_sent", "sent_at"])
    token = make_token(PURPOSE, invitation.pk, str(invitation.times_sent))
    post(
        [invitation.email],
        letter,
        {"link": link("joining:join", token), "days": account_rules().invitation_days},
    )
    role = InvitedRole(invitation.role).label
    place = invitation.district.name if invitation.district else ""
    record(AuditAction.INVITED, by=by, subject=subject_of(invitation), detail=f"{role} {place}")


@transaction.atomic
def send_again(pk: int, by: User) -> bool:
    """Whether the invitation was open, and was sent once more."""
    invitation = Invitation.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if invitation is None or not invitation.is_open:
        return False
    send(invitation, by)
    return True


@transaction.atomic
def take_back(pk: int, by: User) -> bool:
    """Whether the invitation was open; its link opens nothing any more."""
    now = timezone.now()
    closed = Invitation.objects.filter(pk=pk, used_at=None, taken_back_at=None).update(taken_back_at=now)
    if closed:
        record(AuditAction.INVITATION_TAKEN_BACK, by=by, subject=f"초대 {pk}")
    return bool(closed)


def invitation_of(token: str, *, lock: bool = False) -> Invitation:
    """The open invitation that a link leads to. Raises LinkProblem; inside of a transaction with ``lock``."""
    pk, state = read_token(PURPOSE, token, timedelta(days=account_rules().invitation_days))
    rows = Invitation.objects.select_related("district")
    invitation = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=pk).first()
    if invitation is None or not invitation.is_open or str(invitation.times_sent) != state:
        raise LinkProblem
    if User.objects.filter(email=invitation.email).exists():
        raise LinkProblem
    return invitation


@transaction.atomic
def join(token: str, newcomer: Newcomer) -> User:
    """Make the account. Raises LinkProblem where the link was used or ended meanwhile."""
    invitation = invitation_of(token, lock=True)
    user = User.objects.create_user(
        invitation.email,
        newcomer.password,
        first_name=newcomer.name,
        district=invitation.district or newcomer.district,
    )
    confirm_address(user)
    user.groups.add(_group(invitation))
    member = member_of(user)
    member.institution = "" if user.district else newcomer.institution
    member.department = newcomer.department
    member.save()
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    record(AuditAction.REGISTERED, by=user, about=user, subject=subject_of(invitation))
    return user


def _group(invitation: Invitation) -> Group:
    """The group of the role. A district editor without a district would have none: the form asks for it."""
    if invitation.role == InvitedRole.DISTRICT_EDITOR and invitation.district:
        return Group.objects.get_or_create(name=district_group_name(invitation.district))[0]
    return Group.objects.get_or_create(name=Role.READER)[0]
