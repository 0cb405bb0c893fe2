"""What an editor can do next about a query, as links into the admin with everything filled in that is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from search.counting.report import QueryRow
from search.models import CaseRequest, PromotedResult, Synonym

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: editor -> where they write a page that readers miss: district ("" for the whole city) -> address
WritingPlaces = Callable[[Any], Mapping[str, str]]

_writing: list[WritingPlaces] = []


class Action(NamedTuple):
    label: StrOrPromise
    url: str


def register_writing(places: WritingPlaces) -> None:
    """Let a room say where pages are written."""
    _writing.append(places)


def writing_places(editor: Any) -> dict[str, str]:
    """Where this editor may write, as the rooms say: district -> address. Asked once for a screen."""
    return {name: url for places in _writing for name, url in places(editor).items()}


def next_actions(row: QueryRow, editor: Any, writing: Mapping[str, str]) -> list[Action]:
    """What may help with a query, the likeliest first: nothing found, found but not opened, or popular."""
    synonym = _add(_("유의어 더하기"), Synonym, editor, word=row.query)
    promote = _add(_("결과 추천하기"), PromotedResult, editor, queries=row.query)
    ask = _add(_("자치구에 묻기"), CaseRequest, editor, query=row.query, district=row.district)
    place = writing.get(row.district) or writing.get("")
    write = [Action(_("사례 쓰기"), place)] if place else []
    if row.empty:
        return [*synonym, *write, *ask, *promote]
    if not row.clicks:
        return [*promote, *synonym, *write, *ask]
    return [*promote, *write, *synonym, *ask]


def _add(label: StrOrPromise, model: Any, editor: Any, **filled: str) -> list[Action]:
    """A link to the form for a new ``model``; nothing where this editor may not add one."""
    viewset = model.snippet_viewset
    if not viewset.permission_policy.user_has_permission(editor, "add"):
        return []
    known = {name: value for name, value in filled.items() if value}
    return [Action(label, f"{reverse(viewset.get_url_name('add'))}?{urlencode(known)}")]
