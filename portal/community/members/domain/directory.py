"""The directory: posts and members, filtered, looked for and paged. Only what members show is looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from districts.models import District
from portal.community.members.domain.matching import LONGEST, Entry, Found, find
from portal.community.members.domain.words import role_words
from portal.community.members.enums import PostRole
from portal.community.members.models import Member, Post
from portal.core.listing import ListFilter, Listing, Option, Sort, build_listing, name_order
from portal.core.models import Tag
from search.params import clean

PEOPLE = "people"
VACANT, HELD = "vacant", "held"
#: Best matches that are kept in their order.
MOST_FOUND = 300

# Of members: who is still here. Of posts: whose holder is.
HERE = Q(user__is_active=True)
HELD_NOW = Q(holder__user__is_active=True)


def directory_context(request: HttpRequest) -> dict[str, Any]:
    """Context of /members/: listing, query, people (whether members rather than posts are listed), partly."""
    query = clean(request.GET.get("q", ""))[:LONGEST]
    people = request.GET.get("list") == PEOPLE
    listing, found = _people(request, query) if people else _posts(request, query)
    return {
        "listing": listing,
        "query": query,
        "people": people,
        "partly": found is not None and found.partly,
    }


def _posts(request: HttpRequest, query: str) -> tuple[Listing, Found | None]:
    posts = Post.objects.select_related("district", "holder__user")
    found = find(query, post_entries(posts)) if query else None
    listing = build_listing(
        request,
        _ranked(posts, found),
        [
            _district_filter(Q()),
            _role_filter(_posts_of_role),
            _topic_filter(_posts_with_topic),
            _state_filter(),
        ],
        () if found else _post_sorts(),
        carried={"q": query},
    )
    return listing, found


def _people(request: HttpRequest, query: str) -> tuple[Listing, Found | None]:
    members = listed_members().select_related("district").prefetch_related("topics", "posts__district")
    found = find(query, member_entries(members)) if query else None
    filters = [
        _district_filter(Q(shows_place=True)),
        _role_filter(_members_of_role),
        _topic_filter(_members_with_topic),
    ]
    listing = build_listing(request, _ranked(members, found), filters, carried={"list": PEOPLE, "q": query})
    return listing, found


def listed_members() -> QuerySet[Member]:
    """Members who are here and show anything by which they could be found."""
    shown = (
        (Q(shows_name=True) & ~Q(name_shown=""))
        | (Q(shows_place=True) & (Q(district__isnull=False) | ~Q(institution="")))
        | (Q(shows_department=True) & ~Q(department=""))
        | (Q(shows_topics=True) & Q(pk__in=Member.topics.through.objects.values("member_id")))
        | (Q(shows_posts=True) & Q(pk__in=Post.objects.filter(holder__isnull=False).values("holder")))
    )
    return Member.objects.filter(HERE & shown).order_by("district__name", "institution", "pk")


def post_entries(posts: QuerySet[Post]) -> list[Entry]:
    """What the search compares of each post; one query."""
    rows = posts.values_list("pk", "district__name", "institution", "role", "unit", "duties")
    return [
        Entry(pk, district or "", _role_texts(role), tuple(filter(None, texts)))
        for pk, district, institution, role, unit, duties in rows
        for texts in [(institution, unit, duties)]
    ]


def member_entries(members: QuerySet[Member]) -> list[Entry]:
    """What the search compares of each member: what they show and nothing else."""
    return [
        Entry(
            member.pk,
            member.district.name if member.shows_place and member.district else "",
            tuple(text for post in shown_posts(member) for text in _role_texts(post.role)),
            tuple(filter(None, _shown_texts(member))),
        )
        for member in members
    ]


def shown_posts(member: Member) -> list[Post]:
    """The posts that a member shows to hold."""
    return list(member.posts.all()) if member.shows_posts else []


def shown_topics(member: Member) -> list[Tag]:
    """The topics that a member shows."""
    return list(member.topics.all()) if member.shows_topics else []


def _shown_texts(member: Member) -> list[str]:
    topics = [name for tag in shown_topics(member) for name in (tag.name, tag.name_en)]
    return [
        member.name_shown if member.shows_name else "",
        member.institution if member.shows_place else "",
        member.department if member.shows_department else "",
        *topics,
    ]


def _role_texts(role: str) -> tuple[str, ...]:
    """All that a role is called: its labels in both languages and the words of role_words.txt."""
    labels = []
    for language in ("ko", "en"):
        with override(language):
            labels += [str(PostRole(role).label), str(PostRole(role).held_as)]
    return tuple(dict.fromkeys((*labels, *role_words().get(role, ()))))


def _ranked(queryset: QuerySet[Any], found: Found | None) -> QuerySet[Any]:
    if found is None:
        return queryset
    ids = found.ids[:MOST_FOUND]
    places = [When(pk=pk, then=place) for place, pk in enumerate(ids)]
    kept = queryset.filter(pk__in=ids)
    return kept.order_by(Case(*places, output_field=IntegerField()), "pk") if places else kept


def _post_sorts() -> Sequence[Sort]:
    by_place = (name_order("district__name").asc(nulls_last=True), "institution")
    roles = [When(role=role, then=place) for place, role in enumerate(PostRole.values)]
    by_role = Case(*roles, output_field=IntegerField())
    return (
        Sort("place", _("자치구순"), (*by_place, by_role, "pk")),
        Sort("role", _("역할순"), (by_role, *by_place, "pk")),
    )


def _district_filter(also: Q) -> ListFilter:
    options = [Option(district.name, district.label) for district in District.objects.all()]
    return ListFilter("district", _("자치구"), options, lambda names: Q(district__name__in=names) & also)


def _role_filter(condition: Callable[[list[str]], Q]) -> ListFilter:
    options = [Option(value, label) for value, label in PostRole.choices]
    return ListFilter("role", _("역할"), options, condition)


def _posts_of_role(roles: list[str]) -> Q:
    return Q(role__in=roles)


def _members_of_role(roles: list[str]) -> Q:
    holders = Post.objects.filter(role__in=roles, holder__isnull=False).values("holder")
    return Q(shows_posts=True, pk__in=holders)


def _topic_filter(condition: Callable[[list[str]], Q]) -> ListFilter:
    showing = Member.objects.filter(HERE, shows_topics=True).values("pk")
    shown = Member.topics.through.objects.filter(member__in=showing).values("tag")
    tags = Tag.objects.filter(pk__in=shown).order_by(name_order("name"))
    options = [Option(tag.name, tag.label) for tag in tags]
    return ListFilter("topic", _("관심 주제"), options, condition)


def _with_topics(names: list[str]) -> QuerySet[Member]:
    return Member.objects.filter(HERE, shows_topics=True, topics__name__in=names)


def _posts_with_topic(names: list[str]) -> Q:
    return Q(holder__in=_with_topics(names).filter(shows_posts=True).values("pk"))


def _members_with_topic(names: list[str]) -> Q:
    return Q(pk__in=_with_topics(names).values("pk"))


def _state_filter() -> ListFilter:
    options = [Option(HELD, _("맡은 사람 있음")), Option(VACANT, _("공석"))]

    def condition(values: list[str]) -> Q:
        held, vacant = HELD in values, VACANT in values
        if held and vacant:
            return Q()
        return HELD_NOW if held else ~Q(pk__in=Post.objects.filter(HELD_NOW).values("pk"))

    return ListFilter("state", _("상태"), options, condition)
