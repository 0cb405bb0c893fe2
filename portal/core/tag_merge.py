"""Two tags that mean the same become one."""

from __future__ import annotations

from django.db import transaction
from taggit.models import ItemBase

from portal.core.models import Tag, TagAlias
from portal.core.text_keys import term_key
from search import outbox


def merge_tags(tag: Tag, into: Tag) -> None:
    """Give everything tagged ``tag`` the tag ``into``, whose spelling the old name becomes; ``tag`` is deleted.

    Drafts that still name the old tag lose it when they are published. Raises ValueError for one and the same tag.
    """
    if tag.pk == into.pk:
        raise ValueError("a tag cannot be merged into itself")
    with transaction.atomic():
        # The links change by plain statements, which tell search nothing: note both ends first.
        outbox.enqueue_documents(outbox.current_dependants(Tag, tag.pk))
        for through in ItemBase.__subclasses__():
            _relink(through, tag, into)
        TagAlias.objects.filter(tag=tag).update(tag=into)
        name = tag.name
        tag.delete()
        if term_key(name) != into.key:
            TagAlias.objects.get_or_create(key=term_key(name), defaults={"tag": into, "name": name})
        into.save()


def _relink(through: type[ItemBase], tag: Tag, into: Tag) -> None:
    if through._meta.abstract or through._meta.get_field("tag").related_model is not Tag:
        return
    rows = through._default_manager
    known = rows.filter(tag=into).values_list("content_object_id", flat=True)
    rows.filter(tag=tag).exclude(content_object_id__in=list(known)).update(tag=into)
