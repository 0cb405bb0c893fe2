"""Posts for the demo accounts, so that a fresh site shows a directory. All are roles; nothing of them is public."""

from __future__ import annotations

from typing import Any

from districts.models import District
from portal.accounts.models import User
from portal.community.members.domain.find import member_of
from portal.community.members.enums import PostRole
from portal.community.members.models import DistrictDesk, Post
from portal.core.models import Tag

SHOWN: dict[str, bool] = dict.fromkeys(
    (
        "shows_name",
        "shows_place",
        "shows_department",
        "shows_topics",
        "shows_posts",
        "shows_mailbox",
    ),
    True,
)
OFFICE = "스마트시티 서울 CDO 포럼"
TOPICS = {"nowon@demo.example": ("인공지능", "데이터 분석"), "official@demo.example": ("디지털 포용",)}


def ensure_demo_posts(district: District) -> None:
    """Make the posts once, where none is there yet, and show the demo members as the roles that they are."""
    if Post.objects.exists():
        return
    for user in User.objects.filter(email__endswith="@demo.example"):
        _show(user)
    DistrictDesk.objects.get_or_create(
        district=district, defaults={"name": "대표 연락처(예시)", "email": "desk@demo.example"}
    )
    _make("office@demo.example", institution=OFFICE, role=PostRole.OFFICE, mailbox="forum@demo.example")
    _make(
        "nowon@demo.example",
        district=district,
        role=PostRole.AI,
        unit="디지털 부서(예시)",
        duties="생성형 AI 도입, 챗봇",
        mailbox="ai@demo.example",
    )
    _make("", district=district, role=PostRole.DATA, unit="디지털 부서(예시)")


def _show(user: User) -> None:
    member = member_of(user)
    for name, value in SHOWN.items():
        setattr(member, name, value)
    if member.district is None:
        member.institution = OFFICE
    member.save()
    member.topics.set(Tag.objects.filter(name__in=TOPICS.get(user.email, ())))


def _make(email: str, **values: Any) -> None:
    user = User.objects.filter(email=email).first() if email else None
    Post.objects.create(**values, holder=member_of(user) if user else None)
