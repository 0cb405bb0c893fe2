"""Terms and guides for tests."""

from __future__ import annotations

import itertools
from typing import Any

from portal.core.site_tree import guide_parent
from portal.guidance.models import GuidePage, GuideStep, RelatedTerm, Term

_numbers = itertools.count(1)


def make_term(name: str = "", *, related: tuple[Term, ...] = (), **fields: Any) -> Term:
    """A term with a definition."""
    number = next(_numbers)
    name = name or f"용어 {number}"
    values = {"slug": f"term-{number}", "definition": f"{name}의 풀이입니다.", **fields}
    term = Term.objects.create(name=name, **values)
    for position, target in enumerate(related):
        RelatedTerm.objects.create(source=term, target=target, sort_order=position)
    return term


def make_guide(title: str = "", *, steps: tuple[dict[str, Any], ...] = (), **fields: Any) -> GuidePage:
    """A published guide; `steps` are the fields of its steps in their order."""
    number = next(_numbers)
    parent = guide_parent()
    values = {"title": title or f"길잡이 {number}", "slug": f"guide-{number}", **fields}
    guide = GuidePage(**values)
    guide.steps = [GuideStep(sort_order=position, **step) for position, step in enumerate(steps)]
    created = type(parent).objects.get(pk=parent.pk).add_child(instance=guide)
    created.save_revision()
    return created
