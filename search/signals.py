"""From Django's signals to the outbox. No decisions here: see ``search.outbox``.

Only model signals are used: they fire inside the transaction of the change. Wagtail's publish, unpublish and
move signals fire after it, so a job written there could be lost; each of those actions saves the page, and that
is what is noted here.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from treebeard.mp_tree import path_updated
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Page,
    PageViewRestriction,
    Site,
    get_page_models,
)

from search import outbox

_OLD_DEPENDANTS = "_search_old_dependants"


def connect() -> None:
    """Watch pages, restrictions, sites and collections. Other models are watched as they are registered."""
    for model in get_page_models():
        watch(model)
    pre_delete.connect(_page_leaving, sender=Page, dispatch_uid="search-page-leaving")
    post_save.connect(_page_restricted, sender=PageViewRestriction, dispatch_uid="search-restricted")
    post_delete.connect(_page_restricted, sender=PageViewRestriction, dispatch_uid="search-unrestricted")
    m2m_changed.connect(
        _restriction_groups, sender=PageViewRestriction.groups.through, dispatch_uid="search-groups"
    )
    post_save.connect(
        _collection_restricted, sender=CollectionViewRestriction, dispatch_uid="search-c-restricted"
    )
    post_delete.connect(
        _collection_restricted, sender=CollectionViewRestriction, dispatch_uid="search-c-unrestricted"
    )
    m2m_changed.connect(
        _restriction_groups, sender=CollectionViewRestriction.groups.through, dispatch_uid="search-c-groups"
    )
    pre_delete.connect(_group_leaving, sender=Group, dispatch_uid="search-group-leaving")
    post_save.connect(_site_changed, sender=Site, dispatch_uid="search-site-saved")
    post_delete.connect(_site_changed, sender=Site, dispatch_uid="search-site-deleted")
    path_updated.connect(_collection_moved, sender=Collection, dispatch_uid="search-collection-moved")


def watch(model: type[Model]) -> None:
    """Note every change of this model and of its many-to-many relations. Watching twice is watching once."""
    label = model._meta.label_lower
    pre_save.connect(_before_save, sender=model, dispatch_uid=f"search-before-save-{label}")
    post_save.connect(_saved, sender=model, dispatch_uid=f"search-saved-{label}")
    pre_delete.connect(_before_delete, sender=model, dispatch_uid=f"search-before-delete-{label}")
    post_delete.connect(_deleted, sender=model, dispatch_uid=f"search-deleted-{label}")
    for field in model._meta.many_to_many:
        through = field.remote_field.through
        m2m_changed.connect(
            _relation_changed, sender=through, dispatch_uid=f"search-m2m-{label}-{field.name}"
        )


def _before_save(
    sender: type[Model], instance: Model, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    if instance.pk and not instance._state.adding and not outbox.is_neutral(sender, update_fields):
        setattr(
            instance, _OLD_DEPENDANTS, outbox.current_dependants(_class_of(sender, instance), instance.pk)
        )


def _saved(
    sender: type[Model], instance: Model, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    if not outbox.is_neutral(sender, update_fields):
        outbox.enqueue_documents(instance.__dict__.pop(_OLD_DEPENDANTS, ()))
        outbox.changed(_class_of(sender, instance), [instance.pk])


def _class_of(sender: type[Model], instance: Model) -> type[Model]:
    """The specific class of a page: moves and scheduled unpublishing save the bare Page."""
    return (getattr(instance, "specific_class", None) or sender) if sender is Page else sender


def _before_delete(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    outbox.enqueue_documents(outbox.current_dependants(sender, instance.pk))


def _deleted(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    outbox.removed(sender, instance.pk)


def _relation_changed(
    sender: type[Model],
    instance: Model,
    action: str,
    model: type[Model],
    pk_set: set[int] | None,
    **kwargs: Any,
) -> None:
    if action == "pre_clear":
        outbox.changed(model, outbox.related_ids(sender, instance, model))
    elif action.startswith("post_"):
        outbox.changed(type(instance), [instance.pk])
        outbox.changed(model, pk_set or ())


def _page_leaving(instance: Page, **kwargs: Any) -> None:
    outbox.aliases_detached(instance.pk)


def _page_restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    outbox.page_restricted(instance.page_id)


def _collection_restricted(instance: CollectionViewRestriction, **kwargs: Any) -> None:
    outbox.collection_restricted(instance.collection_id)


def _restriction_groups(
    instance: Model, action: str, model: type[Model], pk_set: set[int] | None, **kwargs: Any
) -> None:
    if isinstance(instance, Group):
        _group_restrictions(instance)
    elif isinstance(instance, PageViewRestriction):
        outbox.page_restricted(instance.page_id)
    elif isinstance(instance, CollectionViewRestriction):
        outbox.collection_restricted(instance.collection_id)


def _group_leaving(instance: Group, **kwargs: Any) -> None:
    _group_restrictions(instance)


def _group_restrictions(group: Group) -> None:
    for restriction in PageViewRestriction.objects.filter(groups=group):
        outbox.page_restricted(restriction.page_id)
    for restriction in CollectionViewRestriction.objects.filter(groups=group):
        outbox.collection_restricted(restriction.collection_id)


def _site_changed(**kwargs: Any) -> None:
    outbox.tree_restructured()


def _collection_moved(new_path: str, **kwargs: Any) -> None:
    outbox.collections_moved(new_path)
