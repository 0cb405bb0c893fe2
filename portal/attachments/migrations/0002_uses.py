"""Note which pages saved before lead to which attachments."""

import json

from django.db import migrations

TABLES = (
    "lectures_lecture",
    "lectures_forumsession",
    "districts_casestudy",
    "expo_expoedition",
    "expo_prizeedition",
)


def note_uses(apps, schema_editor):
    connection = schema_editor.connection
    DocumentUse = apps.get_model("core", "DocumentUse")
    documents = set(apps.get_model("core", "PortalDocument").objects.values_list("pk", flat=True))
    if not documents:
        return
    there = set(connection.introspection.table_names())
    found = {}
    for table in filter(there.__contains__, TABLES):
        with connection.cursor() as cursor:
            # The names are those above.
            cursor.execute(f'SELECT page_ptr_id, attachments FROM "{table}"')  # noqa: S608
            rows = cursor.fetchall()
        for page, stored in rows:
            for block in json.loads(stored) if isinstance(stored, str) and stored else stored or []:
                value = block.get("value") or {}
                if value.get("document") in documents:
                    found[page, value["document"]] = value.get("label") or ""
    DocumentUse.objects.bulk_create(
        DocumentUse(page_id=page, document_id=document, attached=True, label=label[:200])
        for (page, document), label in found.items()
    )


class Migration(migrations.Migration):
    dependencies = [("attachments", "0001_initial")]
    operations = [migrations.RunPython(note_uses, migrations.RunPython.noop)]
