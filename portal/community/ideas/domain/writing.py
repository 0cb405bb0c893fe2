"""Writing an idea: a draft until it is sent, sent once, and no more of them than a person writes."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from districts.models import District
from portal.accounts.models import User
from portal.community.ideas.domain import files
from portal.community.ideas.enums import IdeaStatus
from portal.community.ideas.models import Idea, IdeaStep, IdeaTag
from portal.community.members.domain.find import member_of
from portal.community.questions.domain.names import role_of
from portal.core.models import Tag
from portal.letters.domain.queue import post
from search import outbox

#: Of one member: drafts at a time, and ideas sent within a day.
MOST_DRAFTS = 20
MOST_SENT_PER_DAY = 5


class TooMany(Exception):
    """The member has written as much as is taken for now."""


class Changed(Exception):
    """Somebody changed the idea since it was shown."""


@dataclass(frozen=True)
class Words:
    """What an author wrote. key: made with the form; version: of the draft that was shown, 0 for a new one."""

    title: str
    problem: str
    proposal: str
    signed_as: str
    key: UUID
    version: int
    districts: Sequence[District] = ()
    tags: Sequence[Tag] = ()
    files: Sequence[UploadedFile] = ()
    dropped: Sequence[int] = ()


@transaction.atomic
def keep_new(words: Words, by: User) -> Idea:
    """A new draft; the one that this form made already, if it did. Raises TooMany."""
    # Whoever sends the same form at the same time waits here.
    User.objects.select_for_update().get(pk=by.pk)
    member = member_of(by)
    before: Idea | None = Idea.objects.filter(key=words.key, author=member).first()
    if before is not None:
        return before
    if Idea.objects.filter(author=member, status=IdeaStatus.DRAFT).count() >= MOST_DRAFTS:
        raise TooMany
    idea = Idea(author=member, key=words.key)
    if Idea.objects.filter(key=words.key).exists():
        raise Changed
    _write(idea, words, by)
    return idea


@transaction.atomic
def keep_draft(idea: Idea, words: Words, by: User) -> Idea:
    """The draft with other words. Raises Changed where it was changed or sent since it was shown."""
    current = Idea.objects.select_for_update().get(pk=idea.pk)
    if not current.is_draft or current.version != words.version:
        raise Changed
    current.version += 1
    _write(current, words, by)
    return current


def _write(idea: Idea, words: Words, by: User) -> None:
    idea.title, idea.problem, idea.proposal = words.title, words.problem, words.proposal
    idea.signed_as = words.signed_as
    idea.save()
    idea.districts.set(words.districts)
    IdeaTag.objects.filter(content_object=idea).exclude(tag__in=words.tags).delete()
    IdeaTag.objects.bulk_create(
        [IdeaTag(content_object=idea, tag=tag) for tag in words.tags], ignore_conflicts=True
    )
    files.drop(idea, words.dropped)
    files.attach(idea, words.files, by)


@transaction.atomic
def send(idea: Idea, by: User) -> bool:
    """Make a draft public; False when it was sent before. Raises TooMany."""
    User.objects.select_for_update().get(pk=by.pk)
    now = timezone.now()
    since = now - datetime.timedelta(days=1)
    if Idea.objects.filter(author=idea.author, sent_at__gt=since).count() >= MOST_SENT_PER_DAY:
        if Idea.objects.filter(pk=idea.pk, status=IdeaStatus.DRAFT).exists():
            raise TooMany
        return False
    sent = Idea.objects.filter(pk=idea.pk, status=IdeaStatus.DRAFT).update(
        status=IdeaStatus.RECEIVED, sent_at=now, signed_place=role_of(by), version=F("version") + 1
    )
    if not sent:
        return False
    IdeaStep.objects.create(idea=idea, status=IdeaStatus.RECEIVED)
    outbox.changed(Idea, [idea.pk])
    if settings.OFFICE_EMAIL:
        post([settings.OFFICE_EMAIL], "idea_received", {"idea": idea})
    return True


@transaction.atomic
def throw_away(idea: Idea) -> bool:
    """Delete a draft with its files; False when it is none any more."""
    current = Idea.objects.select_for_update().filter(pk=idea.pk, status=IdeaStatus.DRAFT).first()
    if current is None:
        return False
    files.drop(current, [file.pk for file in current.files.all()])
    current.delete()
    return True
