"""From Django's signals to the rules: whoever changes one, it holds at once."""

from __future__ import annotations

from django.db.models.signals import post_delete, post_save

from search import registry
from search.editing.rules import note_change
from search.models import PromotedResult, ProtectedWord, Synonym, UserWord

_RULES = (Synonym, ProtectedWord, PromotedResult)


def connect() -> None:
    """Watch what searches follow. Words of the analyser reach them through a new index."""
    for model in _RULES:
        for signal in (post_save, post_delete):
            signal.connect(note_change, sender=model, dispatch_uid=f"search-rules-{model.__name__}")
    for listed in (*_RULES, UserWord):
        registry.exclude(listed, "how editors want searches to be answered, shown in the admin only")
