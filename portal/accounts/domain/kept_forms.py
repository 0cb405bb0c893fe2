"""A form that was sent after the session had ended, kept until its writer has signed in again.

Nothing of it is stored before: the sign-in page carries it, signed, so that only what was sent to this site with a
valid token comes back. Then it lies in the writer's own session and is shown to be sent once more. Files and
passwords cannot be kept.
"""

from __future__ import annotations

import time
from typing import Any, TypedDict

from django.core import signing
from django.http import HttpRequest

FIELD = "kept_form"
SALT = "accounts.kept-form"
LONGEST = 400_000  # characters of names and values together
SHORTEST_TEXT = 20
MOST_SECONDS = 8 * 3600
_SESSION_KEY = "accounts_kept_form"
_SECRET = ("password", "csrfmiddlewaretoken", "secret", "token", FIELD)


class KeptForm(TypedDict):
    """`path` where it was sent to; `fields` in their order; `files` whether files are missing now."""

    path: str
    fields: list[list[str]]
    files: bool
    at: float


def take(request: HttpRequest) -> KeptForm | None:
    """What was sent with this request; None where there is nothing to keep or too much."""
    if request.method != "POST":
        return None
    fields = [[name, value] for name, values in request.POST.lists() if _is_open(name) for value in values]
    if not fields or sum(len(name) + len(value) for name, value in fields) > LONGEST:
        return None
    return KeptForm(path=request.get_full_path(), fields=fields, files=bool(request.FILES), at=time.time())


def _is_open(name: str) -> bool:
    return not any(part in name.lower() for part in _SECRET)


def sign(form: KeptForm) -> str:
    """The form as a text that the sign-in page carries."""
    return signing.dumps(form, salt=SALT, compress=True)


def unsign(text: str) -> KeptForm | None:
    """The form of such a text; None for one that is not ours or too old."""
    try:
        form: KeptForm = signing.loads(text, salt=SALT, max_age=MOST_SECONDS)
    except signing.BadSignature:
        return None
    return form


def keep(request: HttpRequest, form: KeptForm) -> None:
    """Lay the form into the session of its writer, in the place of one laid there before."""
    request.session[_SESSION_KEY] = form


def kept(request: HttpRequest) -> KeptForm | None:
    """The form that lies in the session."""
    form: Any = request.session.get(_SESSION_KEY)
    if not form or time.time() - form["at"] > MOST_SECONDS:
        return None
    found: KeptForm = form
    return found


def forget(request: HttpRequest) -> None:
    request.session.pop(_SESSION_KEY, None)


def texts(form: KeptForm) -> list[str]:
    """What was written by hand as far as it can be told: the longer values, to be copied where sending fails."""
    return [value for _, value in form["fields"] if len(value) >= SHORTEST_TEXT and " " in value.strip()]
