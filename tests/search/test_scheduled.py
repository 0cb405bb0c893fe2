from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Page, Revision

from search.drain import drain_once
from search.models import SearchDocument
from search.scheduled import publish_due

pytestmark = pytest.mark.django_db


def live_titles() -> set[str]:
    while drain_once():
        pass
    return set(SearchDocument.objects.filter(deleted=False).values_list("title", flat=True))


def expire(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))


def due(revision: Revision) -> None:
    """Let the time of an approved revision come."""
    past = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = past.isoformat()
    revision.approved_go_live_at = past
    revision.save()


def test_what_is_due_is_published_and_found(add, pages):
    page = add("plan", live=False)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    revision = page.save_revision()
    revision.publish()
    assert publish_due() == 0
    assert live_titles() == set()
    due(revision)
    assert publish_due() == 1
    assert live_titles() == {"plan"}
    assert publish_due() == 0


def test_what_has_expired_is_gone(add, pages):
    page = add("plan")
    assert live_titles() == {"plan"}
    expire(page)
    assert publish_due() == 1
    assert live_titles() == set()
    assert Page.objects.get(pk=page.pk).expired


def test_one_page_that_cannot_be_published_stops_no_other(add, pages, monkeypatch, caplog):
    first, second = add("first"), add("second")
    expire(first)
    expire(second)
    unpublish = Page.unpublish

    def refuse(self, **options):
        if self.slug == "first":
            raise ValidationError("no")
        return unpublish(self, **options)

    monkeypatch.setattr(Page, "unpublish", refuse)
    assert publish_due() == 1
    assert live_titles() == {"first"}
    assert "could not unpublish first" in caplog.text
