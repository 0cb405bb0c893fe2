"""Whether what a case says still holds: its post is asked once a year and answers by a signed link."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Revision

from districts.models import CaseStudy
from portal.accounts.models import User
from portal.accounts.roles import district_group_name
from portal.audit.enums import AuditAction
from portal.audit.log import record
from portal.community.links import LinkProblem, make_token, read_token
from portal.community.members.domain.find import post_recipients
from portal.community.members.models import CaseCheck, Post
from portal.letters.domain.queue import post as send
from search.locks import cluster_lock

PURPOSE = "case-confirmed"
GOOD_FOR = timedelta(days=60)
A_YEAR = timedelta(days=365)
ASKED_AGAIN = timedelta(days=30)
#: Posts written to at a time.
BATCH = 20


@dataclass(frozen=True)
class Asked:
    """A case as a letter names it; ``link``: a path."""

    title: str
    link: str


def link_of(case: CaseStudy) -> str:
    """The path that confirms a case, good until it is confirmed, its contact changes, or the link is too old."""
    return reverse("confirm_case", args=[make_token(PURPOSE, case.pk, _state(case))])


def case_of(token: str) -> CaseStudy:
    """The case that a link confirms. Raises Expired, LinkProblem."""
    pk, state = read_token(PURPOSE, token, GOOD_FOR)
    case = _cases().filter(pk=pk).first()
    if case is None or _state(case) != state:
        raise LinkProblem
    return case


@transaction.atomic
def confirm(token: str, *, by: User | None) -> CaseStudy:
    """Note that the case of this link holds as of today. Raises Expired, LinkProblem, also the second time."""
    pk, _state_then = read_token(PURPOSE, token, GOOD_FOR)
    # Whoever comes second finds it confirmed.
    list(CaseStudy.objects.select_for_update().filter(pk=pk).values_list("pk"))
    case = case_of(token)
    today = timezone.localdate()
    case.last_confirmed = today
    case.save(update_fields=["last_confirmed"], clean=False)
    _note_in_drafts(case, today)
    with override("ko"):
        contact = str(case.contact_post)
    record(AuditAction.CASE_CONFIRMED, by=by, subject=case.title, detail=contact)
    return case


def ask_due() -> int:
    """Write to the posts whose cases are due; returns to how many. One worker of all hosts does it at a time."""
    with cluster_lock("case-checks") as mine:
        return sum(_ask(post) for post in _posts_due()[:BATCH]) if mine else 0


def cases_due() -> QuerySet[CaseStudy]:
    """Public cases with a contact, not confirmed for a year and not asked about of late."""
    today = timezone.localdate()
    lately = CaseCheck.objects.filter(asked_on__gt=today - ASKED_AGAIN).values("case")
    never_or_long_ago = Q(last_confirmed=None) | Q(last_confirmed__lte=today - A_YEAR)
    return _cases().filter(never_or_long_ago).exclude(pk__in=lately)


def _cases() -> QuerySet[CaseStudy]:
    found = CaseStudy.objects.filter(live=True, contact_post__isnull=False)
    return found.select_related("district", "contact_post__district", "contact_post__holder__user")


def _posts_due() -> QuerySet[Post]:
    posts = Post.objects.filter(pk__in=cases_due().values("contact_post"))
    return posts.select_related("district", "holder__user").order_by("pk")


@transaction.atomic
def _ask(post: Post) -> int:
    cases = list(cases_due().filter(contact_post=post).order_by("title"))
    addresses = _addresses(post)
    for case in cases:
        CaseCheck.objects.update_or_create(case=case, defaults={"asked_on": timezone.localdate()})
    if not cases or not addresses:
        return 0
    send(
        addresses,
        "case_check",
        {"post": post, "cases": [Asked(case.title, link_of(case)) for case in cases]},
    )
    return 1


def _addresses(post: Post) -> list[str]:
    """The post; where nobody holds it the editors of its district as well."""
    found = post_recipients(post)
    if post.district and post.is_vacant:
        editors = User.objects.filter(groups__name=district_group_name(post.district), is_active=True)
        found += editors.order_by("pk").values_list("email", flat=True)
    return found


def _state(case: CaseStudy) -> str:
    """Changes when the case is confirmed or passes to somebody else."""
    post = case.contact_post
    return f"{case.last_confirmed or ''}/{case.contact_post_id}/{post.holder_id if post else ''}"


def _note_in_drafts(case: CaseStudy, day: date) -> None:
    """Drafts hold the day as well, or the next publication would bring the old one back."""
    for revision in _revisions(case):
        revision.content["last_confirmed"] = day.isoformat()
        revision.save(update_fields=["content"])


def _revisions(case: CaseStudy) -> Iterable[Revision]:
    current = Q(pk__in=[case.latest_revision_id, case.live_revision_id])
    return Revision.page_revisions.filter(object_id=str(case.pk)).filter(
        current | Q(approved_go_live_at__isnull=False)
    )
