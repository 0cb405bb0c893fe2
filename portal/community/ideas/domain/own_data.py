"""What the portal holds of a member's ideas, comments and requests: to be taken out, and left without the person."""

from __future__ import annotations

from typing import Any

from portal.accounts.models import User
from portal.community.ideas.domain.writing import throw_away
from portal.community.ideas.enums import IdeaStatus, SignedAs
from portal.community.ideas.models import CommentReport, Idea, IdeaComment, IdeaStep, IdeaSupport
from portal.core.models import PortalDocument
from search.models import CaseRequest


def held_about(user: User) -> dict[str, Any]:
    """Everything that the user wrote, supported, reported or requested."""
    return {
        "ideas": [_idea(idea) for idea in _ideas(user).prefetch_related("districts", "files__document")],
        "comments": [
            {"idea": comment.idea.get_absolute_url(), "text": comment.body, "at": comment.created_at}
            for comment in _comments(user).select_related("idea")
        ],
        "supported": [
            row.idea.get_absolute_url()
            for row in IdeaSupport.objects.filter(member__user=user).select_related("idea").order_by("pk")
        ],
        "reported": [
            {"comment": row.comment_id, "reason": row.reason, "at": row.created_at}
            for row in CommentReport.objects.filter(reporter__user=user)
        ],
        "case_requests": [
            {"query": row.query, "district": row.district, "text": row.text, "at": row.created_at}
            for row in CaseRequest.objects.filter(asker=user).order_by("pk")
        ],
    }


def _ideas(user: User) -> Any:
    return Idea.objects.filter(author__user=user).order_by("pk")


def _comments(user: User) -> Any:
    return IdeaComment.objects.filter(author__user=user).order_by("pk")


def _idea(idea: Idea) -> dict[str, Any]:
    return {
        "address": idea.get_absolute_url(),
        "title": idea.title,
        "problem": idea.problem,
        "proposal": idea.proposal,
        "districts": [district.name for district in idea.districts.all()],
        "status": idea.status,
        "written_at": idea.created_at,
        "sent_at": idea.sent_at,
        "signed_as": idea.signed_as,
        "signed_place": idea.signed_place,
        "files": [row.document.title for row in idea.files.all()],
        "hidden_reason": idea.hidden_reason,
    }


def erase(user: User) -> None:
    """Drafts, support and requests go; what others read stays, signed with a place and role at most."""
    for draft in _ideas(user).filter(status=IdeaStatus.DRAFT):
        throw_away(draft)
    documents = PortalDocument.objects.filter(idea_file__idea__author__user=user)
    documents.update(uploaded_by_user=None)
    for rows in (_ideas(user), _comments(user)):
        rows.filter(signed_as=SignedAs.NAME).update(signed_as=SignedAs.ROLE)
        rows.update(author=None)
    IdeaSupport.objects.filter(member__user=user).delete()
    CommentReport.objects.filter(reporter__user=user).update(reporter=None)
    CaseRequest.objects.filter(asker=user).delete()
    for model in (Idea, IdeaComment):
        model.objects.filter(hidden_by=user).update(hidden_by=None)
    IdeaStep.objects.filter(written_by=user).update(written_by=None)
