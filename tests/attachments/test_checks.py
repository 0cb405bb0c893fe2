"""A file stays hidden until it is checked; what is found is shown to editors, who decide with a reason."""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import ModelLogEntry

from portal.attachments.domain import queue
from portal.attachments.models import AttachmentCheck, AttachmentPart
from portal.core import changes
from portal.core.models import PortalDocument
from tests.factories import attachments as make
from tests.factories.attachments import make_file
from tests.factories.site import make_user

pytestmark = pytest.mark.django_db


def state(document: PortalDocument) -> tuple[str, str, str]:
    document.refresh_from_db()
    return document.check_state, document.extraction_status, document.problem


def read_all() -> None:
    while queue.read_next():
        pass


def fetch(client: Any, address: str) -> int:
    response = client.get(address)
    if response.streaming:
        # To its end, after which the client closes it.
        b"".join(response.streaming_content)
    return int(response.status_code)


@pytest.fixture
def office(client):
    client.force_login(make_user("office@example.org", is_superuser=True))
    return client


def test_a_file_is_hidden_until_it_was_read(client):
    document = make_file("안내.txt", "물레방아 안내")
    assert state(document) == ("waiting", "not_read", "")
    assert (fetch(client, document.url), fetch(client, f"/files/{document.pk}/")) == (404, 404)
    read_all()
    assert state(document) == ("open", "read", "")
    assert (fetch(client, document.url), fetch(client, f"/files/{document.pk}/")) == (200, 200)


def test_another_file_is_hidden_again_until_it_was_read(client):
    document = make_file("안내.txt", "첫째 글")
    read_all()
    document.file.save("새.txt", ContentFile("둘째 글 010-1234-5678".encode()))
    assert (state(document)[0], fetch(client, document.url)) == ("waiting", 404)
    read_all()
    assert state(document)[0] == "held"
    assert [part.text for part in AttachmentPart.objects.all()] == ["둘째 글 010-1234-5678"]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.docx", make.docx("글")[:-300], ("held", "failed", "damaged")),
        ("a.pdf", make.pdf(""), ("held", "no_text", "no_text")),
        ("a.pdf", make.docx("글"), ("held", "read", "mislabelled")),
        ("a.zip", b"PK\x05\x06" + bytes(18), ("held", "failed", "unknown")),
        ("a.csv", "구,수\n노원구,3\n".encode("cp949"), ("open", "read", "")),
    ],
)
def test_what_cannot_be_checked_waits_for_an_editor(name, content, expected):
    document = make_file(name, content)
    read_all()
    assert state(document) == expected


def test_finds_are_shown_in_place_without_the_whole_number(office):
    rows = [["이름", "번호"], ["담당", "900101-1234568"], ["계좌", "우리은행 1002-123-456789"]]
    document = make_file("명단.hwpx", make.hwpx("명단", rows=rows))
    read_all()
    assert state(document)[0] == "held"
    text = office.get(f"/admin/documents/edit/{document.pk}/").content.decode()
    assert "주민등록번호" in text
    assert "계좌번호" in text
    assert "900***-*****68" in text
    assert "900101-1234568" not in text
    assert f"/files/{document.pk}/?table=1&amp;row=2#t1r2" in text


def test_an_editor_shows_a_held_file_with_a_reason_and_hides_it_again(office, client):
    document = make_file("안내.txt", "문의 02-123-4567")
    read_all()
    address = f"/admin/documents/{document.pk}"
    office.post(f"{address}/release/", {"check_reason": "  "})
    assert state(document)[0] == "held"
    office.post(f"{address}/release/", {"check_reason": "부서의 대표 번호"})
    assert state(document)[0] == "open"
    check = AttachmentCheck.objects.get(document=document)
    assert (check.reason, check.released_by.email) == ("부서의 대표 번호", "office@example.org")
    assert "부서의 대표 번호" in office.get(f"/admin/documents/edit/{document.pk}/").content.decode()
    assert ModelLogEntry.objects.get(action="attachments.release").data == {"reason": "부서의 대표 번호"}
    office.post(f"{address}/again/")
    read_all()
    assert state(document)[0] == "open"  # the reason stays with the file
    office.post(f"{address}/withdraw/")
    assert state(document)[0] == "held"


def test_a_reason_belongs_to_the_file_that_it_was_given_for(office):
    document = make_file("안내.txt", "문의 02-123-4567")
    read_all()
    office.post(f"/admin/documents/{document.pk}/release/", {"check_reason": "대표 번호"})
    document.refresh_from_db()
    document.file.save("새.txt", ContentFile(b"010-1234-5678"))
    read_all()
    assert state(document)[0] == "held"


