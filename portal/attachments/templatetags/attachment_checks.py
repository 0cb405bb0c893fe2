"""The state of a file beside its form in the admin."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import template
from django.urls import reverse

from portal.attachments.models import AttachmentCheck, AttachmentPart
from portal.core.enums import CheckState, PersonalData
from portal.core.models import PortalDocument
from search.places import located_url, name_of

register = template.Library()


@register.inclusion_tag("attachments/admin/check.html")
def attachment_check(document: PortalDocument) -> dict[str, Any]:
    """What was read, what was found and what may be done. Three queries."""
    check = AttachmentCheck.objects.select_related("released_by").filter(document=document).first()
    finds = check.finds if check is not None else []
    ordinals = {find["ordinal"] for find in finds}
    parts = AttachmentPart.objects.filter(document=document)
    locators = dict(parts.filter(ordinal__in=ordinals).values_list("ordinal", "locator")) if ordinals else {}
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    names = dict(PersonalData.choices)
    address = reverse("attachments:preview", args=[document.pk])
    for find in finds:
        locator = locators.get(find["ordinal"], "")
        grouped[names.get(find["kind"], find["kind"])].append(
            {**find, "place": name_of(locator), "url": located_url(address, locator)}
        )
    return {
        "document": document,
        "check": check,
        "parts": parts.count(),
        "finds": dict(grouped),
        "is_waiting": document.check_state == CheckState.WAITING,
        "is_held": document.check_state == CheckState.HELD,
        "is_blocked": document.check_state == CheckState.BLOCKED,
        "is_away": check is not None and check.scan == AttachmentCheck.Scan.AWAY,
        "released": check is not None
        and check.released_at is not None
        and document.check_state == CheckState.OPEN,
        "preview_url": address if parts.exists() else "",
    }
