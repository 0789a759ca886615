"""Whoever a launch goes out on behalf of, and why a picture's sizes can't be prepared."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0024_offerings_belong_to_branches")]

    operations = [
        migrations.AddField(
            model_name="launch",
            name="is_of_user",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="current",
            name="held_because",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
        migrations.AddField(
            model_name="guideimage",
            name="failure",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=200),
        ),
    ]
