"""Asking for an account: the address is confirmed, the office decides, an invitation follows.

Whoever asks is told the same whether or not the address has an account; only its owner reads which of the two it is.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.audit.enums import AuditAction
from portal.audit.log import record
from portal.community.links import LinkProblem, make_token, read_token
from portal.joining.domain.invite import invite
from portal.joining.domain.rules import link, office_addresses
from portal.joining.enums import InvitedRole, RequestState
from portal.joining.models import AccountRequest, Invitation
from portal.letters.domain.queue import post

PURPOSE = "account-request"
CONFIRM_WITHIN = timedelta(days=3)
#: Letters to one address in a day, whoever asks for them.
MOST_LETTERS = 3


class Decided(Exception):
    """Somebody else of the office was first."""


@transaction.atomic
def ask(request: AccountRequest) -> None:
    """Keep a request and write to its address, unless that address was written to often enough today."""
    known = User.objects.filter(email=request.email).exists()
    request.state = RequestState.KNOWN if known else RequestState.UNCONFIRMED
    if known:
        request.name = request.institution = request.department = request.reason = ""
        request.district = None
    request.save()
    since = timezone.now() - timedelta(days=1)
    if AccountRequest.objects.filter(email=request.email, created_at__gte=since).count() > MOST_LETTERS:
        return
    if known:
        post([request.email], "account_address_taken", {})
    else:
        token = make_token(PURPOSE, request.pk)
        context = {"link": link("joining:confirm", token), "days": CONFIRM_WITHIN.days}
        post([request.email], "account_request_confirm", context)


def request_of(token: str, *, lock: bool = False) -> AccountRequest:
    """The request whose address the link confirms. Raises LinkProblem; inside of a transaction with ``lock``."""
    pk, _state = read_token(PURPOSE, token, CONFIRM_WITHIN)
    rows = AccountRequest.objects.all()
    found = (rows.select_for_update() if lock else rows).filter(pk=pk).first()
    if found is None or found.state != RequestState.UNCONFIRMED:
        raise LinkProblem
    return found


@transaction.atomic
def confirm(token: str) -> AccountRequest:
    """The address is that of who asked: the office hears of it. Raises LinkProblem."""
    found = request_of(token, lock=True)
    # Who asks twice is one person: what was written last holds.
    AccountRequest.objects.filter(email=found.email, state=RequestState.WAITING).delete()
    found.state = RequestState.WAITING
    found.save(update_fields=["state"])
    post(office_addresses(), "account_request_waiting", {"link": link("joining_desk")})
    return found


@transaction.atomic
def approve(pk: int, role: InvitedRole, by: User) -> None:
    """Invite who asked, with the role the office gives. Raises Decided, Known."""
    found = _waiting(pk)
    _decide(found, RequestState.APPROVED, by)
    record(AuditAction.REQUEST_APPROVED, by=by, subject=f"가입 신청 {pk}", detail=str(role.label))
    invitation = Invitation(
        email=found.email,
        name=found.name,
        district=found.district,
        institution=found.institution,
        department=found.department,
        role=role if found.district else InvitedRole.READER,
    )
    invite(invitation, by, "account_request_approved")


@transaction.atomic
def refuse(pk: int, reason: str, by: User) -> None:
    """Tell who asked that there will be no account, and why if the office says so. Raises Decided."""
    found = _waiting(pk)
    _decide(found, RequestState.REFUSED, by)
    record(AuditAction.REQUEST_REFUSED, by=by, subject=f"가입 신청 {pk}")
    post([found.email], "account_request_refused", {"reason": reason})


def _waiting(pk: int) -> AccountRequest:
    found = AccountRequest.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if found is None or found.state != RequestState.WAITING:
        raise Decided
    return found


def _decide(found: AccountRequest, state: RequestState, by: User) -> None:
    found.state, found.decided_at, found.decided_by = state, timezone.now(), by
    found.save(update_fields=["state", "decided_at", "decided_by"])
