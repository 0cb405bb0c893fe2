"""What the page of a term shows: its names, its definition, its neighbours, and where it occurs."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from districts.domain.cases import visible_cases, with_tags
from districts.models import CaseStudy
from lectures.domain.lectures import for_display, visible_lectures
from lectures.models import Lecture
from portal.core.models import Tag
from portal.core.text_keys import term_key
from portal.guidance.domain.guides import visible_guides
from portal.guidance.domain.matching import Matcher, Spelling
from portal.guidance.models import GuidePage, Term
from portal.guidance.spellings import one_per_line
from search.audience import viewer_keys
from search.models import SearchDocument

MOST_CASES = 6
MOST_LECTURES = 4
# Documents looked through for a spelling before the rest is left to search.
_MOST_READ = 400


def term_context(term: Term, request: HttpRequest) -> dict[str, Any]:
    """Context of a term page: term, related, cases, lectures, guides, more_cases, more_lectures."""
    tags = tags_of(term)
    cases, more_cases = cases_with(term, tags, request.user)
    lectures, more_lectures = lectures_with(term, tags, request.user)
    return {
        "term": term,
        "related": related_terms(term),
        "cases": cases,
        "more_cases": more_cases,
        "lectures": lectures,
        "more_lectures": more_lectures,
        "guides": guides_with(term, request.user),
    }


def related_terms(term: Term) -> list[Term]:
    """Neighbours from either side, by name. `related_links` may be an unsaved preview's."""
    ids = {link.target_id for link in term.related_links.all()}
    if term.pk:
        ids |= set(Term.objects.filter(related_links__target_id=term.pk).values_list("pk", flat=True))
    return list(Term.objects.filter(pk__in=ids - {term.pk}))


def tags_of(term: Term) -> list[int]:
    """Ids of the tags that some spelling of the term names, as a name or as an alias."""
    quiet = {term_key(text) for text in one_per_line(term.unmarked)}
    keys = {term_key(text) for text in term.spellings} - quiet
    own = Q(key__in=keys)
    # An alias leads to a wider tag (침수 예측 for 수위센서), so only one of the term's own name counts.
    return list(
        Tag.objects.filter(own | Q(aliases__key=term_key(term.name))).distinct().values_list("pk", flat=True)
    )


def cases_with(term: Term, tags: list[int], viewer: Any) -> tuple[list[CaseStudy], bool]:
    """Cases that carry one of the tags or use the word, newest first, and whether there are more."""
    visible = visible_cases(viewer)
    tagged = visible.filter(tagged_items__tag_id__in=tags).distinct()
    ids = set(tagged.order_by().values_list("pk", flat=True)) | documents_with(
        term, "case", viewer, MOST_CASES + 1
    )
    found = list(visible.filter(pk__in=ids)[: MOST_CASES + 1])
    return with_tags(found[:MOST_CASES]), len(found) > MOST_CASES


def lectures_with(term: Term, tags: list[int], viewer: Any) -> tuple[list[Lecture], bool]:
    """Lectures that carry one of the tags or use the word, newest first, and whether there are more."""
    visible = visible_lectures(viewer)
    tagged = visible.filter(tagged_items__tag_id__in=tags).distinct()
    used = documents_with(term, "lecture", viewer, MOST_LECTURES + 1)
    ids = set(tagged.order_by().values_list("pk", flat=True)) | used
    found = list(visible.filter(pk__in=ids)[: MOST_LECTURES + 1])
    return for_display(found[:MOST_LECTURES], viewer), len(found) > MOST_LECTURES


def documents_with(term: Term, kind: str, viewer: Any, limit: int) -> set[int]:
    """Ids of up to `limit` of the newest documents of a kind whose indexed text uses a spelling of the term as a word.

    One query: the database finds the letters, the matcher decides whether they are the word.
    """
    quiet = {term_key(text) for text in one_per_line(term.unmarked)}
    names = [term.name, *term.abbreviation_list, *term.variant_list]
    spellings = [text for text in names if term_key(text) not in quiet]
    holds = Q()
    for text in spellings:
        # The longest part without a blank: blanks are optional.
        holds |= Q(body__contains=max(text.split(), key=len))
    if not holds:
        return set()
    matcher = Matcher(Spelling(text, 0) for text in spellings)
    rows = SearchDocument.objects.filter(
        holds, kind=kind, deleted=False, audience__in=viewer_keys(viewer)
    ).order_by("-date", "-pk")
    found: set[int] = set()
    for object_id, body in rows.values_list("object_id", "body")[:_MOST_READ].iterator(chunk_size=50):
        if next(matcher.find(body), None):
            found.add(object_id)
            if len(found) >= limit:
                break
    return found


def guides_with(term: Term, viewer: Any) -> list[GuidePage]:
    """Guides that lead to the term."""
    return list(visible_guides(viewer).filter(steps__term_id=term.pk).distinct()) if term.pk else []
