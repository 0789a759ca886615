import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """What clinicians asked to change, with the part as it was."""

    dependencies = [
        ("content", "0002_launch_form_key"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChangeRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("part", models.CharField(max_length=20)),
                ("digest", models.CharField(max_length=64)),
                ("content", models.JSONField(default=dict)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="wagtailcore.comment"
                    ),
                ),
            ],
            options={"default_permissions": ()},
        ),
    ]
