"""A launch goes out on behalf of whoever saved it last; one that a script has planned, of nobody."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0021_drafts_of_shared_things")]

    operations = [
        migrations.AddField(
            model_name="launch",
            name="is_of_user",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
    ]
