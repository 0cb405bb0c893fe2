"""Make the fixed parts of a site: districts, tree, groups, collections, workflow. Safe to run again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.text import slugify

from districts.code_list import DISTRICTS
from districts.models import District
from home.domain.footer import ensure_footer
from portal.accounts.roles import ensure_roles
from portal.core.site_tree import ensure_district_page, ensure_lists


class Command(BaseCommand):
    help = (
        "Create the page tree, the 25 districts, roles, collections and the approval workflow where missing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            home = ensure_lists()
            for code, name, name_en in DISTRICTS:
                district, _made = District.objects.get_or_create(
                    code=code, defaults={"name": name, "name_en": name_en, "slug": slugify(name_en)}
                )
                ensure_district_page(district)
            ensure_roles()
            ensure_footer(home)
        self.stdout.write(f"{District.objects.count()} districts, tree and roles are in place.")
