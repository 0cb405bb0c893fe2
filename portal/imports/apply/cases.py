"""Cases, in the folder of their district."""

from __future__ import annotations

from districts.computed import fill_computed
from districts.models import CaseStudy, CaseTag
from lectures.models import Lecture
from portal.core.site_tree import case_parent
from portal.imports.apply.districts import district_by_code
from portal.imports.apply.pages import Saved, change, create, editable, fill, fill_tags, move
from portal.imports.apply.targets import Targets
from portal.imports.content import CaseContent


def save_case(content: CaseContent, external_id: str, targets: Targets, *, publish: bool) -> Saved:
    page = editable(CaseStudy, external_id, publish=publish)
    case = page or CaseStudy()
    fill(case, content)
    if content.district is not None:
        case.district = district_by_code(content.district) if content.district else None
    if content.co_districts is not None:
        case.co_districts = [district_by_code(code) for code in content.co_districts]
    if content.tags is not None:
        fill_tags(case, targets.tags(content.tags), CaseTag)
    if "related_lectures" in content.linked_columns:
        case.related_lectures = targets.pages(Lecture, content.links, "related_lectures")
    # The revision keeps the computed columns too; they are read when it is compared or previewed.
    fill_computed(case)
    if page is None:
        return create(case, case_parent(case.district), content.slug, external_id, publish=publish)
    saved = change(case, publish=publish)
    if publish:
        place_case(external_id)
    return saved


def place_case(external_id: str) -> None:
    """Move a case below its own district's folder, where its published district says it belongs."""
    case = CaseStudy.objects.get(external_id=external_id)
    parent = case_parent(case.district)
    if not case.is_child_of(parent):
        move(case, parent)