def test_only_who_may_change_the_file_decides(client):
    document = make_file("안내.txt", "문의 02-123-4567")
    read_all()
    client.force_login(make_user("reader@example.org", "열람"))
    for action in ("again", "release", "withdraw"):
        answer = client.post(f"/admin/documents/{document.pk}/{action}/", {"check_reason": "x"})
        assert answer.status_code in (302, 403)
    assert state(document)[0] == "held"


def test_a_worker_that_died_leaves_the_file_to_the_next_but_not_for_ever(monkeypatch):
    document = make_file("안내.txt", "글")
    long_ago = timezone.now() - queue.ABANDONED * 2
    AttachmentCheck.objects.create(
        document=document, file=document.file.name, claimed_at=timezone.now(), attempts=1
    )
    assert queue.read_next() == 0
    AttachmentCheck.objects.update(claimed_at=long_ago, attempts=queue.MOST_ATTEMPTS)
    read_all()
    assert state(document) == ("held", "failed", "crash")


def test_a_file_that_is_gone_is_said(office):
    document = make_file("안내.txt", "글")
    document.file.storage.delete(document.file.name)
    read_all()
    assert state(document) == ("held", "failed", "missing")


def test_a_file_replaced_while_it_is_read_is_read_again(monkeypatch):
    document = make_file("안내.txt", "첫째")
    real = queue.read_file

    def replaced(*args: Any) -> Any:
        monkeypatch.setattr(queue, "read_file", real)
        other = PortalDocument.objects.get(pk=document.pk)
        other.file.save("새.txt", ContentFile("둘째".encode()))
        return real(*args)

    monkeypatch.setattr(queue, "read_file", replaced)
    assert queue.read_next() == 1
    assert state(document)[0] == "waiting"
    read_all()
    assert [part.text for part in AttachmentPart.objects.all()] == ["둘째"]


# --- malware ----------------------------------------------------------------------------------------------


class Clamd(socketserver.ThreadingTCPServer):
    """As much of clamd as INSTREAM needs: https://docs.clamav.net/manual/Usage/Scanning.html#clamd"""

    allow_reuse_address = True
    daemon_threads = True
    answer = b""
    received: list[bytes]


class Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        data = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            data += self.rfile.read(size)
        self.server.received.append(data)  # type: ignore[attr-defined]
        found = b"Eicar-Test-Signature FOUND" if b"EICAR" in data else b"OK"
        self.wfile.write((self.server.answer or b"stream: " + found) + b"\0")  # type: ignore[attr-defined]


@pytest.fixture
def clamd(settings) -> Iterator[Clamd]:
    with Clamd(("127.0.0.1", 0), Conversation) as server:
        server.received = []
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        settings.CLAMD_ADDRESS = f"tcp://127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()
        thread.join()


def test_every_file_is_scanned_before_it_is_read(clamd):
    content = "글 ".encode() * 100_000
    document = make_file("안내.txt", content)
    read_all()
    assert clamd.received == [content]
    assert state(document)[0] == "open"
    assert AttachmentCheck.objects.get().scan == "clean"


def test_a_harmful_file_is_given_to_nobody_and_not_read(clamd, office):
    document = make_file("안내.txt", "EICAR")
    read_all()
    assert state(document) == ("blocked", "not_read", "")
    assert fetch(office, document.url) == 404
    assert not AttachmentPart.objects.exists()
    assert "Eicar-Test-Signature" in office.get(f"/admin/documents/edit/{document.pk}/").content.decode()
    office.post(f"/admin/documents/{document.pk}/release/", {"check_reason": "x"})
    assert state(document)[0] == "blocked"


def test_files_wait_while_the_scanner_is_away_and_are_scanned_later(clamd, settings, office, monkeypatch):
    address, settings.CLAMD_ADDRESS = settings.CLAMD_ADDRESS, "tcp://127.0.0.1:1"
    document = make_file("안내.txt", "글")
    assert queue.read_next() == 0
    assert state(document)[0] == "waiting"
    assert "응답하지 않아" in office.get(f"/admin/documents/edit/{document.pk}/").content.decode()
    settings.CLAMD_ADDRESS = address
    assert queue.read_next() == 0  # not at once
    AttachmentCheck.objects.update(not_before=timezone.now())
    read_all()
    assert state(document)[0] == "open"


def test_a_scanner_that_answers_something_else_has_not_scanned(clamd):
    clamd.answer = b"INSTREAM size limit exceeded. ERROR"
    document = make_file("안내.txt", "글")
    assert queue.read_next() == 0
    assert state(document)[0] == "waiting"


def test_kept_pages_follow_what_readers_notice_and_no_more():
    assert changes.shows('UPDATE "core_portaldocument" SET "check_state" = %s WHERE "id" = %s')
    assert changes.shows('INSERT INTO "attachments_attachmentpart" ("text") VALUES (%s)')
    assert changes.shows('INSERT INTO "core_documentuse" ("page_id") VALUES (%s)')
    assert not changes.shows('UPDATE "attachments_attachmentcheck" SET "claimed_at" = %s')
