"""Django's own mail (Wagtail's notices, letters about signing in) into the same queue.

No page waits for a mail server or shows an error because it is away.
"""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from post_office.models import PRIORITY, Email

from portal.letters.domain.queue import AUTOMATIC, checked_headers, enqueue, one_line

logger = logging.getLogger(__name__)


class QueueBackend(BaseEmailBackend):
    """Queues what it is given, in the running transaction; attachments are not carried."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        return sum(self._queue(message) for message in email_messages)

    def _queue(self, message: EmailMessage) -> bool:
        """Whether it is in the queue. What cannot be sent to anybody is logged: nobody could do anything there."""
        if message.attachments:
            raise ValueError("the queue carries no attachments")
        headers = {**AUTOMATIC, **{name: str(value) for name, value in message.extra_headers.items()}}
        if message.reply_to:
            headers["Reply-To"] = ", ".join(map(str, message.reply_to))
        html = [content for content, kind in getattr(message, "alternatives", []) if kind == "text/html"]
        try:
            enqueue(
                Email(
                    from_email=str(message.from_email),
                    to=_plain(message.to),
                    cc=_plain(message.cc),
                    bcc=_plain(message.bcc),
                    subject=one_line(str(message.subject)),
                    message=str(message.body),
                    html_message=str(html[0]) if html else "",
                    headers=checked_headers(headers),
                    # Somebody waits for these: a link to sign in, an article to approve.
                    priority=PRIORITY.high,
                )
            )
        except (ValidationError, ValueError) as error:
            logger.error("a letter cannot be sent: %s", error)
            return False
        return True


def _plain(addresses: Sequence[Any]) -> list[str]:
    """Addresses without names. Raises ValueError where something stands behind a line break."""
    texts = [str(address) for address in addresses]
    if any(unicodedata.category(sign) == "Cc" for sign in "".join(texts)):
        raise ValueError("a control character in an address")
    return [parseaddr(text)[1] or text for text in texts]
