"""One of everything that somebody can ask for: what is open, what is a member's alone, what is another district's."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.management import call_command
from wagtail.models import Collection, CollectionViewRestriction

from districts.models import CaseStudy, District
from lectures.models import Lecture, Recording
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.community.bookmarks.models import Bookmark, Position, SavedSearch
from portal.community.ideas.enums import IdeaStatus
from portal.community.ideas.models import Idea, IdeaComment
from portal.community.members.domain.find import member_of
from portal.community.members.models import Post
from portal.community.questions.enums import Status
from portal.community.questions.models import Question
from portal.core.enums import CheckState
from portal.core.models import PortalDocument
from portal.joining.models import AccountRequest, Invitation
from portal.report.domain.codes import Place, encode
from portal.report.domain.materials import kind_of
from search.models import PromotedResult, ProtectedWord, Synonym, UserWord
from search.sync import sync_all
from tests.factories.attachments import make_file
from tests.factories.guidance import make_term
from tests.factories.hidden import make_picture
from tests.factories.ideas import make_idea
from tests.factories.members import make_post
from tests.factories.questions import make_question
from tests.factories.recordings import make_recording
from tests.factories.site import (
    make_case,
    make_lecture,
    make_session,
    make_speaker,
    make_tag,
    make_user,
    restrict,
)

PASSWORD = "pw"


@dataclass
class Stage:
    people: dict[str, User]
    own: District
    other: District
    case: CaseStudy
    case_for_members: CaseStudy
    draft: CaseStudy
    lecture: Lecture
    recording: Recording
    recording_draft: Recording
    file: PortalDocument
    file_for_members: PortalDocument
    rendition: Any
    rendition_for_members: Any
    post: Post
    idea: Idea
    idea_draft: Idea
    comment: IdeaComment
    question: Question
    question_asked: Question
    bookmark: Bookmark
    position: Position
    saved_search: SavedSearch
    invitation: Invitation
    request: AccountRequest
    sleeper: User
    more: dict[str, Any]

    def code(self) -> str:
        return encode(Place(kind_of(self.case), self.case.pk))


def set_up() -> Stage:
    call_command("setup_site", verbosity=0)
    own, other = District.objects.get(name="노원구"), District.objects.get(name="강남구")
    people = _people()
    owner = people["owner"]
    make_tag("돌봄")
    session, speaker = make_session(date=date(2026, 5, 1)), make_speaker()
    lecture = make_lecture(session=session, speaker=speaker, tags=("돌봄",))
    lecture_draft = make_lecture(live=False)
    case, inner = make_case(district=other, tags=("돌봄",)), make_case(district=other)
    restrict(inner)
    closed = Collection.get_first_root_node().add_child(name="회원 자료")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    post = make_post(district=other, holder=owner)
    idea = make_idea(by=owner)
    file = make_file("open.txt", b"open", check_state=CheckState.OPEN)
    file_for_members = make_file("closed.txt", b"closed", closed, check_state=CheckState.OPEN)
    stage = Stage(
        people=people,
        own=own,
        other=other,
        case=case,
        case_for_members=inner,
        draft=make_case(district=other, live=False),
        lecture=lecture,
        recording=make_recording(lecture, "안녕하세요."),
        recording_draft=make_recording(lecture_draft, "초안입니다."),
        file=file,
        file_for_members=file_for_members,
        rendition=make_picture("open.png").get_rendition("width-20"),
        rendition_for_members=make_picture("closed.png", closed).get_rendition("width-20"),
        post=post,
        idea=idea,
        idea_draft=make_idea("초안", by=owner, status=IdeaStatus.DRAFT),
        comment=IdeaComment.objects.create(idea=idea, author=member_of(owner), body="좋습니다."),
        question=make_question(lecture, author=owner),
        question_asked=make_question(lecture, "대기", status=Status.ASKED, author=owner, post=post),
        bookmark=Bookmark.objects.create(user=owner, page=lecture),
        position=Position.objects.create(user=owner, lecture=lecture, seconds=9),
        saved_search=SavedSearch.objects.create(user=owner, name="돌봄", query="q=돌봄"),
        invitation=Invitation.objects.create(email="new@go.kr", times_sent=1, district=own),
        request=AccountRequest.objects.create(email="ask@go.kr", state="waiting"),
        sleeper=make_user("sleeper@example.org", is_active=False),
        more={
            "session": session,
            "speaker": speaker,
            "term": make_term("돌봄 로봇"),
            "lecture_draft": lecture_draft,
            "synonym": Synonym.objects.create(word="돌봄", others="보살핌"),
            "userword": UserWord.objects.create(word="스마트경로당"),
            "protectedword": ProtectedWord.objects.create(word="돌봄"),
            "promotedresult": PromotedResult.objects.create(
                queries="돌봄", page=case, kind="case", object_id=case.pk
            ),
            "file_of_own": make_file("own.txt", b"own", Collection.objects.get(name=own.name)),
            "file_of_other": make_file("other.txt", b"other", Collection.objects.get(name=other.name)),
        },
    )
    sync_all()
    return stage


def _people() -> dict[str, User]:
    """Somebody in every role, and a further member to whom things belong."""
    return {
        "member": make_user("member@example.org", Role.READER),
        "owner": make_user("owner@example.org", Role.READER),
        "district editor": make_user("district@example.org", "노원구 편집자"),
        "forum editor": make_user("forum@example.org", Role.FORUM_EDITOR),
        "office": make_user("office@example.org", Role.ADMINISTRATOR),
        "superuser": make_user("super@example.org", is_superuser=True, is_staff=True),
    }
