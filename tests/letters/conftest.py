"""A letter's templates that only these tests have, and a mail server that fails as it is told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class StubbornServer(BaseEmailBackend):
    """Takes letters but where an error lies ready."""

    taken: list[EmailMessage] = []
    at_door: Exception | None = None
    on_letters: list[BaseException | None] = []
    after_taking: list[BaseException] = []

    def open(self) -> bool:
        if StubbornServer.at_door:
            raise StubbornServer.at_door
        return True

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            problem = StubbornServer.on_letters.pop(0) if StubbornServer.on_letters else None
            if problem:
                raise problem
            message.message()
            StubbornServer.taken.append(message)
            if StubbornServer.after_taking:
                raise StubbornServer.after_taking.pop(0)
        return len(email_messages)


@pytest.fixture
def server(settings, monkeypatch):
    """The server as this test wants it."""
    for name in ("taken", "on_letters", "after_taking"):
        monkeypatch.setattr(StubbornServer, name, [])
    monkeypatch.setattr(StubbornServer, "at_door", None)
    monkeypatch.setattr("portal.letters.domain.sending.get_connection", lambda path: StubbornServer())
    return StubbornServer


@pytest.fixture
def letter_files(settings, tmp_path: Path) -> Path:
    """A folder that templates are looked for in as well."""
    folder = tmp_path / "templates"
    (folder / "letters").mkdir(parents=True)
    first, *rest = settings.TEMPLATES
    settings.TEMPLATES = [{**first, "DIRS": [folder, *first["DIRS"]]}, *rest]
    return folder / "letters"


@pytest.fixture
def note(letter_files: Path) -> str:
    """The name of a letter that tells a title."""
    (letter_files / "note.subject.txt").write_text("소식: {{ title }}\n")
    (letter_files / "note.txt").write_text(
        '{% extends "letters/layout.txt" %}{% block body %}{{ title }}\n{{ site }}/ideas/{% endblock %}'
    )
    (letter_files / "note.html").write_text(
        '{% extends "letters/layout.html" %}{% block body %}<p>{{ title }}</p>{% endblock %}'
    )
    return "note"
