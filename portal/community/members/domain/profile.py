"""What one's own page shows."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from districts.models import District
from portal.community.members.forms import MemberForm
from portal.community.members.models import Member, Post
from portal.core.listing import name_order
from portal.core.models import Tag


def profile_context(member: Member, form: MemberForm) -> dict[str, Any]:
    """Context of one's own page: form, districts, topics by group, posts held."""
    chosen = {str(getattr(value, "pk", value)) for value in form["topics"].value() or []}
    tags = sorted(Tag.objects.order_by(name_order("name")), key=lambda tag: str(tag.get_group_display()))
    return {
        "form": form,
        "districts": _districts(str(form["district"].value() or "")),
        "groups": [
            _group(label, list(rows), chosen)
            for label, rows in groupby(tags, key=lambda tag: str(tag.get_group_display()))
        ],
        "posts": Post.objects.filter(holder=member).select_related("district"),
    }


def _group(label: str, tags: list[Tag], chosen: set[str]) -> dict[str, Any]:
    topics = [(tag, str(tag.pk) in chosen) for tag in tags]
    return {"label": label, "topics": topics, "open": any(is_chosen for _tag, is_chosen in topics)}


def _districts(chosen: str) -> list[tuple[District, bool]]:
    found = District.objects.order_by(name_order("name"))
    return [(district, str(district.pk) == chosen) for district in found]
