from django.db import migrations
from django.db.models.functions import Lower

import portal.accounts.models


def lower(apps, schema_editor):
    apps.get_model("accounts", "User").objects.update(email=Lower("email"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_initial")]

    operations = [
        migrations.RunPython(lower, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="user",
            name="email",
            field=portal.accounts.models.LowerCaseEmailField(
                max_length=254, unique=True, verbose_name="전자우편"
            ),
        ),
    ]
