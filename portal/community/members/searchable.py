"""Members, posts and contacts are for members: the public index holds nothing of them."""

from __future__ import annotations

from search import registry


def connect() -> None:
    """Say why none of these is found by the public search."""
    from portal.community.members.models import DistrictDesk, Member, Post

    for model in (Member, Post, DistrictDesk):
        registry.exclude(model, "for members only; they have a search of their own")
