"""The list of answered questions, and what waits."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from districts.models import District
from portal.community.questions.domain import rights
from portal.community.questions.domain.shown import visible, with_rest
from portal.community.questions.models import Question
from portal.core.listing import ListFilter, Option, Sort, build_listing

MOST_OWN = 200

_KIND_NAMES = (("lecture", _("강연")), ("case", _("사례")), ("attachment", _("첨부 파일")))


def list_context(request: HttpRequest) -> dict[str, Any]:
    """`listing` of what the reader may see; its items have `place` and, in `subjects`, nothing more to ask for."""
    shown = visible(with_rest(Question.objects.all()), request.user)
    districts = District.objects.filter(questions__in=shown.values("pk")).distinct()
    filters = [
        ListFilter(
            "kind",
            _("무엇에 대한 질문"),
            [Option(value, label) for value, label in _KIND_NAMES],
            lambda chosen: Q(kind__in=chosen),
        ),
        ListFilter(
            "district",
            _("자치구"),
            [Option(district.slug, district.label) for district in districts],
            lambda chosen: Q(district__slug__in=chosen),
        ),
    ]
    sorts = [
        Sort("date", _("최신순"), (F("published_at").desc(nulls_last=True), "-pk")),
        Sort("oldest", _("오래된순"), (F("published_at").asc(nulls_last=True), "pk")),
    ]
    listing = build_listing(request, shown, filters, sorts)
    return {"listing": listing}


def mine_context(user: Any) -> dict[str, Any]:
    """`own`: what the user asked; `posts`: what waits at their posts; `waiting`: all, for the office, else None."""
    own = rights.own(user).select_related("page", "document", "district", "post__district", "speaker")
    held = rights.waiting().filter(pk__in=rights.of_posts_held(user).values("pk"))
    return {
        "own": list(own.order_by("-asked_at", "-pk")[:MOST_OWN]),
        "posts": list(held[:MOST_OWN]),
        "waiting": list(rights.waiting()[:MOST_OWN]) if rights.is_office(user) else None,
    }
