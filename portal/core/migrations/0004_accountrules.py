"""Rules for accounts: who may ask for one, when they sleep, how long records are kept."""

from __future__ import annotations

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_attachments"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "accepted_domains",
                    models.TextField(
                        blank=True,
                        default="go.kr\nkorea.kr\nseoul.kr",
                        help_text="한 줄에 하나씩 적습니다. go.kr은 nowon.go.kr도 뜻합니다. 비우면 어느 주소든 받습니다. 초대는 여기에 매이지 않습니다.",
                        verbose_name="신청을 받는 메일 주소",
                    ),
                ),
                (
                    "invitation_days",
                    models.PositiveSmallIntegerField(
                        default=14,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(90),
                        ],
                        verbose_name="초대를 쓸 수 있는 날",
                    ),
                ),
                (
                    "dormant_days",
                    models.PositiveSmallIntegerField(
                        default=365,
                        help_text="로그인하지 않은 날을 셉니다. 0이면 잠그지 않습니다.",
                        validators=[django.core.validators.MaxValueValidator(3650)],
                        verbose_name="쉬는 계정을 잠그기까지 날",
                    ),
                ),
                (
                    "dormant_notice_days",
                    models.PositiveSmallIntegerField(
                        default=30,
                        help_text="알린 뒤 이만큼 지나야 잠급니다.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(365),
                        ],
                        verbose_name="잠그기 전에 알리는 날",
                    ),
                ),
                (
                    "audit_days",
                    models.PositiveSmallIntegerField(
                        default=730,
                        help_text="1년보다 짧게는 할 수 없습니다.",
                        validators=[
                            django.core.validators.MinValueValidator(365),
                            django.core.validators.MaxValueValidator(3650),
                        ],
                        verbose_name="감사 기록 보관일",
                    ),
                ),
                (
                    "request_days",
                    models.PositiveSmallIntegerField(
                        default=90,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(3650),
                        ],
                        verbose_name="끝난 신청과 초대 보관일",
                    ),
                ),
            ],
            options={
                "verbose_name": "계정과 보관",
                "verbose_name_plural": "계정과 보관",
            },
        ),
    ]
