"""What a query names of the lectures: their speakers, and sessions by number."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from lectures.domain.speakers import visible_speakers
from lectures.models import ForumSession
from lectures.searchable import SessionSearchable, SpeakerSearchable
from search.audience import visible_pages
from search.understanding.offers import Offer

# 제3차, 제3차포럼, 제 3회 포럼, 3차.
_SESSION = re.compile(
    r"(?<![가-힣0-9])제 ?([0-9]{1,3}) ?[차회](?=포럼|[^가-힣]|$)|^([0-9]{1,3}) ?[차회](?= |$)"
)
# How people are addressed behind their name.
_ADDRESSED = re.compile(r"\s*(?:교수|박사|대표|이사|본부장|소장|연구원|주무관|과장|팀장|국장|님|씨|강연)+$")
_MOST = 3


def named_people(query: str, viewer: Any) -> Iterable[Offer]:
    """Speakers whose name is the whole query, also with a title behind it."""
    names = {query, _ADDRESSED.sub("", query)} - {""}
    spelt = Q(name__in=names)
    for name in names:
        spelt |= Q(name_en__iexact=name)
    for speaker in visible_speakers(viewer).filter(spelt)[:_MOST]:
        yield Offer(SpeakerSearchable.label, f"/speakers/{speaker.slug}/", speaker.name, speaker.name_en)


def named_session(query: str, viewer: Any) -> Iterable[Offer]:
    """The session whose number stands in the query: 제3차."""
    found = _SESSION.search(query)
    if found:
        number = int(found[1] or found[2])
        for page in visible_pages(ForumSession.objects.filter(number=number), viewer):
            yield Offer(SessionSearchable.label, f"/sessions/{page.slug}/", page.title, page.title_en)
