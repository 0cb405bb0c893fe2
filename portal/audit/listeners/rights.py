"""Rights given and taken: groups, rights of groups and accounts, on pages and collections, superusers, locked doors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.utils.translation import gettext_noop as _
from wagtail.admin.forms.collections import BaseGroupCollectionMemberPermissionFormSet
from wagtail.models import (
    CollectionViewRestriction,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    PageViewRestriction,
)
from wagtail.users.forms import BaseGroupPagePermissionFormSet

from portal.accounts.models import User
from portal.audit.enums import AuditAction
from portal.audit.log import record
from portal.core.viewer import current_viewer

GIVEN, TAKEN = AuditAction.RIGHT_GIVEN, AuditAction.RIGHT_TAKEN
#: Fields of an account that decide what it may do -> how they are called.
POWERS = {
    "is_superuser": _("모든 권한(최고 관리자)"),
    "is_staff": _("직원"),
    "is_active": _("쓸 수 있는 계정"),
}


def connect() -> None:
    m2m_changed.connect(_groups_changed, sender=User.groups.through, dispatch_uid="audit")
    m2m_changed.connect(_rights_changed, sender=User.user_permissions.through, dispatch_uid="audit")
    m2m_changed.connect(_rights_changed, sender=Group.permissions.through, dispatch_uid="audit")
    m2m_changed.connect(_approvers_changed, sender=GroupApprovalTask.groups.through, dispatch_uid="audit")
    pre_save.connect(_powers_changed, sender=User, dispatch_uid="audit")
    post_delete.connect(_group_deleted, sender=Group, dispatch_uid="audit")
    for model in (GroupPagePermission, GroupCollectionPermission):
        post_save.connect(_place_given, sender=model, dispatch_uid="audit")
        post_delete.connect(_place_taken, sender=model, dispatch_uid="audit")
    for model in (PageViewRestriction, CollectionViewRestriction):
        post_save.connect(_closed, sender=model, dispatch_uid="audit")
        post_delete.connect(_opened, sender=model, dispatch_uid="audit")
    _tell_of_forms()


def _tell(action: AuditAction, subject: str, detail: str = "", about: User | None = None) -> None:
    record(action, by=current_viewer(), subject=subject, detail=detail, about=about)


def _group(group: Group) -> str:
    return f"묶음 「{group.name}」"


# --- many to many -----------------------------------------------------------------------------------------


def _changed(instance: Model, action: str, model: type[Model], pk_set: set[Any] | None, ours: str) -> Any:
    """What came or went: (action, objects), or None where nothing did. `ours` is the relation, for "clear"."""
    if action == "pre_clear":
        return TAKEN, list(getattr(instance, ours).all())
    if action in ("post_add", "post_remove") and pk_set:
        found = list(model._default_manager.filter(pk__in=pk_set))
        return (GIVEN if action == "post_add" else TAKEN), found
    return None


def _groups_changed(
    instance: Any, action: str, reverse: bool, model: type[Model], pk_set: Any, **kwargs: Any
) -> None:
    change = _changed(instance, action, model, pk_set, "user_set" if reverse else "groups")
    if change is None:
        return
    what, others = change
    for other in others:
        user, group = (other, instance) if reverse else (instance, other)
        _tell(what, _group(group), about=user)


def _rights_changed(
    instance: Any, action: str, reverse: bool, model: type[Model], pk_set: Any, **kwargs: Any
) -> None:
    if reverse:  # A permission is given to groups or people only from their side.
        return
    is_user = isinstance(instance, User)
    change = _changed(instance, action, model, pk_set, "user_permissions" if is_user else "permissions")
    if change is None:
        return
    what, rights = change
    for names in _in_lines(_names(rights)):
        _tell(what, "" if is_user else _group(instance), names, about=instance if is_user else None)


def _approvers_changed(
    instance: Any, action: str, reverse: bool, model: type[Model], pk_set: Any, **kwargs: Any
) -> None:
    if reverse:
        return
    change = _changed(instance, action, model, pk_set, "groups")
    for group in change[1] if change else ():
        _tell(change[0], _group(group), f"승인 단계 「{instance.name}」")


def _names(rights: Iterable[Permission]) -> list[str]:
    return sorted(f"{right.content_type.app_label}.{right.codename}" for right in rights)


def _in_lines(names: list[str], longest: int = 900) -> list[str]:
    """Joined by commas, in as many lines as it takes: an entry holds 1,000 letters."""
    lines = [""]
    for name in names:
        if len(lines[-1]) + len(name) > longest:
            lines.append("")
        lines[-1] += (", " if lines[-1] else "") + name
    return [line for line in lines if line]


# --- rows -------------------------------------------------------------------------------------------------


def _powers_changed(instance: User, update_fields: Any = None, raw: bool = False, **kwargs: Any) -> None:
    watched = [name for name in POWERS if update_fields is None or name in update_fields]
    if raw or not instance.pk or not watched:
        return
    before = User.objects.filter(pk=instance.pk).values(*watched).first()
    for name in watched if before else ():
        now = bool(getattr(instance, name))
        if before and now != before[name]:
            _tell(GIVEN if now else TAKEN, "", POWERS[name], about=instance)


def _group_deleted(instance: Group, **kwargs: Any) -> None:
    _tell(TAKEN, _group(instance), _("묶음 삭제"))


def _place(row: Any) -> str:
    if isinstance(row, GroupPagePermission):
        return f"쪽 「{row.page.title}」({row.page_id}): {row.permission.codename}"
    return f"자료 묶음 「{row.collection.name}」({row.collection_id}): {row.permission.codename}"


def _place_given(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        _tell(GIVEN, _group(instance.group), _place(instance))


def _place_taken(instance: Any, **kwargs: Any) -> None:
    _tell(TAKEN, _group(instance.group), _place(instance))


def _door(row: Any) -> str:
    if isinstance(row, PageViewRestriction):
        return f"쪽 「{row.page.title}」({row.page_id})"
    return f"자료 묶음 「{row.collection.name}」({row.collection_id})"


def _closed(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        _tell(TAKEN, _door(instance), f"보기 제한: {instance.restriction_type}")


def _opened(instance: Any, **kwargs: Any) -> None:
    _tell(GIVEN, _door(instance), _("보기 제한 풂"))


# --- Wagtail's form of a group ----------------------------------------------------------------------------


def _tell_of_forms() -> None:
    """Wagtail's form makes rows in bulk, which sends no signal. What it deletes sends one."""
    for formset, relation in (
        (BaseGroupPagePermissionFormSet, "page_permissions"),
        (BaseGroupCollectionMemberPermissionFormSet, "collection_permissions"),
    ):
        if not getattr(formset.save, "_tells", False):
            formset.save = _telling(formset.save, relation)
            formset.save._tells = True


def _telling(save: Callable[[Any], Any], relation: str) -> Callable[[Any], Any]:
    @wraps(save)
    def told(self: Any) -> Any:
        before = set(getattr(self.instance, relation).values_list("pk", flat=True))
        result = save(self)
        for row in getattr(self.instance, relation).exclude(pk__in=before):
            _place_given(row)
        return result

    return told
