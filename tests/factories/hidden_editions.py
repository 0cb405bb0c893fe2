"""Hidden editions of the expo and the prize that point at shown pages, and shown ones that point at hidden pages."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from portal.expo.models import Award, ExpoEdition, ExpoProgrammeItem, PrizeEdition
from tests.factories.editions import award, make_expo, make_prize
from tests.factories.site import restrict

if TYPE_CHECKING:
    from tests.factories.hidden import Hidden
    from tests.factories.shown import Shown


def hide_editions(hidden: Hidden, shown: Shown, group: str) -> None:
    """One for people who signed in, one for a group, one withdrawn; relations both ways."""
    shown_expo, shown_prize = ExpoEdition.objects.get(slug="shown"), PrizeEdition.objects.get(slug="shown")
    expo = make_expo(
        "은닉엑스포",
        title_en="Secret expo",
        slug="secret-expo",
        seed_name="은닉처음이름",
        summary="은닉엑스포요약",
        status="announced",
        start_date=datetime.date(2033, 5, 1),
        venue="은닉전시장",
        continues=shown_expo,
        announced_session=shown.session,
        programme=({"title": "은닉행사", "session": shown.session},),
        zones=({"name": "은닉관", "hall": "은닉홀"},),
        participants=({"name": "은닉기업", "country": "AQ"},),
        figures=({"metric": "은닉지표", "value": "9", "headline": True},),
        tags=("돌봄", "은닉태그"),
    )
    expo.related_lectures.add(shown.lectures[0])
    expo.save()
    restrict(hidden.add("expo", expo, "login"))
    prize = make_prize(
        "은닉상",
        title_en="Secret prize",
        slug="secret-prize",
        year=2034,
        summary="은닉상요약",
        call_end=datetime.date(2034, 5, 1),
        ceremony_date=datetime.date(2034, 9, 1),
        expo=shown_expo,
        awards=(award("은닉도시", country="AQ", project="은닉사업", case=shown.cases[0]),),
        tags=("돌봄",),
    )
    restrict(hidden.add("prize", prize, "group"), group)
    withdrawn = make_prize(
        "은닉내린상",
        slug="secret-withdrawn-prize",
        year=2035,
        awards=(award("은닉도시", case=shown.cases[0]),),
    )
    withdrawn.unpublish()
    hidden.add("withdrawn-prize", withdrawn, "nobody")
    ExpoProgrammeItem.objects.filter(edition=shown_expo.pk).update(session_id=hidden.pages["session-91"].pk)
    ExpoEdition.objects.filter(pk=shown_expo.pk).update(
        continues_id=expo.pk, announced_session_id=hidden.pages["session-92"].pk
    )
    ExpoEdition.related_lectures.through.objects.create(
        expoedition_id=shown_expo.pk, lecture_id=hidden.pages["talk"].pk
    )
    PrizeEdition.objects.filter(pk=shown_prize.pk).update(expo_id=expo.pk)
    Award.objects.filter(edition=shown_prize.pk).update(case_id=hidden.pages["login"].pk)
