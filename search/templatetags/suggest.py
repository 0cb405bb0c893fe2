"""What the search form tells its script."""

from __future__ import annotations

import json

from django import template
from django.utils.translation import gettext as _

from search import registry
from search.suggest.source import TAG

register = template.Library()


@register.simple_tag
def suggested_kinds() -> str:
    """JSON of kind -> its name in the reader's language, for every kind that is suggested."""
    names = {kind: str(item.label) for kind, item in registry.current().kinds().items()}
    return json.dumps(names | {TAG: _("태그")}, ensure_ascii=False, separators=(",", ":"))
