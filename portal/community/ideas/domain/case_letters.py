"""Requests for cases go to the post of a district, and the asker is told of the answer. Neither learns of the other."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from districts.models import District
from portal.community.members.domain.find import post_recipients
from portal.community.members.models import DistrictDesk
from portal.community.questions.domain.recipients import post_of_district
from portal.core.searchable import korean_url
from portal.letters.domain.queue import post
from search.models import CaseRequest


def requested(request: CaseRequest, **kwargs: Any) -> None:
    """Ask the district's post, or the office where no district was named; says nothing of who asked."""
    to = recipients(District.objects.filter(name=request.district).first() if request.district else None)
    if not to:
        return
    post(to, "case_request", {"request": request})
    request.routed_at = timezone.now()
    CaseRequest.objects.filter(pk=request.pk).update(routed_at=request.routed_at)


def recipients(district: District | None) -> list[str]:
    """Where a request to this district goes. Empty only where not even the office has an address."""
    chosen = post_of_district(district)
    if chosen is not None:
        return post_recipients(chosen)
    desk = DistrictDesk.objects.filter(district=district).exclude(email="").first() if district else None
    return [address for address in (desk.email if desk else "", settings.OFFICE_EMAIL) if address][:1]


def answered(request: CaseRequest, **kwargs: Any) -> None:
    """Tell the asker which page answers: a member by their account, others where they left an address."""
    to = asker_address(request)
    if not to or request.answer is None:
        return
    context = {"request": request, "title": request.answer.title, "path": korean_url(request.answer)}
    post([to], "case_request_answered", context)
    request.told_at = timezone.now()
    CaseRequest.objects.filter(pk=request.pk).update(told_at=request.told_at)


def asker_address(request: CaseRequest) -> str:
    """The address of the asker; "" where there is none, or what they left is something else."""
    if request.asker is not None:
        return request.asker.email if request.asker.is_active else ""
    try:
        validate_email(request.contact.strip())
    except ValidationError:
        return ""
    return request.contact.strip()
