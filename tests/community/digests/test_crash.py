"""A worker that is killed between any two steps: afterwards every member has every letter, and none twice."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from post_office.models import STATUS, Email

from portal.community.digests.domain import weeks
from portal.community.digests.models import Digest
from tests.community.digests.killed import work
from tests.factories.site import make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

MONDAY = date(2026, 11, 23)
MAKING = "portal.community.digests.domain.sending"
SENDING = "portal.letters.domain.sending"
STEPS = [
    (f"{MAKING}:Digest.objects.create", "after"),
    (f"{MAKING}:_post", "after"),
    (f"{SENDING}:_gone", "before"),
]
#: Where the mail server has the letter and the database does not know it yet.
UNKNOWN = (f"{SENDING}:_gone", "before")


@pytest.fixture
def members(own_data):
    for name in ("one", "two", "three"):
        user = make_user(f"{name}@example.org")
        type(user).objects.filter(pk=user.pk).update(date_joined=weeks.begin_of(MONDAY) - timedelta(days=30))


def _killed(folder: Path, place: str, when: str, week: date) -> bool:
    """Whether a worker of its own was killed there, as it should be."""
    name = str(connection.settings_dict["NAME"])
    program = Path(__file__).with_name("killed.py")
    folder.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(settings.BASE_DIR)}
    environment["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    done = subprocess.run(
        [sys.executable, str(program), name, str(folder), place, when, week.isoformat()],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    return True


def test_nothing_is_lost_and_nothing_told_twice(members, tmp_path, settings):
    files = "django.core.mail.backends.filebased.EmailBackend"
    settings.POST_OFFICE = {**settings.POST_OFFICE, "BACKENDS": {"default": files}}
    connection.close()
    for number, (place, when) in enumerate(STEPS):
        week, folder = MONDAY + timedelta(days=7 * number), tmp_path / str(number)
        settings.EMAIL_FILE_PATH = folder / "mail"
        assert _killed(folder, place, when, week), place
        work(week)
        assert Digest.objects.filter(week=week).count() == 3, place
        sent = "\n".join(path.read_text() for path in (folder / "mail").iterdir())
        receivers = re.findall(r"^To: (\S+)", sent, re.MULTILINE)
        assert set(receivers) == {"one@example.org", "two@example.org", "three@example.org"}, place
        ids = re.findall(r"^Message-ID: (\S+)", sent, re.MULTILINE)
        assert len(set(ids)) == 3, place
        # A letter that the server took in the moment of the crash comes again as the same message.
        assert len(ids) == (4 if (place, when) == UNKNOWN else 3), place
    assert Email.objects.filter(status=STATUS.sent).count() == Email.objects.count() == 3 * len(STEPS)
