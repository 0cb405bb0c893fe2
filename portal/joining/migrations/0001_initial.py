"""Invitations, requests for accounts, dormant accounts."""

from __future__ import annotations

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import portal.accounts.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("districts", "0004_contact_post"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Dormancy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("noticed_at", models.DateTimeField(null=True)),
                ("locked_at", models.DateTimeField(null=True)),
                ("woken_at", models.DateTimeField(null=True)),
                ("letter_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dormancy",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "쉬는 계정",
                "verbose_name_plural": "쉬는 계정",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="AccountRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "email",
                    portal.accounts.models.LowerCaseEmailField(max_length=254, verbose_name="전자우편"),
                ),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="보이는 이름")),
                ("institution", models.CharField(blank=True, max_length=100, verbose_name="기관")),
                ("department", models.CharField(blank=True, max_length=100, verbose_name="부서")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="때"
                    ),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=500, verbose_name="하는 일과 쓰려는 까닭"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unconfirmed", "주소 확인 전"),
                            ("known", "이미 계정이 있음"),
                            ("waiting", "승인 대기"),
                            ("approved", "승인"),
                            ("refused", "거절"),
                        ],
                        default="unconfirmed",
                        editable=False,
                        max_length=20,
                        verbose_name="상태",
                    ),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="districts.district",
                        verbose_name="자치구",
                    ),
                ),
            ],
            options={
                "verbose_name": "가입 신청",
                "verbose_name_plural": "가입 신청",
                "ordering": ["created_at", "pk"],
                "indexes": [models.Index(fields=["email", "created_at"], name="joining_request_email")],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "email",
                    portal.accounts.models.LowerCaseEmailField(max_length=254, verbose_name="전자우편"),
                ),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="보이는 이름")),
                ("institution", models.CharField(blank=True, max_length=100, verbose_name="기관")),
                ("department", models.CharField(blank=True, max_length=100, verbose_name="부서")),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="때"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("reader", "회원"), ("district_editor", "자치구 편집자")],
                        default="reader",
                        max_length=20,
                        verbose_name="역할",
                    ),
                ),
                ("times_sent", models.PositiveIntegerField(default=0, editable=False)),
                ("sent_at", models.DateTimeField(editable=False, null=True, verbose_name="보낸 때")),
                ("used_at", models.DateTimeField(editable=False, null=True)),
                ("taken_back_at", models.DateTimeField(editable=False, null=True)),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="districts.district",
                        verbose_name="자치구",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "초대",
                "verbose_name_plural": "초대",
                "ordering": ["-sent_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at", None), ("used_at", None)),
                        fields=("email",),
                        name="joining_one_open_invitation",
                    )
                ],
            },
        ),
    ]
