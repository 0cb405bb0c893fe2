"""A process that is killed in the middle of making or sending letters; started by test_crash.py.

Arguments: the database, a folder, the name of a function ("module:function"), "before" or "after", the week.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from datetime import date
from pathlib import Path
from typing import Any


def main(database: str, folder: str, place: str, when: str, week: str) -> None:
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = database
    settings.DATA_DIR = Path(folder)
    settings.EMAIL_FILE_PATH = folder + "/mail"
    settings.POST_OFFICE = {
        **settings.POST_OFFICE,
        "BACKENDS": {"default": "django.core.mail.backends.filebased.EmailBackend"},
    }
    import django

    django.setup()
    module, _colon, name = place.partition(":")
    _kill_at(module, name, when)
    work(date.fromisoformat(week))


def work(week: date) -> None:
    """What the worker does, with a section that has something for everybody."""
    from unittest.mock import patch

    from portal.community.digests.domain import sections
    from portal.community.digests.domain.sending import send_due as make_due
    from portal.letters.domain.sending import send_due

    news = sections.Section("news", "소식", lambda user, period: [sections.Item("새 소식", "/new/")], 1)
    with patch.object(sections, "_registered", {"news": news}):
        while make_due(week):
            pass
    while send_due():
        pass


def _kill_at(module: str, name: str, when: str) -> None:
    *path, last = name.split(".")
    owner: Any = importlib.import_module(module)
    for part in path:
        owner = getattr(owner, part)
    real = getattr(owner, last)

    def deadly(*args: Any, **kwargs: Any) -> Any:
        if when == "after":
            real(*args, **kwargs)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, last, deadly)


if __name__ == "__main__":
    main(*sys.argv[1:])
