"""Speakers: one person per name."""

from __future__ import annotations

from django.utils.text import slugify

from lectures.models import Speaker


def ensure_speaker(name: str, affiliation: str) -> Speaker:
    """The speaker of that name, made when there is none.

    Where editors keep several people of one name apart, the one who spoke for the same affiliation before is meant.
    """
    people = list(Speaker.objects.filter(name=name).order_by("pk"))
    if len(people) > 1:
        same = Speaker.objects.filter(name=name, talks__affiliation=affiliation).order_by("pk").first()
        return same or people[0]
    if people:
        return people[0]
    slug = _free_slug(name)
    return Speaker.objects.create(name=name, slug=slug, external_id=_free_external_id(slug))


def _free_slug(name: str) -> str:
    base = slugify(name, allow_unicode=True)[:90] or "speaker"
    taken = set(Speaker.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return _first_free(base, taken)


def _free_external_id(slug: str) -> str:
    base = f"speaker-{slug}"[:70]
    taken = set(Speaker.objects.filter(external_id__startswith=base).values_list("external_id", flat=True))
    return _first_free(base, {value for value in taken if value})


def _first_free(base: str, taken: set[str]) -> str:
    candidate, number = base, 1
    while candidate in taken:
        number += 1
        candidate = f"{base}-{number}"
    return candidate
