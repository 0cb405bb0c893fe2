"""Terms of the glossary: records without drafts, set as the row says."""

from __future__ import annotations

from django.utils.text import slugify

from portal.core.text_keys import term_key
from portal.guidance.models import RelatedTerm, Term
from portal.imports.apply.targets import Targets
from portal.imports.content import Link, TermContent

_SLUG_ROOM = 90


def save_term(content: TermContent, external_id: str, targets: Targets) -> Term:
    """Make or update the term. One that somebody made by hand under the same name becomes the row's."""
    term = Term.objects.filter(external_id=external_id).first() or _made_by_hand(content) or Term()
    term.external_id = external_id
    for name, value in {**content.values, **content.streams}.items():
        setattr(term, name, value)
    term.slug = term.slug or _free_slug(content.slug or slugify(term.name_en) or slugify(term.name, True))
    if "related" in content.linked_columns:
        found = [target for link in content.links if (target := targets.term(link)) and target.pk != term.pk]
        term.related_links = [
            RelatedTerm(target=target, sort_order=position) for position, target in enumerate(found)
        ]
    term.full_clean()
    term.save()
    return term


def _made_by_hand(content: TermContent) -> Term | None:
    key = term_key(content.values["name"])
    return next((term for term in Term.objects.filter(external_id=None) if term_key(term.name) == key), None)


def _free_slug(wish: str) -> str:
    base = wish[:_SLUG_ROOM] or "term"
    taken = set(Term.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    candidate, number = base, 1
    while candidate in taken:
        number += 1
        candidate = f"{base}-{number}"
    return candidate


def add_related(external_id: str, link: Link) -> bool:
    """Add a neighbour that the row named before it was there; False where that is no longer asked for."""
    term = Term.objects.filter(external_id=external_id).first()
    target = Term.objects.filter(external_id=link.target).first()
    if term is None or target is None or term == target or term.related_links.filter(target=target).exists():
        return False
    RelatedTerm.objects.create(source=term, target=target, sort_order=term.related_links.count())
    return True
