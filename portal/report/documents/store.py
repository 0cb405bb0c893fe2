"""Made documents are kept by what they say: the same facts are never laid out twice, and one at a time is made."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, override

from portal.core.sendfile import send_file
from portal.report.documents import DOWNLOADS, Download
from portal.report.domain.case_facts import CaseFacts, facts_of
from portal.report.domain.one_page import clip
from portal.report.domain.targets import Target, page_of
from search.audience import PUBLIC

# Files kept, newest first; a case has four in each language.
MOST_FILES = 1200
PATIENCE = 20.0
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s]+')


class TooBusy(Exception):
    """Other documents are being made for too long."""


def send_document(request: HttpRequest, target: Target, name: str) -> HttpResponseBase:
    """The document of a case as a download: 200, 206, 304, or 503 while too many others are being made."""
    kind = next(one for one in DOWNLOADS if one.name == name)
    with override(kind.language or get_language()):
        facts = facts_of(page_of(target), request)
        etag = _digest(kind, facts)
        try:
            path = _made(kind, facts, etag)
        except TooBusy:
            return HttpResponse(status=503, headers={"Retry-After": "30"})
    response = send_file(
        request,
        path.open("rb"),
        size=path.stat().st_size,
        name=file_name(kind, facts),
        content_type=kind.content_type,
        etag=etag,
        inline=False,
    )
    if target.record.audience == PUBLIC:
        patch_cache_control(response, public=True, no_cache=True)
    else:
        patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex"
    return response


def file_name(kind: Download, facts: CaseFacts) -> str:
    """A name every system can store: the case's title, and which document it is."""
    stem = clip(_FORBIDDEN.sub(" ", facts.title).strip(" ."), 60).rstrip("…") or "case"
    suffix = kind.name.rpartition(".")[2]
    return f"{stem}.{suffix}" if suffix != "docx" else f"{stem} {kind.name.partition('.')[0]}.docx"


def _digest(kind: Download, facts: CaseFacts) -> str:
    return hashlib.sha256(f"{kind.name}\n{_program()}\n{facts!r}".encode()).hexdigest()[:40]


@cache
def _program() -> str:
    """Digest of what lays documents out: another version of the program makes other files."""
    here = Path(__file__).parent
    sources = [*sorted(here.glob("*.py")), *sorted((here.parent / "domain").glob("*.py"))]
    catalogue = Path(settings.BASE_DIR) / "locale" / "en" / "LC_MESSAGES" / "django.po"
    return hashlib.sha256(b"".join(path.read_bytes() for path in [*sources, catalogue])).hexdigest()


def _made(kind: Download, facts: CaseFacts, digest: str) -> Path:
    """The file of these facts, made when it is not there yet. Raises TooBusy when others take too long."""
    path = Path(settings.DATA_DIR) / "report" / f"{digest}.{kind.name.rpartition('.')[2]}"
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        with _turn(path.parent):
            if not path.is_file():
                _write(path, _maker(kind)(facts))
                _prune(path.parent)
    return path


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """One document at a time on this machine. The kernel gives the turn back with the process."""
    deadline = time.monotonic() + PATIENCE
    with (folder / "lock").open("a") as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > deadline:
                    raise TooBusy from error
                time.sleep(0.05)
        yield


def _maker(kind: Download) -> Callable[[CaseFacts], bytes]:
    """What makes this kind of document; its library is loaded when it is first needed."""
    if kind.name.endswith(".pdf"):
        from portal.report.documents.pdf import make_pdf

        return make_pdf
    if kind.name.endswith(".hwpx"):
        from portal.report.documents.hwpx import make_hwpx

        return make_hwpx
    from portal.report.documents.docx import make_docx

    return make_docx


def _write(path: Path, content: bytes) -> None:
    descriptor, fresh = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    os.replace(fresh, path)


def _prune(folder: Path) -> None:
    """Forget the oldest files beyond the limit."""
    files = sorted(folder.glob("*.*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[MOST_FILES:]:
        path.unlink(missing_ok=True)
