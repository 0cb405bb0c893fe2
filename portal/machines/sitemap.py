"""The sitemap: every page that anybody may read, in each language it can be read in, and no other.

One file, or beyond MOST_URLS an index of several.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Site

from lectures.domain.speakers import visible_speakers
from portal.community.ideas.models import Idea
from portal.community.questions.domain.shown import visible as visible_questions
from portal.community.questions.models import Question
from portal.core.models import PortalPage
from portal.guidance.models import Term
from portal.machines.addresses import ENGLISH, absolute, has_address
from portal.machines.public_tags import public_tags
from portal.machines.subjects import is_list
from search.audience import visible_pages

MOST_URLS = 10_000
_XML = "application/xml; charset=utf-8"

_SCREENS = (
    "speakers",
    "tags",
    "glossary",
    "calendar",
    "district_table",
    "questions:list",
    "ideas:index",
    "api",
)


@dataclass(frozen=True)
class Place:
    """A page by its Korean path. changed: the day of its last publication, where there is one."""

    path: str
    english: bool
    changed: datetime.datetime | None = None


@dataclass(frozen=True)
class Url:
    """A line of the sitemap: an absolute address, and (hreflang, address) pairs where there are two languages."""

    location: str
    changed: datetime.datetime | None
    alternates: tuple[tuple[str, str], ...]


@require_safe
@conditional_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """All addresses, or the parts in which they are."""
    urls = list(_urls(request))
    if len(urls) <= MOST_URLS:
        return _answer(render(request, "machines/sitemap.xml", {"urls": urls}, content_type=_XML))
    numbers = range(1, math.ceil(len(urls) / MOST_URLS) + 1)
    parts = [absolute(request, reverse("sitemap_part", args=[number])) for number in numbers]
    return _answer(render(request, "machines/sitemap_index.xml", {"parts": parts}, content_type=_XML))


@require_safe
@conditional_page
def part(request: HttpRequest, number: int) -> HttpResponse:
    """One part of a sitemap that is too long for one file."""
    urls = list(_urls(request))[(number - 1) * MOST_URLS : number * MOST_URLS]
    if number < 1 or not urls:
        raise Http404
    return _answer(render(request, "machines/sitemap.xml", {"urls": urls}, content_type=_XML))


def _answer(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, public=True, max_age=300)
    return response


def _urls(request: HttpRequest) -> Iterator[Url]:
    for place in [*pages(), *screens()]:
        korean = absolute(request, place.path)
        if not place.english:
            yield Url(korean, place.changed, ())
            continue
        english = absolute(request, ENGLISH + place.path)
        alternates = (("ko", korean), ("en", english), ("x-default", korean))
        yield Url(korean, place.changed, alternates)
        yield Url(english, place.changed, alternates)


def pages() -> list[Place]:
    """Pages of the tree that anybody may see, in their order. A query per page type; aliases are left out."""
    root = Site.objects.select_related("root_page").get(is_default_site=True).root_page
    found: list[tuple[str, Place]] = []
    for model in apps.get_models():
        if not issubclass(model, PortalPage):
            continue
        rows = visible_pages(model.objects.filter(path__startswith=root.path, alias_of=None), None)
        columns = ("path", "url_path", "title_en", "summary_en", "last_published_at")
        for path, url_path, title_en, summary_en, changed in rows.order_by().values_list(*columns):
            english = is_list(model) or bool(title_en or summary_en)
            found.append((path, Place("/" + url_path[len(root.url_path) :], english, changed)))
    return [place for _path, place in sorted(found, key=lambda row: row[0])]


def screens() -> list[Place]:
    """Speakers, tags, terms, questions and ideas, and the screens outside the tree."""
    lists = [Place(reverse(name), english=True) for name in _SCREENS if has_address(name)]
    speakers = [
        Place(reverse("speaker", args=[row.slug]), bool(row.name_en)) for row in visible_speakers(None)
    ]
    tags = [Place(reverse("tag", args=[row.slug]), bool(row.name_en)) for row in public_tags(None)]
    terms = [
        Place(reverse("term", args=[term.slug]), bool(term.name_en or term.definition_en))
        for term in Term.objects.only("slug", "name_en", "definition_en")
    ]
    questions = [
        Place(reverse("questions:question", args=[row.pk]), english=False, changed=row.published_at)
        for row in visible_questions(Question.objects.only("pk", "published_at").order_by("pk"), None)
    ]
    ideas = [
        Place(reverse("ideas:idea", args=[pk]), english=False)
        for pk in Idea.objects.public().order_by("pk").values_list("pk", flat=True)
    ]
    return [*lists, *speakers, *tags, *terms, *questions, *ideas]
