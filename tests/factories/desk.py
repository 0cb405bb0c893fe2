"""An editor of 노원구 at work, and what of 강남구 and of the office is none of their business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Comment,
    Page,
    Revision,
    TaskState,
    WorkflowState,
)

from districts.models import CaseIndexPage, CaseStudy, District
from lectures.models import Lecture
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.core.enums import CheckState
from portal.core.models import PortalDocument, PortalImage
from tests.factories.hidden import make_picture
from tests.factories.shown import MEMBERS
from tests.factories.site import make_case, make_lecture, make_session, make_tag, make_user, restrict


@dataclass
class Desk:
    editor: User
    office: User
    own: District
    other: District
    own_case: CaseStudy
    own_files: tuple[PortalDocument, PortalImage]
    cases: dict[str, CaseStudy]
    lecture: Lecture
    files: tuple[PortalDocument, PortalImage]
    revision: Revision
    workflow: WorkflowState
    task: TaskState

    def folder(self, district: District) -> CaseIndexPage:
        return CaseIndexPage.objects.child_of(Page.objects.get(pk=district.page.pk)).get()

    def foreign_pages(self) -> list[Page]:
        pages = [*self.cases.values(), self.lecture, self.other.page, self.folder(self.other)]
        return [Page.objects.get(pk=page.pk) for page in pages]


def make_desk() -> Desk:
    """The fixed site, both districts with cases and files, one foreign case that waits for approval."""
    call_command("setup_site", verbosity=0)
    make_tag("돌봄")
    own, other = District.objects.get(name="노원구"), District.objects.get(name="강남구")
    editor = make_user("nowon@example.org", "노원구 편집자", first_name="노원 편집자")
    colleague = make_user("gangnam@example.org", "강남구 편집자", first_name="강남 편집자")
    office = make_user("office@example.org", Role.FORUM_EDITOR, first_name="사무국")
    cases = {
        "draft": make_case(
            "은닉초안 찾을거리", district=other, slug="secret-draft", live=False, owner=colleague
        ),
        "group": make_case("은닉모임 찾을거리", district=other, slug="secret-group", owner=colleague),
        "live": make_case("공개 사례", district=other, slug="open-case", owner=colleague),
        "waiting": make_case("은닉대기", district=other, slug="secret-waiting", live=False, owner=colleague),
    }
    restrict(cases["group"], MEMBERS)
    revision = _secret_draft(cases["live"], colleague)
    waiting = cases["waiting"].get_workflow().start(cases["waiting"], colleague)
    Comment.objects.create(page=cases["live"], user=colleague, text="은닉의견", contentpath="title")
    session = make_session(4)
    lecture = make_lecture("은닉강연 찾을거리", session=session, slug="secret-lecture", live=False)
    Redirect.objects.create(old_path="/secret-old", redirect_link="/cases/")
    return Desk(
        editor=editor,
        office=office,
        own=own,
        other=other,
        own_case=make_case("우리 사례 찾을거리", district=own, owner=editor),
        own_files=_files(own, "own", editor),
        cases=cases,
        lecture=lecture,
        files=_files(other, "secret", colleague, private=True),
        revision=revision,
        workflow=waiting,
        task=waiting.current_task_state,
    )


def _secret_draft(case: CaseStudy, author: User) -> Revision:
    draft: Any = case.get_latest_revision_as_object()
    draft.title, draft.problem = "은닉된 새 제목", "<p>은닉된 새 글</p>"
    return draft.save_revision(user=author)


def _files(
    district: District, word: str, owner: User, *, private: bool = False
) -> tuple[PortalDocument, PortalImage]:
    collection = Collection.objects.get(name=district.name)
    if private:
        restriction = CollectionViewRestriction.objects.create(
            collection=collection, restriction_type="groups"
        )
        restriction.groups.add(Group.objects.get_or_create(name=MEMBERS)[0])
    title = {"secret": "은닉파일 찾을거리"}.get(word, "우리 파일 찾을거리")
    document = PortalDocument.objects.create(
        title=title,
        file=ContentFile(b"%PDF-1.4", name=f"{word}.pdf"),
        collection=collection,
        uploaded_by_user=owner,
        check_state=CheckState.OPEN,
    )
    return document, make_picture(f"{word}.png", collection, title=title)
