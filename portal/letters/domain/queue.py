"""Letters are written into the queue in the transaction of what they tell: both are there, or neither.

The rows are those of django-post-office. Its own `send` is not used: it renders every text as a template once more,
so that "{%" in somebody's words would be run.
"""

from __future__ import annotations

import logging
import re
import unicodedata
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template import Context, TemplateDoesNotExist, engines
from django.utils import translation
from post_office.models import PRIORITY, STATUS, Email

logger = logging.getLogger(__name__)

SUBJECT_LENGTH = 150
#: Says that no person wrote this, so that no absence note answers it.
AUTOMATIC = {"Auto-Submitted": "auto-generated"}
_HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*\Z")
#: What the queue says itself.
_OWN_HEADERS = frozenset(
    {"bcc", "cc", "content-type", "date", "from", "message-id", "mime-version", "subject", "to"}
)


def post(
    to: Sequence[str],
    name: str,
    context: dict[str, Any],
    *,
    headers: Mapping[str, str] | None = None,
    later: bool = False,
) -> None:
    """Queue the letter ``name`` (templates/letters) for each address, in Korean and in the running transaction.

    Every address gets a letter of its own, so that nobody sees the others. Addresses that are none are left out
    and logged. ``later`` lets other letters go first. Raises ValueError for headers that cannot be sent.
    """
    context = {**context, "site": site_address(), "site_name": settings.WAGTAIL_SITE_NAME}
    with translation.override("ko"):
        subject = one_line(_text(f"letters/{name}.subject.txt", context))
        message = _text(f"letters/{name}.txt", context).strip() + "\n"
        html = _html(f"letters/{name}.html", context)
    for address in _addresses(to):
        enqueue(
            Email(
                from_email=settings.DEFAULT_FROM_EMAIL,
                to=[address],
                subject=subject,
                message=message,
                html_message=html,
                headers={**AUTOMATIC, **checked_headers(headers or {})},
                priority=PRIORITY.low if later else PRIORITY.medium,
            )
        )


def enqueue(letter: Email) -> None:
    """Put a letter into the queue, with the Message-ID that it keeps however often it is sent."""
    letter.status = STATUS.queued
    letter.message_id = f"<{uuid.uuid4().hex}@{urlsplit(site_address()).hostname or 'localhost'}>"
    letter.message, letter.html_message = (
        text.replace("\0", "") for text in (letter.message, letter.html_message)
    )
    letter.save()


def site_address() -> str:
    """The address of the portal, without the slash at its end: never made of what a request says about the host."""
    return str(settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def one_line(text: str) -> str:
    """A text as a header may carry it: on one line, without control characters, not too long."""
    plain = "".join(" " if unicodedata.category(sign).startswith(("C", "Z")) else sign for sign in text)
    line = " ".join(plain.split())
    return line if len(line) <= SUBJECT_LENGTH else f"{line[: SUBJECT_LENGTH - 1]}…"


def checked_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers as they go out. Raises ValueError: a name that is none, one the queue sets itself, a line break."""
    for name, value in headers.items():
        if not _HEADER_NAME.match(name) or name.lower() in _OWN_HEADERS:
            raise ValueError(f"not a header for a letter: {name!r}")
        if any(unicodedata.category(sign) == "Cc" for sign in value):
            raise ValueError(f"a control character in the header {name}")
    return dict(headers)


def _addresses(to: Iterable[str]) -> list[str]:
    """Each address once, those that can be written to."""
    found: dict[str, str] = {}
    for address in to:
        try:
            validate_email(address)
        except ValidationError:
            logger.error("a letter cannot be sent: not an address: %r", address)
        else:
            found.setdefault(address.lower(), address)
    return list(found.values())


def _text(name: str, context: dict[str, Any]) -> str:
    """A plain text: nothing is escaped, as nothing in it is markup."""
    template = cast(Any, engines["django"].get_template(name)).template
    return str(template.render(Context(context, autoescape=False)))


def _html(name: str, context: dict[str, Any]) -> str:
    try:
        template = engines["django"].get_template(name)
    except TemplateDoesNotExist:
        return ""
    return str(template.render(context))
