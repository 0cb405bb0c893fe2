"""The idea that a case came of, on the case's page."""

from __future__ import annotations

from typing import Any

from django import template

from portal.community.ideas.models import Idea

register = template.Library()


@register.inclusion_tag("ideas/case_link.html")
def idea_of_case(case: Any) -> dict[str, Idea | None]:
    """A link to the idea, where everybody may read it."""
    found = Idea.objects.public().filter(case_id=case.pk).only("pk", "title").first()
    return {"idea": found}
