"""Which kinds of items carry tags. Rooms are named here once, because tags belong to all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from districts.domain.cases import visible_cases, with_tags
from districts.models import CaseTag
from lectures.domain.lectures import for_display, visible_lectures
from lectures.domain.sessions import visible_sessions, with_lecture_counts
from lectures.models import LectureTag, SessionTag
from portal.expo.domain.expos import visible_expos, with_headlines
from portal.expo.domain.prizes import PRIZE_DATE, visible_prizes, with_states
from portal.expo.models import ExpoTag, PrizeTag


@dataclass(frozen=True)
class TaggedKind:
    """A kind of page that carries tags.

    `items` are those that the viewer may see, with `date` and `title`; `prepare` attaches what the row template
    `template` needs to those that are shown; the template finds the page under the name `key`.
    """

    key: str
    label: str | Promise
    through: type[Model]
    items: QuerySet[Any]
    prepare: Callable[[Sequence[Any]], Sequence[Any]]
    template: str


def tagged_kinds(viewer: Any) -> list[TaggedKind]:
    """Every kind, as `viewer` may see it."""
    return [
        TaggedKind(
            "case",
            pgettext_lazy("목록", "사례"),
            CaseTag,
            visible_cases(viewer),
            with_tags,
            "components/case_row.html",
        ),
        TaggedKind(
            "lecture",
            pgettext_lazy("목록", "강연"),
            LectureTag,
            visible_lectures(viewer),
            lambda rows: for_display(rows, viewer),
            "components/lecture_row.html",
        ),
        TaggedKind(
            "session",
            pgettext_lazy("목록", "포럼 회차"),
            SessionTag,
            visible_sessions(viewer),
            lambda rows: with_lecture_counts(rows, viewer),
            "components/session_row.html",
        ),
        TaggedKind(
            "expo",
            pgettext_lazy("목록", "엑스포"),
            ExpoTag,
            visible_expos(viewer).annotate(date=F("start_date")),
            with_headlines,
            "expo/expo_row.html",
        ),
        TaggedKind(
            "prize",
            pgettext_lazy("목록", "스마트도시 상"),
            PrizeTag,
            visible_prizes(viewer).annotate(date=PRIZE_DATE),
            with_states,
            "expo/prize_row.html",
        ),
    ]


def tagged_items(viewer: Any) -> list[tuple[type[Model], QuerySet[Any]]]:
    """Pairs of through model and the items that `viewer` may see."""
    return [(kind.through, kind.items.order_by()) for kind in tagged_kinds(viewer)]
