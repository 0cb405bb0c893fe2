"""For somebody who lost both the app and the recovery codes, after the office has made sure who asks."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.accounts.domain.second_factor import reset_second_factor
from portal.accounts.models import User


class Command(BaseCommand):
    help = (
        "Takes the second factor off an account and ends its sessions; it is set up anew at the next sign-in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"]).first()
        if user is None:
            raise CommandError("No account has this address.")
        reset_second_factor(user)
        self.stdout.write(f"{user.email} sets up the second factor at the next sign-in.")
