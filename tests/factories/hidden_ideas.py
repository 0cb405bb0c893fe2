"""Ideas that nobody but their authors and the office may notice, with a file and a comment."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Collection

from portal.community.ideas.models import Idea, IdeaComment, IdeaFile
from portal.core.enums import CheckState
from portal.core.models import PortalDocument
from search.models import CaseRequest
from tests.factories.ideas import make_idea
from tests.factories.site import make_district

SECRETS = {
    "problem": "은닉문제 Secret problem 돌봄",
    "proposal": "은닉제안 Secret proposal",
    "signed_place": "은닉구 Secret role",
    "tags": ("은닉태그", "돌봄"),
}


def hide_ideas(hidden: Any) -> None:
    """A draft, a hidden one and one that was merged into it; a request for a case."""
    make_district()
    draft = make_idea("은닉아이디어 초안", status="draft", **SECRETS)
    taken_off = make_idea("은닉아이디어 가림", hidden_at=timezone.now(), hidden_reason="은닉까닭", **SECRETS)
    merged = make_idea("은닉아이디어 합침", merged_into=taken_off, **SECRETS)
    for idea in (draft, taken_off, merged):
        _file(hidden, idea)
        comment = IdeaComment.objects.create(idea=idea, body="은닉댓글", signed_place="은닉구")
        hidden.addresses += [
            f"/ideas/{idea.pk}/",
            f"/ideas/{idea.pk}/edit/",
            f"/ideas/comments/{comment.pk}/report/",
        ]
    CaseRequest.objects.create(
        query="은닉요청", text="은닉까닭", contact="secret@example.org", district="노원구"
    )


def _file(hidden: Any, idea: Idea) -> None:
    document = PortalDocument.objects.create(
        title="은닉첨부",
        file=ContentFile("은닉첨부본문".encode(), name=f"secret-idea-{idea.pk}.txt"),
        collection=Collection.get_first_root_node(),
        check_state=CheckState.OPEN,
    )
    IdeaFile.objects.create(idea=idea, document=document)
    hidden.files.append(document)
