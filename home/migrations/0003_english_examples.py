from __future__ import annotations

from typing import Any

from django.db import migrations, models

KOREAN = "스마트경로당\n고독사 예방\nCCTV 통합관제\n디지털 교육"
ENGLISH = "smart senior centre\nAI chatbot\nCCTV\ndigital inclusion"


def give_english_examples(apps: Any, _schema: Any) -> None:
    """Sites that kept the first examples get them in English too."""
    apps.get_model("home", "HomePage").objects.filter(example_queries=KOREAN).update(
        example_queries_en=ENGLISH
    )


class Migration(migrations.Migration):
    dependencies = [("home", "0002_footer_pages")]

    operations = [
        migrations.AddField(
            model_name="homepage",
            name="example_queries_en",
            field=models.TextField(
                blank=True,
                help_text="영문 첫 화면에 나옵니다. 비우면 국문 예시가 나옵니다.",
                verbose_name="영문 검색 예시",
            ),
        ),
        migrations.RunPython(give_english_examples, migrations.RunPython.noop),
    ]
