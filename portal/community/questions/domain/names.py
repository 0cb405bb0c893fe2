"""What askers and answerers are called in public: by name only where they chose so, else by post or district."""

from __future__ import annotations

from django.utils.translation import gettext, gettext_noop, override

from portal.accounts.models import User
from portal.community.members.domain.find import member_of
from portal.community.members.models import Post

ANY_MEMBER = gettext_noop("포럼 회원")
OFFICE = gettext_noop("포럼 사무국")


def role_of(user: User) -> str:
    """The post that a member holds, else their district or institution, in Korean: nobody is named by it."""
    member = member_of(user)
    with override("ko"):
        post = Post.objects.filter(holder=member).select_related("district").first()
        return (post.label if post else member.place) or gettext(ANY_MEMBER)
