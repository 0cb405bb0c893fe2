"""An adopted idea becomes the draft of a case: its text, its districts and tags, for editors to go on with."""

from __future__ import annotations

from django.db import transaction
from django.utils.html import format_html_join

from districts.models import CaseStudy, District
from portal.accounts.models import User
from portal.community.ideas.enums import TAKEN_UP
from portal.community.ideas.models import Idea
from portal.core.models import Tag
from portal.core.site_tree import case_parent


@transaction.atomic
def make_case(idea: Idea, by: User, lead: District | None) -> CaseStudy | None:
    """The draft below the cases of `lead`, or below the city's; the one there is, if there is one.

    None where the idea is not taken up.
    """
    current = Idea.objects.select_for_update().get(pk=idea.pk)
    if current.status not in TAKEN_UP or not current.is_public:
        return None
    if current.case_id:
        return CaseStudy.objects.get(pk=current.case_id)
    others = [district for district in current.districts.all() if district != lead]
    case = CaseStudy(
        title=current.title,
        district=lead,
        problem=paragraphs(current.problem),
        approach=paragraphs(current.proposal),
        live=False,
        owner=by,
    )
    parent = case_parent(lead)
    case = type(parent).objects.get(pk=parent.pk).add_child(instance=case)
    case.co_districts = others if lead else []
    case.tags.set(Tag.objects.filter(tagged_ideas__content_object=current))
    case.save()
    case.save_revision(user=by)
    current.case = case
    current.version += 1
    current.save(update_fields=["case", "version"])
    idea.case, idea.version = case, current.version
    return case


def paragraphs(text: str) -> str:
    """Plain lines as rich text; every sign of markup in them is a sign."""
    return str(format_html_join("", "<p>{}</p>", ((line,) for line in text.splitlines() if line.strip())))
