"""Ideas as members and the office leave them."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone

from portal.community.ideas.enums import IdeaStatus
from portal.community.ideas.models import Idea, IdeaStep, IdeaTag
from portal.community.members.domain.find import member_of
from tests.factories.site import make_district, make_tag, make_user


def make_idea(
    title: str = "골목 눈 치우기 알림", *, by: Any = None, tags: tuple[str, ...] = (), **fields: Any
) -> Idea:
    """A public idea of a member; ``status="draft"`` makes a draft. ``districts``: by default 노원구."""
    author = member_of(by or make_user())
    values = {
        "title": title,
        "problem": "눈이 오면 좁은 골목이 막힙니다.",
        "proposal": "적설 감지기로 담당자에게 알립니다.",
        "status": IdeaStatus.RECEIVED,
        "signed_place": "노원구",
        **fields,
    }
    districts = values.pop("districts", None)
    sent = values["status"] != IdeaStatus.DRAFT
    idea: Idea = Idea.objects.create(author=author, sent_at=timezone.now() if sent else None, **values)
    idea.districts.set([make_district()] if districts is None else districts)
    for name in tags:
        IdeaTag.objects.create(content_object=idea, tag=make_tag(name))
    if sent:
        IdeaStep.objects.create(idea=idea, status=IdeaStatus.RECEIVED)
    idea.save()
    return idea


def written(**fields: Any) -> dict[str, Any]:
    """What the form of a new idea sends."""
    return {
        "title": "골목 눈 치우기 알림",
        "problem": "눈이 오면 좁은 골목이 막힙니다.",
        "proposal": "적설 감지기로 담당자에게 알립니다.",
        "signed_as": "role",
        "key": str(uuid.uuid4()),
        "version": 0,
        "action": "send",
        **fields,
    }
