"""Accounts made before addresses were confirmed were made by the office: their addresses count as confirmed."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def confirm(apps: Any, schema_editor: Any) -> None:
    user, address = apps.get_model("accounts", "User"), apps.get_model("account", "EmailAddress")
    known = set(address.objects.values_list("user_id", flat=True))
    address.objects.bulk_create(
        address(user_id=pk, email=email.lower(), verified=True, primary=True)
        for pk, email in user.objects.values_list("pk", "email")
        if pk not in known
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_lower_case_email"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]
