"""Tags: found by comparison key, made and filled from rows."""

from __future__ import annotations

from collections.abc import Iterable

from portal.core.models import Tag, TagAlias
from portal.core.text_keys import term_key
from portal.imports.content import TagContent


def find_tag(name: str) -> Tag | None:
    """The tag that this spelling leads to."""
    key = term_key(name)
    return Tag.objects.filter(key=key).first() or Tag.objects.filter(aliases__key=key).first()


def find_tags(names: Iterable[str], *, create: bool) -> tuple[list[Tag], list[str]]:
    """Tags for the spellings, each tag once, and the spellings that lead nowhere."""
    wanted = list(names)
    keys = {name: term_key(name) for name in wanted}
    found = {tag.key: tag for tag in Tag.objects.filter(key__in=keys.values())}
    aliases = TagAlias.objects.filter(key__in=keys.values()).select_related("tag")
    found = {alias.key: alias.tag for alias in aliases} | found
    if create:
        for name, key in keys.items():
            if key and key not in found:
                found[key] = Tag.objects.create(name=name)
    tags = {found[keys[name]].pk: found[keys[name]] for name in wanted if keys[name] in found}
    return list(tags.values()), [name for name in wanted if keys[name] not in found]


def save_tag(content: TagContent, external_id: str) -> Tag:
    """Make or update the tag. Spellings that editors added stay; those that lead to another tag are left out."""
    tag = Tag.objects.filter(external_id=external_id).first()
    tag = tag or Tag.objects.filter(key=term_key(content.name)).first() or Tag()
    tag.external_id = external_id
    tag.name = content.name
    for name, value in content.values.items():
        setattr(tag, name, value)
    if tag.pk:
        TagAlias.objects.filter(tag=tag, key=term_key(content.name)).delete()
    tag.save()
    keys = {term_key(alias): alias for alias in content.aliases}
    taken = set(TagAlias.objects.filter(key__in=keys).values_list("key", flat=True))
    taken |= set(Tag.objects.filter(key__in=keys).values_list("key", flat=True))
    for key, alias in keys.items():
        if key not in taken:
            TagAlias.objects.create(tag=tag, name=alias)
    return tag
