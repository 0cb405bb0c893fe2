"""Terms as defined terms, the glossary as their set, a guide as a list of what to read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.guidance.domain.steps import open_steps
from portal.guidance.models import GuidePage, Term
from portal.machines.nodes import Node, node
from portal.machines.structured import Surroundings, describe, screen
from portal.machines.structured.parts import text_of


def _term_set(where: Surroundings) -> Node:
    url = where.local_url("/glossary/")
    return node("DefinedTermSet", id=url, name=_("용어집"), url=url)


@describe.register(Term)
def _term(term: Term, where: Surroundings) -> list[Node]:
    return [
        node(
            "DefinedTerm",
            id=where.canonical,
            name=term.label,
            alternateName=[spelling for spelling in term.spellings if spelling != term.label],
            description=text_of(term, "definition"),
            url=where.canonical,
            inDefinedTermSet=_term_set(where),
        )
    ]


@screen("glossary")
def _glossary(where: Surroundings) -> list[Node]:
    terms = [
        node("DefinedTerm", name=term.label, url=where.local_url(f"/glossary/{term.slug}/"))
        for term in Term.objects.only("name", "name_en", "slug")
    ]
    return [{**_term_set(where), "inLanguage": where.language, "hasDefinedTerm": terms}]


@describe.register(GuidePage)
def _guide(guide: GuidePage, where: Surroundings) -> list[Node]:
    """The steps that everybody may follow, in their order."""
    steps = open_steps(list(guide.steps.all()), None)
    items = [
        node("ListItem", position=number, name=str(step.title), item=where.url(step.url))
        for number, step in enumerate(steps, 1)
    ]
    return [
        node(
            "ItemList",
            id=where.canonical,
            name=guide.local_title,
            description=text_of(guide, "summary"),
            url=where.canonical,
            numberOfItems=len(items),
            itemListElement=items,
        )
    ]
