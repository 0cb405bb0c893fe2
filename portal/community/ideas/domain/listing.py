"""What the list of ideas and the page of one show."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from districts.models import CaseStudy, District
from portal.community.ideas.domain import files
from portal.community.ideas.domain.find import is_author, is_office
from portal.community.ideas.enums import IdeaStatus, SignedAs
from portal.community.ideas.models import Idea, IdeaComment, IdeaSupport, IdeaTag
from portal.core.listing import ListFilter, Option, Sort, build_listing, name_order
from portal.core.tagging import tags_by_item, tags_in_use
from search.audience import visible_pages


def list_context(request: HttpRequest) -> dict[str, Any]:
    """Context of /ideas/: listing."""
    ideas = with_counts(Idea.objects.public())
    listing = build_listing(request, ideas, _filters(Idea.objects.public()), _sorts())
    with_tags(listing.page.object_list)
    return {"listing": listing}


def with_counts(ideas: QuerySet[Idea]) -> QuerySet[Idea]:
    """With ``supporters`` and ``comment_count``, and what a row needs."""
    return (
        ideas.annotate(
            supporters=_count(IdeaSupport.objects.filter(idea=OuterRef("pk"))),
            comment_count=_count(IdeaComment.objects.filter(idea=OuterRef("pk"), hidden_at=None)),
            # Ideas have one title; the order by names asks for both.
            title_en=Value(""),
        )
        .select_related("author")
        .prefetch_related("districts")
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("idea").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def with_tags(ideas: Iterable[Idea]) -> list[Idea]:
    """Attach ``tag_list`` to each, in one query for all."""
    rows = list(ideas)
    tags = tags_by_item(IdeaTag, [idea.pk for idea in rows])
    for idea in rows:
        idea.tag_list = tags.get(idea.pk, [])  # type: ignore[attr-defined]
    return rows


def _filters(ideas: QuerySet[Idea]) -> list[ListFilter]:
    statuses = [Option(value, label) for value, label in IdeaStatus.choices if value != IdeaStatus.DRAFT]
    districts = [Option(district.name, district.label) for district in District.objects.all()]
    tags = [Option(tag.name, tag.label) for tag in tags_in_use("tagged_ideas", ideas)]
    return [
        ListFilter("status", _("상태"), statuses, lambda values: Q(status__in=values)),
        ListFilter("district", _("자치구"), districts, _in_district),
        ListFilter("tag", _("태그"), tags, _has_tag),
    ]


def _in_district(names: list[str]) -> Q:
    return Q(pk__in=Idea.objects.filter(districts__name__in=names).values("pk"))


def _has_tag(names: list[str]) -> Q:
    return Q(pk__in=Idea.objects.filter(tagged_items__tag__name__in=names).values("pk"))


def _sorts() -> list[Sort]:
    return [
        Sort("date", _("최신순"), (F("sent_at").desc(nulls_last=True), "-pk")),
        Sort("oldest", _("오래된순"), (F("sent_at").asc(nulls_last=True), "pk")),
        Sort("support", _("공감 많은 순"), ("-supporters", "-sent_at", "-pk")),
        Sort("title", _("제목 가나다순"), (name_order("title"), "pk")),
    ]


def idea_context(idea: Idea, request: HttpRequest) -> dict[str, Any]:
    """Context of the page of one idea. What depends on the reader is there for those who signed in only."""
    with_tags([idea])
    user = request.user
    signed_in = user.is_authenticated
    context: dict[str, Any] = {
        "idea": idea,
        "districts": list(idea.districts.all()),
        "steps": list(idea.steps.all()),
        "files": files.shown(idea),
        "comments": list(idea.comments.filter(hidden_at=None).select_related("author")),
        "supporters": idea.supports.count(),
        "merged": list(idea.merged.filter(hidden_at=None).order_by("sent_at")),
        "case": _case(idea, user),
    }
    if signed_in:
        context |= {
            "key": uuid.uuid4(),
            "sign_choices": SignedAs.choices,
            "is_author": is_author(user, idea),
            "is_office": is_office(user),
            "supported": idea.supports.filter(member__user_id=user.pk or 0).exists(),
        }
    return context


def _case(idea: Idea, viewer: Any) -> CaseStudy | None:
    """The case that came of it, where this viewer may read it."""
    if idea.case_id is None:
        return None
    found: CaseStudy | None = visible_pages(CaseStudy.objects.filter(pk=idea.case_id), viewer).first()
    return found
