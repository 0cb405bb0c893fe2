"""Scheduled publishing, as Wagtail's ``publish_scheduled`` does it, but one object's failure stops no other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import partial

from django.apps import apps
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

logger = logging.getLogger(__name__)


def publish_due() -> int:
    """Unpublish what has expired and publish what is due, each in its own transaction; returns how many.

    What cannot be published (an invalid page, say) is logged and tried again the next time.
    """
    return sum(_attempt(describe, act) for describe, act in [*_expired(), *_due()])


Step = tuple[str, Callable[[], object]]


def _expired() -> Iterator[Step]:
    for model in _models_with_drafts():
        for item in model._default_manager.filter(live=True, expire_at__lt=timezone.now()).order_by(
            "expire_at"
        ):
            yield f"unpublish {item}", partial(_unpublish, item)


def _due() -> Iterator[Step]:
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at")
    for revision in due:
        yield f"publish {revision}", partial(_publish, revision)


def _models_with_drafts() -> list[type[Model]]:
    others = [m for m in apps.get_models() if issubclass(m, DraftStateMixin) and not issubclass(m, Page)]
    return [Page, *others]


def _unpublish(item: Model) -> None:
    item.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")  # type: ignore[attr-defined]


def _publish(revision: Revision) -> None:
    revision.publish(log_action="wagtail.publish.scheduled")


def _attempt(what: str, act: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            act()
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        logger.error("could not %s: %s: %s", what, type(error).__name__, error)
        return False
    return True
