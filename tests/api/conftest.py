"""A small public site."""

from __future__ import annotations

import pytest

from search.sync import sync_all
from tests.factories.shown import Shown, make_shown


@pytest.fixture
def shown(db, settings, tmp_path) -> Shown:
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    site = make_shown()
    sync_all()
    return site
