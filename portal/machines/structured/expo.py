"""Editions of the expo as events, of the prize as articles about their call and ceremony."""

from __future__ import annotations

from portal.expo.models import ExpoEdition, PrizeEdition
from portal.machines.nodes import Node, iso_date, node
from portal.machines.structured import Surroundings, describe
from portal.machines.structured.parts import citations, languages, licence_url, organisations, text_of
from portal.machines.subjects import has_english


@describe.register(ExpoEdition)
def _expo(expo: ExpoEdition, where: Surroundings) -> list[Node]:
    """Days as far as they are known; an edition that was only planned has none."""
    parts = [
        node(
            "Event",
            name=text_of(row, "title"),
            description=text_of(row, "summary"),
            startDate=iso_date(row.date),
            endDate=iso_date(row.end_date),
        )
        for row in expo.programme.all()
    ]
    venue = text_of(expo, "venue")
    return [
        node(
            "Event",
            id=where.canonical,
            name=expo.local_title,
            alternateName=text_of(expo, "seed_name"),
            description=text_of(expo, "summary"),
            url=where.canonical,
            image=where.picture,
            startDate=iso_date(expo.start_date, expo.date_precision),
            endDate=iso_date(expo.end_date, expo.date_precision),
            location=node("Place", name=venue) if venue else None,
            organizer=organisations(f"{text_of(expo, 'hosts')}\n{text_of(expo, 'organisers')}"),
            subEvent=parts,
        )
    ]


@describe.register(PrizeEdition)
def _prize(prize: PrizeEdition, where: Surroundings) -> list[Node]:
    venue = text_of(prize, "ceremony_venue")
    day = iso_date(prize.ceremony_date, prize.ceremony_precision)
    ceremony = node(
        "Event",
        name=text_of(prize, "ceremony_event"),
        startDate=day,
        location=node("Place", name=venue) if venue else None,
    )
    modified = prize.last_published_at
    return [
        node(
            "Article",
            id=where.canonical,
            headline=prize.local_title,
            description=text_of(prize, "summary"),
            url=where.canonical,
            mainEntityOfPage=where.canonical,
            image=where.picture,
            about=ceremony if day or venue else None,
            temporalCoverage=str(prize.year),
            dateModified=modified.isoformat(timespec="seconds") if modified else "",
            citation=citations(prize.sources),
            inLanguage=languages(has_english(prize)),
            license=licence_url(prize.licence),
            publisher=where.publisher,
        )
    ]
