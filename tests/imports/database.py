"""What a load left in the database."""

from __future__ import annotations

from wagtail.models import Page, Revision

from districts.models import CaseStudy, District
from lectures.models import Speaker
from portal.core.models import Tag, TagAlias
from portal.imports.models import ImportRecord, PendingLink
from search.models import IndexJob


def state() -> dict[str, int]:
    """How many rows there are of everything a load may write."""
    models = (Page, Revision, Tag, TagAlias, Speaker, District, IndexJob, ImportRecord, PendingLink)
    return {model.__name__: model._default_manager.count() for model in models}


def case(external_id: str = "case-t1") -> CaseStudy:
    return CaseStudy.objects.get(external_id=external_id)
