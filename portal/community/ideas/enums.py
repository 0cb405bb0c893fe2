"""Closed vocabularies of ideas."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class IdeaStatus(TextChoices):
    """Where an idea stands. What may follow on what is in `FOLLOWING`."""

    DRAFT = "draft", _("임시 저장")
    RECEIVED = "received", _("접수")
    REVIEW = "review", _("검토")
    ADOPTED = "adopted", _("채택")
    HELD = "held", _("보류")
    UNDERWAY = "underway", pgettext_lazy("아이디어", "진행")
    DONE = "done", _("완료")


#: What the office may do next. An idea on hold can be looked at again; what is done stays done.
FOLLOWING: dict[str, tuple[IdeaStatus, ...]] = {
    IdeaStatus.RECEIVED: (IdeaStatus.REVIEW,),
    IdeaStatus.REVIEW: (IdeaStatus.ADOPTED, IdeaStatus.HELD),
    IdeaStatus.HELD: (IdeaStatus.REVIEW,),
    IdeaStatus.ADOPTED: (IdeaStatus.UNDERWAY,),
    IdeaStatus.UNDERWAY: (IdeaStatus.DONE,),
}
#: Ideas that somebody said yes to.
TAKEN_UP = frozenset({IdeaStatus.ADOPTED, IdeaStatus.UNDERWAY, IdeaStatus.DONE})


class SignedAs(TextChoices):
    """How an author is named to everybody. What is not chosen is not shown."""

    ROLE = "role", _("소속과 자리만")
    NAME = "name", _("이름과 소속")
    NOBODY = "nobody", _("밝히지 않음")
