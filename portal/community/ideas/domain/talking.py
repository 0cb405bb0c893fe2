"""What members do with a public idea: comment on it, take a comment back, support it, report a comment."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.community.ideas.domain.writing import TooMany
from portal.community.ideas.models import CommentReport, Idea, IdeaComment, IdeaSupport
from portal.community.members.domain.find import member_of
from portal.community.questions.domain.names import role_of

#: Of one member within an hour.
MOST_COMMENTS, MOST_REPORTS = 10, 20
AN_HOUR = datetime.timedelta(hours=1)


@transaction.atomic
def say(idea: Idea, body: str, signed_as: str, key: UUID, by: User) -> IdeaComment:
    """Keep a comment; the one that this form made already, if it did. Raises TooMany."""
    User.objects.select_for_update().get(pk=by.pk)
    member = member_of(by)
    before: IdeaComment | None = IdeaComment.objects.filter(key=key, author=member).first()
    if before is not None:
        return before
    recent = IdeaComment.objects.filter(author=member, created_at__gt=timezone.now() - AN_HOUR)
    # A key of somebody else's form is no accident.
    if recent.count() >= MOST_COMMENTS or IdeaComment.objects.filter(key=key).exists():
        raise TooMany
    return IdeaComment.objects.create(
        idea=idea, author=member, body=body, signed_as=signed_as, signed_place=role_of(by), key=key
    )


@transaction.atomic
def take_back(comment: IdeaComment, by: User) -> bool:
    """Delete a comment of one's own, with the reports of it; False when it is somebody else's."""
    deleted, _rows = IdeaComment.objects.filter(pk=comment.pk, author=member_of(by)).delete()
    return bool(deleted)


@transaction.atomic
def support(idea: Idea, by: User, *, wanted: bool) -> None:
    """Support an idea, or no longer. Once is as good as twice; one's own needs none."""
    member = member_of(by)
    if not wanted:
        IdeaSupport.objects.filter(idea=idea, member=member).delete()
    elif idea.author_id != member.pk:
        IdeaSupport.objects.bulk_create([IdeaSupport(idea=idea, member=member)], ignore_conflicts=True)


@transaction.atomic
def report(comment: IdeaComment, reason: str, by: User) -> None:
    """Ask the office to look at a comment; a second report of a member changes nothing. Raises TooMany."""
    User.objects.select_for_update().get(pk=by.pk)
    member = member_of(by)
    own = CommentReport.objects.filter(reporter=member)
    if own.filter(comment=comment).exists():
        return
    if own.filter(created_at__gt=timezone.now() - AN_HOUR).count() >= MOST_REPORTS:
        raise TooMany
    CommentReport.objects.create(comment=comment, reporter=member, reason=reason)
