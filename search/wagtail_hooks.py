"""What Wagtail changes without saving: "add to collection" moves files with one UPDATE, which sends no signal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from search import outbox


@hooks.register("after_bulk_action")
def note_bulk_action(request: HttpRequest, action_type: str, objects: Iterable[Model], action: Any) -> None:
    """Runs inside the transaction of the bulk action. Pages are left out: their actions save each page."""
    for item in objects:
        if not isinstance(item, Page):
            outbox.changed(type(item), [item.pk])
