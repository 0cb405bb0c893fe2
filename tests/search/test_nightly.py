from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from taggit.models import Tag

from search import nightly
from search.models import IndexState, SearchDocument
from search.sync import sync_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def synced(tags, engine, monkeypatch):
    monkeypatch.setattr("search.consistency.time.sleep", lambda seconds: None)
    made = [Tag.objects.create(name=name) for name in ("a", "b")]
    sync_all(engine)
    return made


def night(hour: int) -> datetime:
    return timezone.localtime().replace(hour=hour, minute=30)


def test_it_runs_once_a_night_in_the_quiet_hours(synced, engine):
    assert not nightly.is_due(engine, night(14))
    assert nightly.is_due(engine, night(3))
    IndexState.objects.update(checked_at=night(3))
    assert not nightly.is_due(engine, night(4))
    assert nightly.is_due(engine, night(3) + timedelta(days=1))


def test_an_index_that_never_took_anything_is_not_checked(engine):
    assert not nightly.is_due(engine, night(3))


def test_what_drifted_is_put_right_and_tombstones_go(synced, engine, caplog):
    a, b = synced
    Tag.objects.filter(pk=a.pk).update(name="a, changed behind our back")
    b.delete()
    sync_all(engine)
    assert SearchDocument.objects.filter(deleted=True).exists()
    found = nightly.run(engine)
    assert found.outdated == {("tag", a.pk)}
    assert "1 outdated: tag:" in caplog.text
    sync_all(engine)
    assert engine.titles() == ["a, changed behind our back"]
    assert not SearchDocument.objects.filter(deleted=True).exists()
    assert not nightly.run(engine)
