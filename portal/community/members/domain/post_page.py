"""What the page of a post shows to a member."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from districts.models import CaseStudy
from portal.community.members.domain.confirming import link_of
from portal.community.members.domain.directory import shown_topics
from portal.community.members.domain.find import desk_of
from portal.community.members.domain.panels import panels_of
from portal.community.members.domain.rights import holds, looks_after
from portal.community.members.models import Holding, Post
from portal.core.models import Tag
from search.audience import visible_pages


@dataclass(frozen=True)
class ContactCase:
    """A case whose contact the post is; ``confirm_url``: "" for who may not confirm it."""

    case: CaseStudy
    confirm_url: str


@dataclass(frozen=True)
class HolderShown:
    """What the holder shows; all of it "" or empty for one who shows nothing."""

    name: str
    department: str
    topics: list[Tag]


def find_post(pk: int) -> Post | None:
    """The post with what its page needs."""
    return Post.objects.select_related("district__page", "holder__user").filter(pk=pk).first()


def post_context(post: Post, request: HttpRequest) -> dict[str, Any]:
    """Context of a post: holder, mailbox, desk (of a vacant one), cases, history, panels, may_hand_over."""
    mine = holds(request.user, post)
    in_charge = mine or looks_after(request.user, post)
    return {
        "post": post,
        "holder": None if post.is_vacant else holder_shown(post),
        "mailbox": mailbox_shown(post),
        "desk": desk_of(post) if post.is_vacant else None,
        "cases": contact_cases(post, request, in_charge=in_charge),
        "history": history_of(post) if in_charge else [],
        "panels": panels_of(post, request),
        "mine": mine,
        "may_hand_over": in_charge,
    }


def holder_shown(post: Post) -> HolderShown:
    """What the holder of a post shows of themselves."""
    holder = post.holder
    if holder is None or not holder.shows_posts:
        return HolderShown("", "", [])
    return HolderShown(
        holder.shown_name,
        holder.department if holder.shows_department else "",
        shown_topics(holder),
    )


def mailbox_shown(post: Post) -> str:
    """The mailbox where the holder shows it; nobody reads that of a vacant post."""
    if post.is_vacant or post.holder is None:
        return ""
    return post.mailbox if post.holder.shows_mailbox else ""


def contact_cases(post: Post, request: HttpRequest, *, in_charge: bool) -> list[ContactCase]:
    """The cases that name the post as their contact, as far as the reader may see them."""
    cases = visible_pages(CaseStudy.objects.filter(contact_post=post), request.user)
    found = cases.select_related("district", "contact_post").order_by("title", "pk")
    return [ContactCase(case, link_of(case) if in_charge else "") for case in found]


def history_of(post: Post) -> QuerySet[Holding]:
    """Who held the post when, the latest first."""
    return post.holdings.select_related("member")
