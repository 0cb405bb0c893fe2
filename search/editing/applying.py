"""Making a synonym live and taking it back. Both may be asked for twice, and by two editors at once."""

from __future__ import annotations

import hashlib
import json
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from search.models import Synonym

APPLY = "search.apply_synonym"
WITHDRAW = "search.withdraw_synonym"


class Outcome(StrEnum):
    DONE = "done"
    #: It was so already: another click, another editor.
    ALREADY = "already"
    #: What was compared is not what is written now.
    OTHERWISE = "otherwise"


def seen_as(synonym: Synonym) -> str:
    """Stands for what an editor has compared."""
    plain = json.dumps(synonym.content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def apply(pk: int, seen: str, editor: Any) -> Outcome:
    """Let searches use the synonym as it is written, if that is what the editor has seen.

    Raises Synonym.DoesNotExist, and ValidationError where it goes against what was added meanwhile.
    """
    with transaction.atomic():
        synonym = Synonym.objects.select_for_update().get(pk=pk)
        if seen_as(synonym) != seen:
            return Outcome.OTHERWISE
        if synonym.is_current:
            return Outcome.ALREADY
        synonym.clean()
        synonym.applied, synonym.applied_at, synonym.applied_by = synonym.content, timezone.now(), editor
        synonym.save()
        log(instance=synonym, action=APPLY, user=editor)
        return Outcome.DONE


def withdraw(pk: int, editor: Any) -> Outcome:
    """Let searches use the synonym no longer; it stays as a draft. Raises Synonym.DoesNotExist."""
    with transaction.atomic():
        synonym = Synonym.objects.select_for_update().get(pk=pk)
        if not synonym.is_live:
            return Outcome.ALREADY
        synonym.applied, synonym.applied_at, synonym.applied_by = None, None, None
        synonym.save()
        log(instance=synonym, action=WITHDRAW, user=editor)
        return Outcome.DONE
