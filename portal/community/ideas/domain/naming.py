"""Names of members on public pages: a kept page must not go on showing one that was changed."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from portal.community.ideas.enums import SignedAs
from portal.community.ideas.models import Idea, IdeaComment


def member_saved(instance: Any, created: bool = False, **kwargs: Any) -> None:
    """Members themselves are on no public page; what they signed with their name is."""
    if created or kwargs.get("raw"):
        return
    # Writing what is there already is a change all the same (portal.core.changes).
    for model in (Idea, IdeaComment):
        model.objects.filter(author=instance, signed_as=SignedAs.NAME).update(signed_as=F("signed_as"))
