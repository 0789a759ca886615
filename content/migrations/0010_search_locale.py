import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Words are found by their language, from one index that says all of them."""

    dependencies = [("content", "0009_bulk_operation")]

    operations = [
        migrations.AddField(
            model_name="searchterm", name="locale", field=models.CharField(db_default="", default="", max_length=20)
        ),
        migrations.AlterField(
            model_name="searchterm",
            name="current",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="search_terms",
                to="content.current",
            ),
        ),
        migrations.RemoveIndex(model_name="searchterm", name="search_by_term"),
        migrations.AddIndex(
            model_name="searchterm",
            index=models.Index(fields=["locale", "term", "word", "current", "part", "weight"], name="search_by_term"),
        ),
    ]
