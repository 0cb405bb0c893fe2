"""The results page and the search API: the same search, once for people and once for programs.

Context of ``search/results.html``:

- ``response``: SearchResponse (``total``, ``results``, ``engine``, ``ready``, ``took_ms``, ``question.m``, ``pages``)
- ``query``: the cleaned query; ``notices``: messages about the input (cut query, values that were ignored)
- ``results``: of ``search.results.Result`` (``title_html``, ``url``, ``kind``, ``kind_label``, ``districts``, ``tags``,
  ``field``, ``date``, ``licence``, ``passages`` of ``html``, ``heading``, ``url``)
- ``promoted``: what editors recommend for this query, shown above; results as well
- ``groups``: facets for ``components/filter_form.html``: ``name``, ``label``, ``selected`` (list), ``choices`` of
  ``value``, ``label``, ``count``, ``selected``, ``url_add``, ``url_remove``
- ``keep``: (name, value) pairs to carry as hidden fields in the filter form (query, sort, size)
- ``chips``: chosen values for ``components/chips.html``: ``label``, ``value_label``, ``url``; ``clear_url``
- ``sorts``: ``value``, ``label``, ``url``, ``selected``
- ``page``: a Django Page for the pager; ``base_query``: the query string without the page
- ``reading``: what was made of the query, or None: ``source`` -> ``target`` where it was replaced ("" otherwise),
  ``typed`` -> ``spelt`` (with ``spelt_url``) where a better spelling was looked for as well, ``others`` of ``word``
  and ``others``, ``same_initials`` (words), ``filters``, ``phrases`` and ``excluded`` as text, ``url`` of the same
  search as it was typed; or only ``as_typed`` and the ``url`` of the way back
- ``offers``: what the query names: ``label``, ``shown_title``, ``shown_text``, ``url``, ``filter_url``
- ``nearest``: ``text`` and ``url`` of other spellings; ``request_query``: for the form to request a case
- ``request_key``, ``request_district``: for members, who request with one click
- ``understood``: words the query was understood as; ``loosenings``: ``label``, ``count``, ``url``; both for no results
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.api import error_body, response_body
from search.counting.middleware import note_search
from search.facets import LABELS, FacetVocabulary
from search.limits import limited
from search.params import AS_TYPED, MAX_QUERY_API, MAX_QUERY_PAGE, SORTS, SearchRequest, parse
from search.query import SearchResponse, occurring_values, run_search
from search.understanding.offers import named
from search.understanding.query import Change

#: What a search keeps when its filters change.
KEPT = ("q", "sort", "size", AS_TYPED)
#: A query that may name a tag, as ``search.understanding.syntax`` reads it.
NAMES_TAG = re.compile(r"(?:태그|tag)[:：]", re.IGNORECASE)
_SORT_LABELS = {"relevance": translation.gettext_lazy("관련도순"), "date": translation.gettext_lazy("최신순")}


@require_safe
@limited("search")
def results(request: HttpRequest) -> HttpResponse:
    """The results page. 400 when a parameter was wrong; the rest of the search is answered all the same."""
    vocabulary = _vocabulary(request)
    asked = parse(request.GET, MAX_QUERY_PAGE, vocabulary)
    response = run_search(asked, request.user, vocabulary, clamp_page=True)
    context = _context(request.path, response, vocabulary)
    context["offers"] = _offers(response, request.user, _Links(request.path, response.request))
    status = 400 if asked.errors else 200
    answer = _finish(render(request, "search/results.html", context, status=status), response)
    note_search(answer, response)
    if response.ready and not response.stands_in:
        # For one reader as for the next, until index_state() is another: whoever keeps pages may decide.
        del answer["Cache-Control"]
    return answer


@require_safe
@limited("search")
def api(request: HttpRequest) -> HttpResponse:
    """The same search as JSON, titles and labels in Korean for every caller.

    400 with ``{error: {parameter, message}}`` for a wrong parameter, the message in the caller's language.
    """
    vocabulary = _vocabulary(request)
    with translation.override(translation.get_language_from_request(request)):
        asked = parse(request.GET, MAX_QUERY_API, vocabulary)
    if asked.errors:
        bad = JsonResponse(error_body(asked.errors[0]), status=400, json_dumps_params={"ensure_ascii": False})
        return _finish(bad, None)
    with translation.override("ko"):
        response = run_search(asked, request.user, vocabulary)
        body = JsonResponse(response_body(response), json_dumps_params={"ensure_ascii": False})
    return _finish(body, response)


def _vocabulary(request: HttpRequest) -> FacetVocabulary:
    # Only a chosen tag can ask for a name that nothing carries for this viewer; without one the index is not asked.
    chosen = request.GET.getlist("tag") or NAMES_TAG.search(request.GET.get("q", ""))
    return FacetVocabulary(partial(occurring_values, request.user) if chosen else None)


def _finish(answer: HttpResponse, response: SearchResponse | None) -> HttpResponse:
    # What a search finds depends on who asks and may change with the next publication.
    patch_cache_control(answer, private=True, no_cache=True)
    patch_vary_headers(answer, ["Cookie", "Accept-Language"])
    if response is not None:
        answer["Server-Timing"] = f"search;dur={response.took_ms}, engine;dur={response.engine_ms}"
    return answer


def _context(path: str, response: SearchResponse, vocabulary: FacetVocabulary) -> dict[str, Any]:
    asked = response.request
    links = _Links(path, asked)
    return {
        "response": response,
        "query": asked.query,
        "notices": _notices(response.typed, response),
        "reading": _reading(response, links, _Links(path, response.typed)),
        "results": response.results,
        "promoted": response.promoted,
        "groups": [_group(name, response, links) for name in response.facets],
        "keep": [pair for pair in asked.parameters() if pair[0] in KEPT],
        "chips": [
            {
                "label": LABELS[name],
                "value_label": vocabulary.label(name, value),
                "url": links.without(name, value),
            }
            for name, values in asked.filters.items()
            for value in values
        ],
        "clear_url": links.cleared(),
        "sorts": [
            {
                "value": sort,
                "label": _SORT_LABELS[sort],
                "url": links.sorted(sort),
                "selected": sort == asked.sort,
            }
            for sort in SORTS
        ],
        "page": Paginator(range(response.total), asked.size).get_page(asked.page),
        "base_query": urlencode(asked.parameters()),
        "understood": response.question.m or response.question.b,
        "nearest": [{"text": text, "url": links.typed(False, text)} for text in response.nearest],
        "request_query": urlencode(
            [("q", asked.query), *(("district", name) for name in asked.filters.get("district", ())[:1])]
        ),
        "request_key": uuid.uuid4(),
        "request_district": next(iter(asked.filters.get("district", ())), ""),
        "loosenings": [
            {
                "label": LABELS[item.facet] if item.facet else _("모든 조건"),
                "count": item.count,
                "url": links.dropped(item.facet) if item.facet else links.cleared(),
            }
            for item in response.loosenings
        ],
    }


def _notices(asked: SearchRequest, response: SearchResponse) -> list[str]:
    notices = [error.message for error in asked.errors]
    if asked.cut:
        notices.append(_("찾을 말이 길어 앞의 %(count)s자로 찾았습니다.") % {"count": MAX_QUERY_PAGE})
    if response.stands_in and response.ready:
        notices.append(
            _("검색 서버를 쓸 수 없어 이 서버의 색인에서 찾았습니다. 결과는 그대로 쓸 수 있습니다.")
        )
    if not response.ready:
        notices.append(_("검색 색인을 준비하고 있습니다. 잠시 뒤에 다시 찾아 주십시오."))
    return notices


def _reading(response: SearchResponse, links: _Links, typed: _Links) -> dict[str, Any] | None:
    understood, query = response.understood, response.typed.query
    if response.typed.as_typed:
        return {"as_typed": True, "url": typed.typed(False, query)}
    if not understood.changes:
        return None
    told: dict[str, list[Change]] = {}
    for change in understood.changes:
        told.setdefault(change.type, []).append(change)
    others: dict[str, list[str]] = {}
    for change in told.get("synonym", ()):
        others.setdefault(change.source, []).append(change.target)
    spelt = understood.corrected if "spelling" in told else ""
    return {
        "source": f"'{query}'",
        "target": f"'{understood.text}'" if "keyboard" in told or "initials" in told else "",
        "typed": f"'{understood.text}'",
        "spelt": f"'{spelt}'" if spelt else "",
        "spelt_url": links.typed(False, spelt),
        "same_initials": _same_initials(told.get("initials", ())),
        "others": [{"word": [word], "others": words} for word, words in others.items()],
        "filters": ", ".join(change.target for change in told.get("filter", ())),
        "phrases": ", ".join(f"'{change.target}'" for change in told.get("phrase", ())),
        "excluded": ", ".join(f"'{change.target}'" for change in told.get("exclude", ())),
        "url": typed.typed(True, query),
    }


def _same_initials(changes: Iterable[Change]) -> list[str]:
    """What was looked for beside the first words that the consonants stand for."""
    targets: dict[str, list[str]] = {}
    for change in changes:
        targets.setdefault(change.source, []).append(change.target)
    return [word for words in targets.values() for word in words[1:]]


def _offers(response: SearchResponse, viewer: Any, links: _Links) -> list[dict[str, Any]]:
    asked = response.request
    if asked.as_typed or asked.page > 1:
        return []
    return [
        {
            "label": offer.label,
            "shown_title": offer.shown_title,
            "shown_text": offer.shown_text,
            "url": offer.url,
            "filter_url": links.with_value(offer.facet, offer.value)
            if offer.facet and offer.value not in asked.filters.get(offer.facet, ())
            else "",
        }
        for offer in named(response.understood.corrected, viewer)
    ]


def _group(name: str, response: SearchResponse, links: _Links) -> dict[str, Any]:
    choices = [
        {
            "value": item.value,
            "label": item.label,
            "count": item.count,
            "selected": item.selected,
            "url_add": links.with_value(name, item.value),
            "url_remove": links.without(name, item.value),
        }
        for item in response.facets[name]
    ]
    selected = [choice for choice in choices if choice["selected"]]
    return {"name": name, "label": LABELS[name], "choices": choices, "selected": selected}


class _Links:
    """Addresses of the same search with something changed; each leads to its first page."""

    def __init__(self, path: str, asked: SearchRequest) -> None:
        self._path = path
        self._pairs = asked.parameters()

    def with_value(self, name: str, value: str) -> str:
        return self._address([pair for pair in self._pairs if pair != (name, value)] + [(name, value)])

    def without(self, name: str, value: str) -> str:
        return self._address([pair for pair in self._pairs if pair != (name, value)])

    def dropped(self, name: str) -> str:
        return self._address([pair for pair in self._pairs if pair[0] != name])

    def sorted(self, sort: str) -> str:
        rest = [pair for pair in self._pairs if pair[0] != "sort"]
        return self._address(rest if sort == "relevance" else [*rest, ("sort", sort)])

    def cleared(self) -> str:
        return self._address([pair for pair in self._pairs if pair[0] in KEPT])

    def typed(self, as_typed: bool, query: str) -> str:
        rest = [pair for pair in self._pairs if pair[0] not in ("q", AS_TYPED)]
        return self._address([("q", query), *rest, *([(AS_TYPED, "1")] if as_typed else [])])

    def _address(self, pairs: list[tuple[str, str]]) -> str:
        return f"{self._path}?{urlencode(pairs)}" if pairs else self._path
