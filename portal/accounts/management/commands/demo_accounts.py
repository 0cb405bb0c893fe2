"""Make and print the demo accounts."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from districts.models import District
from portal.accounts.demo import DEMO_DISTRICT_CODE, ensure_demo_accounts
from portal.community.members.demo import ensure_demo_posts


class Command(BaseCommand):
    help = (
        "Create demo accounts (roles, random passwords kept in DATA_DIR/demo-accounts.json) and print them."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.SETTINGS_MODULE.endswith(".production"):
            raise CommandError("Demo accounts are not made in production.")
        with transaction.atomic():
            rows = ensure_demo_accounts(settings.DATA_DIR / "demo-accounts.json")
            ensure_demo_posts(District.objects.get(code=DEMO_DISTRICT_CODE))
        for row in rows:
            self.stdout.write(f"{row['role']:<20} {row['email']:<26} {row['password']}")
