"""Where cases are written, for whoever wants to write one that readers miss."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from wagtail.permissions import policy_registry

from districts.models import CaseIndexPage, District


def writing_places(editor: Any) -> dict[str, str]:
    """Name of a district ("" for the whole city) -> the form for a new case there; only where this editor may."""
    policy = policy_registry.get_by_type(CaseIndexPage)
    mine = policy.instances_user_has_permission_for(editor, "add")
    folders = CaseIndexPage.objects.filter(pk__in=mine.values("pk"))
    names = dict(District.objects.filter(page__isnull=False).values_list("page__path", "name"))
    return {names.get(folder.path[: -folder.steplen], ""): _form(folder) for folder in folders}


def _form(folder: CaseIndexPage) -> str:
    return reverse("wagtailadmin_pages:add", args=["districts", "casestudy", folder.pk])
