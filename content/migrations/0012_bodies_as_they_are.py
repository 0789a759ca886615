from django.db import migrations


def store(how: str):
    def alter(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE content_edition ALTER COLUMN body SET STORAGE {how}")

    return alter


class Migration(migrations.Migration):
    """PostgreSQL no longer compresses documents: to unpack those of a page of sync took a tenth of its time.

    Editions that are there already stay as they are.
    """

    dependencies = [("content", "0011_search_locale_filled")]

    operations = [migrations.RunPython(store("EXTERNAL"), store("EXTENDED"))]
