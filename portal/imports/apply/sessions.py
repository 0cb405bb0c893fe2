"""Forum sessions and their programmes."""

from __future__ import annotations

from lectures.models import ForumSession, Lecture, ProgrammeItem, SessionTag
from portal.core.site_tree import session_parent
from portal.imports.apply.pages import Saved, change, create, editable, fill, fill_tags
from portal.imports.apply.targets import Targets
from portal.imports.content import SessionContent


def save_session(content: SessionContent, external_id: str, targets: Targets, *, publish: bool) -> Saved:
    page = editable(ForumSession, external_id, publish=publish)
    session = page or ForumSession()
    fill(session, content)
    if content.tags is not None:
        fill_tags(session, targets.tags(content.tags), SessionTag)
    if content.programme is not None:
        session.programme = _programme(content, targets)
    if page is None:
        return create(session, session_parent(), content.slug, external_id, publish=publish)
    return change(session, publish=publish)


def _programme(content: SessionContent, targets: Targets) -> list[ProgrammeItem]:
    lectures = {
        link.detail["position"]: targets.page(Lecture, link)
        for link in content.links
        if link.column == "programme"
    }
    return [
        ProgrammeItem(sort_order=position, lecture=lectures.get(position), **row)
        for position, row in enumerate(content.programme or ())
    ]
