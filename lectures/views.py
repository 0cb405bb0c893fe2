"""Pages of speakers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lectures.domain.lectures import lectures_of_speaker
from lectures.domain.speakers import visible_speakers
from portal.core.listing import Sort, build_listing, name_order


@require_safe
def speakers(request: HttpRequest) -> HttpResponse:
    """All speakers with visible talks."""
    sorts = [
        Sort("name", _("이름 가나다순"), (name_order("name"), "pk")),
        Sort("talks", _("강연 많은 순"), ("-talk_count", name_order("name"), "pk")),
    ]
    listing = build_listing(request, visible_speakers(request.user), [], sorts, per_page=60)
    return render(request, "lectures/speaker_list.html", {"listing": listing})


@require_safe
def speaker(request: HttpRequest, slug: str) -> HttpResponse:
    """A speaker with every talk the viewer may see; 404 when there is none."""
    person = get_object_or_404(visible_speakers(request.user), slug=slug)
    return render(
        request,
        "lectures/speaker.html",
        {"speaker": person, "lectures": lectures_of_speaker(person, request.user)},
    )
