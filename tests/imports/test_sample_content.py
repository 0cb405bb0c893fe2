"""The sample content loads whole, without a word of complaint, and loading it again changes nothing."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Count
from wagtail.models import Page, Revision

from districts.models import CaseStudy, District
from lectures.models import ForumSession, Lecture
from portal.imports.models import ImportRecord, PendingLink
from search.models import IndexJob
from tests.imports.files import load, summary

CONTENT = Path(settings.BASE_DIR) / "content"
ORDER = (
    "tags",
    "districts",
    "sessions",
    "lectures",
    "cases_deep",
    "cases",
    "expo",
    "prize",
    "figures",
    "terms",
    "guides",
)
# A minute is the promise. The wall clock of a busy machine says little, so the work itself is measured.
CPU_SECONDS = 30


@pytest.mark.django_db
def test_the_sample_content_loads_completely_and_once():
    files = [CONTENT / f"{name}.jsonl" for name in ORDER]
    rows = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in files)
    started = time.process_time()
    report = load(*files, publish=True)

    assert time.process_time() - started < CPU_SECONDS
    assert summary(report).endswith("오류 0 · 알림 0"), report
    assert not PendingLink.objects.exists()
    assert ImportRecord.objects.filter(published=True).count() == rows
    assert CaseStudy.objects.live().count() == 152
    assert Lecture.objects.live().count() >= 15
    assert ForumSession.objects.live().count() == 4
    assert not District.objects.annotate(number=Count("cases")).filter(number=0).exists()
    assert not Page.objects.filter(has_unpublished_changes=True).exists()

    before = (Page.objects.count(), Revision.objects.count(), IndexJob.objects.count())
    again = load(*files, publish=True)
    assert summary(again) == f"새로 만듦 0 · 바꿈 0 · 그대로 {rows} · 오류 0 · 알림 0"
    assert (Page.objects.count(), Revision.objects.count(), IndexJob.objects.count()) == before
