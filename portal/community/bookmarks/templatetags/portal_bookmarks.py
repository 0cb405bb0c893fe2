"""The buttons with which members keep something. Anonymous readers cost no query and see nothing."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Q
from wagtail.models import Page

from districts.models import CaseStudy
from districts.searchable import passages_of_case
from lectures.models import Lecture
from portal.attachments.models import AttachmentPart
from portal.community.bookmarks.domain.listening import offer_for
from portal.community.bookmarks.models import Bookmark
from portal.community.questions.domain.subjects import place_name
from portal.core.models import PortalDocument

register = template.Library()

#: Any other page of a long file can be kept where its preview is opened at it.
MOST_PLACES = 400


@register.inclusion_tag("bookmarks/bar.html", takes_context=True)
def bookmark_bar(context: dict[str, Any], subject: Any) -> dict[str, Any]:
    """The form to keep a page or a file, with the places that its page knows of."""
    request = context.get("request")
    user = getattr(request, "user", None)
    if request is None or user is None or not user.is_authenticated or not getattr(subject, "pk", None):
        return {}
    is_file = isinstance(subject, PortalDocument)
    if not is_file and not isinstance(subject, Page):
        return {}
    where = Q(document_id=subject.pk) if is_file else Q(page_id=subject.pk)
    recording = context.get("recording") if isinstance(subject, Lecture) else None
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "language": context.get("language"),
        "on": f"{'file' if is_file else 'page'}:{subject.pk}",
        "kept": Bookmark.objects.filter(where, user=user).count(),
        "recording": recording,
        "places": _places(context, subject),
        "asked": request.GET.urlencode(),
        "offer": offer_for(user, subject) if recording else None,
        "lecture": subject if recording else None,
        "most": Bookmark.NOTE_LENGTH,
    }


def _places(context: dict[str, Any], subject: Any) -> list[tuple[str, str]]:
    """(locator, name) of the places to choose from: sections of a case, pages and stretches of a file."""
    if isinstance(subject, CaseStudy):
        known = {passage.locator for passage in passages_of_case(subject)}
        found = [(f"section={section['id']}", str(section["label"])) for section in context["sections"]]
        return [(locator, name) for locator, name in found if locator in known]
    if not isinstance(subject, PortalDocument):
        return []
    parts = AttachmentPart.objects.filter(document=subject).exclude(locator__contains="row=")
    locators = parts.exclude(locator="").order_by("ordinal").values_list("locator", flat=True)[:MOST_PLACES]
    return [(locator, place_name(locator)) for locator in locators]
