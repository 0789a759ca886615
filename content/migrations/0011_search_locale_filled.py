from django.db import migrations, models


def fill(apps, schema_editor):
    Current, SearchTerm = apps.get_model("content", "Current"), apps.get_model("content", "SearchTerm")
    alias = schema_editor.connection.alias
    own = Current._base_manager.using(alias).filter(pk=models.OuterRef("current")).values("locale")
    SearchTerm._base_manager.using(alias).filter(locale="").update(locale=models.Subquery(own))


class Migration(migrations.Migration):
    """Each term gets the language of its guide."""

    dependencies = [("content", "0010_search_locale")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
