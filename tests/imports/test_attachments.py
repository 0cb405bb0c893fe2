"""Rows of attachments: the file comes into the library and onto its page, once."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from portal.attachments.domain import queue
from portal.core.models import DocumentUse, PortalDocument
from portal.core.site_tree import ensure_lists
from tests.factories.site import make_lecture

pytestmark = pytest.mark.django_db


@pytest.fixture
def load(db, tmp_path):
    ensure_lists()

    def of(content: bytes, **values: str) -> None:
        (tmp_path / "a.txt").write_bytes(content)
        row = {
            "kind": "attachment",
            "external_id": "attachment-1",
            "title": "견본",
            "file": "a.txt",
            "sha256": hashlib.sha256(content).hexdigest(),
            "page_kind": "lecture",
            "page": "lecture-1",
            "licence": "1",
        }
        path = tmp_path / "attachments.jsonl"
        path.write_text(json.dumps({**row, **values}), "utf-8")
        call_command("import_content", str(path), publish=True, verbosity=0)

    return of


def texts() -> list[str]:
    while queue.read_next():
        pass
    return [part.text for document in PortalDocument.objects.all() for part in document.parts.all()]


def test_a_file_is_loaded_once_and_exchanged_when_it_changes(load):
    lecture = make_lecture("강연", external_id="lecture-1")
    lecture.save_revision().publish()
    load("첫째".encode())
    load("첫째".encode())
    document = PortalDocument.objects.get()
    assert (document.title, document.licence, texts()) == ("견본", "1", ["첫째"])
    assert [use.page_id for use in DocumentUse.objects.all()] == [lecture.pk]
    load("둘째".encode())
    assert PortalDocument.objects.get().pk == document.pk
    assert texts() == ["둘째"]
    lecture.refresh_from_db()
    assert len(lecture.attachments) == 1


def test_a_file_waits_for_its_page(load, tmp_path):
    load("글".encode())
    assert not DocumentUse.objects.exists()
    rows = [{"kind": "lecture", "external_id": "lecture-1", "title": "강연"}]
    path = tmp_path / "lectures.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    call_command("import_content", str(path), publish=True, verbosity=0)
    assert DocumentUse.objects.get().page.title == "강연"


@pytest.mark.parametrize(
    "wrong", [{"sha256": "0" * 64}, {"file": "b.txt"}, {"file": "../a.txt"}, {"page_kind": "tag"}]
)
def test_wrong_rows_bring_nothing(load, wrong):
    with pytest.raises(CommandError):
        load("글".encode(), **wrong)
    assert not PortalDocument.objects.exists()


def test_the_samples_cover_the_formats():
    folder = Path(settings.BASE_DIR) / "content"
    rows = [json.loads(line) for line in (folder / "attachments.jsonl").read_text("utf-8").splitlines()]
    assert len(rows) >= 12
    endings = {Path(row["file"]).suffix for row in rows}
    assert endings == {".pdf", ".hwpx", ".hwp", ".docx", ".pptx", ".xlsx", ".txt"}
    for row in rows:
        content = (folder / row["file"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == row["sha256"]
