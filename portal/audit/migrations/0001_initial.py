"""The audit log, with triggers that keep its entries as they are."""

from __future__ import annotations

import django.utils.timezone
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from portal.audit import protection


def put_up(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    protection.put_up(editor.connection)


def take_down(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    protection.take_down(editor.connection)


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        db_index=True, default=django.utils.timezone.now, editable=False, verbose_name="때"
                    ),
                ),
                ("action", models.CharField(editable=False, max_length=40, verbose_name="한 일")),
                (
                    "by_number",
                    models.PositiveBigIntegerField(
                        db_index=True, editable=False, null=True, verbose_name="한 사람"
                    ),
                ),
                (
                    "about_number",
                    models.PositiveBigIntegerField(
                        db_index=True, editable=False, null=True, verbose_name="대상 계정"
                    ),
                ),
                (
                    "subject",
                    models.CharField(blank=True, editable=False, max_length=300, verbose_name="대상"),
                ),
                (
                    "detail",
                    models.CharField(blank=True, editable=False, max_length=1000, verbose_name="내용"),
                ),
                (
                    "address",
                    models.GenericIPAddressField(editable=False, null=True, verbose_name="접속 주소"),
                ),
            ],
            options={
                "verbose_name": "감사 기록",
                "verbose_name_plural": "감사 기록",
                "ordering": ["-at", "-pk"],
                "base_manager_name": "objects",
                "default_permissions": ("view",),
            },
        ),
        migrations.RunPython(put_up, take_down),
    ]
