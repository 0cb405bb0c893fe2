"""Questions in every state, and the posts that answer them."""

from __future__ import annotations

import uuid
from typing import Any

from django.utils import timezone

from portal.accounts.models import User
from portal.community.members.domain.find import member_of
from portal.community.members.models import Post
from portal.community.questions.enums import Status
from portal.community.questions.models import Question
from portal.core.models import PortalDocument


def make_post(district: Any = None, holder: User | None = None, role: str = "ai", **fields: Any) -> Post:
    """A post at a district, or at the forum's office."""
    if district is None:
        fields.setdefault("institution", "포럼")
    held = member_of(holder) if holder else None
    return Post.objects.create(district=district, role=role, holder=held, **fields)


def make_question(on: Any, title: str = "예산은 얼마였나요?", **fields: Any) -> Question:
    """A published question with its answer on a page or a file; `status` for another state."""
    is_file = isinstance(on, PortalDocument)
    kind = "attachment" if is_file else {"Lecture": "lecture", "CaseStudy": "case"}[type(on).__name__]
    status = fields.pop("status", Status.PUBLISHED)
    values: dict[str, Any] = {
        "asked_as": "노원구 AI 담당",
        "key": uuid.uuid4(),
        "title": title,
        "status": status,
    }
    if status in (Status.ANSWERED, Status.PUBLISHED):
        values |= {
            "answer": "천만 원이었습니다.",
            "answered_as": "강남구 데이터 담당",
            "answered_at": timezone.now(),
        }
    if status == Status.PUBLISHED:
        values["published_at"] = timezone.now()
    place = {"document": on} if is_file else {"page_id": on.pk}
    return Question.objects.create(kind=kind, **place, **{**values, **fields})


def key_of(on: Any) -> str:
    """The key by which a page or file is asked on."""
    kind = {"Lecture": "lecture", "CaseStudy": "case", "PortalDocument": "attachment"}[type(on).__name__]
    return f"{kind}:{on.pk}"
