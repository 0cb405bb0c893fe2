"""Who is asked: the post of a case or district, or the speaker of a lecture; else the forum's office."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext, override

from districts.models import CaseStudy, District
from lectures.models import Speaker
from portal.community.members.domain.find import post_recipients
from portal.community.members.enums import PostRole
from portal.community.members.models import Post
from portal.community.questions.domain.names import OFFICE
from portal.community.questions.domain.subjects import Subject
from portal.community.questions.models import Question, SpeakerContact
from portal.joining.domain.rules import office_addresses

#: Who answers for a district where a case names nobody, the likeliest first.
_ROLES = (PostRole.SMART_CITY, PostRole.CDO, PostRole.INFORMATION, PostRole.DATA, PostRole.AI)


@dataclass(frozen=True)
class Addressee:
    """Who answers. Both None: the office without a post of its own."""

    post: Post | None = None
    speaker: Speaker | None = None


def addressee_of(subject: Subject) -> Addressee:
    """Whom a question on this subject goes to.

    A lecture's goes to its speaker where the office keeps an address, else to the office; an attachment's to whom a
    question on its page would go.
    """
    if subject.speaker is not None or subject.kind == "lecture" or _is_lecture(subject):
        if subject.speaker and SpeakerContact.objects.filter(speaker=subject.speaker).exists():
            return Addressee(speaker=subject.speaker)
        return Addressee(post=office_post())
    return Addressee(post=_post_of_case(subject) or post_of_district(subject.district) or office_post())


def _is_lecture(subject: Subject) -> bool:
    return subject.page is not None and not isinstance(subject.page.specific, CaseStudy)


def _post_of_case(subject: Subject) -> Post | None:
    """The contact that the case names."""
    case = subject.page.specific if subject.page is not None else None
    return case.contact_post if isinstance(case, CaseStudy) else None


def post_of_district(district: District | None) -> Post | None:
    """The post that answers for a district: held or with a mailbox before vacant, and by role."""
    if district is None:
        return None
    posts = Post.objects.filter(district=district).select_related("district", "holder__user")
    order = {role: place for place, role in enumerate(_ROLES)}
    return min(
        posts,
        key=lambda post: (post.is_vacant and not post.mailbox, order.get(PostRole(post.role), 99), post.pk),
        default=None,
    )


def office_post() -> Post | None:
    """The post of the forum's office, if there is one."""
    found = Post.objects.filter(Q(role=PostRole.OFFICE)).select_related("holder__user")
    return found.order_by("pk").first()


def addresses_of(question: Question) -> Sequence[str]:
    """Where the letter goes. Empty only where nobody of the office can sign in."""
    contact = SpeakerContact.objects.filter(speaker=question.speaker).first() if question.speaker_id else None
    if contact:
        return [contact.email]
    to_post = post_recipients(question.post) if question.post else []
    return to_post or office_addresses()


def label_of(question: Question) -> str:
    """What the addressee is called in public, in Korean: a speaker by name, a post by its role."""
    with override("ko"):
        if question.speaker:
            return gettext("연사 %(name)s") % {"name": question.speaker.name}
        return question.post.label if question.post else gettext(OFFICE)
