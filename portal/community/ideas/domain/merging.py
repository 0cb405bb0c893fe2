"""Two ideas that mean the same become one: the old address leads to the kept one, with comments and supporters."""

from __future__ import annotations

from django.db import transaction

from portal.accounts.models import User
from portal.audit.enums import AuditAction
from portal.audit.log import record
from portal.community.ideas.domain.steps import NotAllowed, current_for_change
from portal.community.ideas.models import Idea, IdeaComment, IdeaSupport


@transaction.atomic
def merge(idea: Idea, into: Idea, version: int, by: User) -> None:
    """Merge `idea` into `into`. Raises Changed, and NotAllowed for one that is not public or has a case."""
    # In the order of their keys, so that two who merge crosswise do not wait for each other.
    held = {
        row.pk: row
        for row in Idea.objects.select_for_update().filter(pk__in=(idea.pk, into.pk)).order_by("pk")
    }
    current = current_for_change(idea, version)
    kept = held.get(into.pk)
    if (
        kept is None
        or kept.pk == current.pk
        or not kept.is_public
        or not current.is_public
        or current.case_id
    ):
        raise NotAllowed
    IdeaComment.objects.filter(idea=current).update(idea=kept)
    members = set(current.supports.values_list("member_id", flat=True))
    # Whoever had the same idea supports it, unless it is theirs.
    members |= {current.author_id} if current.author_id else set()
    IdeaSupport.objects.bulk_create(
        [IdeaSupport(idea=kept, member_id=pk) for pk in sorted(members - {kept.author_id})],
        ignore_conflicts=True,
    )
    current.supports.all().delete()
    # No chains: what was merged into this one leads to the kept one at once.
    for row in Idea.objects.filter(merged_into=current):
        row.merged_into = kept
        row.save(update_fields=["merged_into"])
    current.merged_into = kept
    current.version += 1
    current.save(update_fields=["merged_into", "version"])
    record(AuditAction.IDEAS_MERGED, by=by, subject=f"아이디어 {current.pk} → {kept.pk}")
