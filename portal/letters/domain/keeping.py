"""How long the queue remembers what went out, and what was given up."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from post_office.models import STATUS, Email

MOST_AT_ONCE = 500


def forget_old() -> int:
    """Delete letters that were done with `LETTERS_DAYS` ago; returns how many, at most MOST_AT_ONCE."""
    done = Email.objects.filter(
        status__in=(STATUS.sent, STATUS.failed),
        last_updated__lt=timezone.now() - timedelta(days=settings.LETTERS_DAYS),
    )
    keys = list(done.values_list("pk", flat=True)[:MOST_AT_ONCE])
    Email.objects.filter(pk__in=keys).delete()
    return len(keys)
