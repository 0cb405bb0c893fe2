"""What is asked for, approved and rejected in the workflow."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_noop as _
from wagtail.models import Page
from wagtail.signals import task_approved, task_rejected, workflow_submitted

from portal.audit.enums import AuditAction
from portal.audit.log import record


def connect() -> None:
    workflow_submitted.connect(_submitted, dispatch_uid="audit")
    task_approved.connect(_approved, dispatch_uid="audit")
    task_rejected.connect(_rejected, dispatch_uid="audit")


def subject_of(item: Any) -> str:
    """A page or record by type, title and number."""
    kind = _("쪽") if isinstance(item, Page) else str(item._meta.verbose_name)
    return f"{kind} 「{item}」({item.pk})"


def _submitted(instance: Any, user: Any, **kwargs: Any) -> None:
    record(AuditAction.SUBMITTED, by=user, subject=subject_of(instance.content_object))


def _approved(instance: Any, user: Any, **kwargs: Any) -> None:
    _decided(AuditAction.APPROVED, instance, user)


def _rejected(instance: Any, user: Any, **kwargs: Any) -> None:
    _decided(AuditAction.REJECTED, instance, user)


def _decided(action: AuditAction, task_state: Any, user: Any) -> None:
    record(
        action,
        by=user,
        subject=subject_of(task_state.workflow_state.content_object),
        detail=f"승인 단계 「{task_state.task.name}」",
    )
