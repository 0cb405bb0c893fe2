"""What of the expo and the prize belongs to a case, a session or a lecture."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lectures.models import ForumSession, Lecture
from portal.expo.domain.expos import visible_expos
from portal.expo.domain.prizes import award_order, visible_prizes
from portal.expo.models import Award, ExpoEdition, ExpoProgrammeItem


def awards_of(case_ids: Iterable[int], viewer: Any) -> dict[int, list[Award]]:
    """Case id -> its awards in editions that `viewer` may see, the latest first; each with its `edition`.

    Cases without an award are left out. Two queries for any number of cases, beside those for restrictions.
    """
    rows = list(Award.objects.filter(case_id__in=list(case_ids)))
    if not rows:
        return {}
    shown = visible_prizes(viewer).filter(pk__in={row.edition_id for row in rows})
    editions = {prize.pk: prize for prize in shown}
    result: dict[int, list[Award]] = {}
    seen = [row for row in rows if row.edition_id in editions]
    for row in sorted(seen, key=lambda award: (-editions[award.edition_id].year, *award_order(award))):
        row.edition = editions[row.edition_id]
        result.setdefault(row.case_id, []).append(row)
    return result


def expos_of_session(session: ForumSession, viewer: Any) -> dict[str, list[ExpoEdition]]:
    """Editions that held the session ("held") and those announced in it ("announced"). Two queries."""
    held = ExpoProgrammeItem.objects.filter(session_id=session.pk).values("edition_id")
    expos = visible_expos(viewer)
    return {
        "held": list(expos.filter(pk__in=held)),
        "announced": list(expos.filter(announced_session_id=session.pk)),
    }


def expos_of_lecture(lecture: Lecture, viewer: Any) -> list[ExpoEdition]:
    """Editions that name the lecture among theirs. One query."""
    return list(visible_expos(viewer).filter(related_lectures=lecture.pk))
