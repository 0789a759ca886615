import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0019_public_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LogInTry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("password", "password"),
                            ("code", "second factor"),
                            ("reset", "asked for a new password"),
                        ],
                        max_length=10,
                    ),
                ),
                ("name_digest", models.CharField(max_length=64)),
                ("address", models.CharField(max_length=50)),
                ("user_agent", models.CharField(max_length=200)),
                ("tried_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("was_right", models.BooleanField(default=False)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["kind", "name_digest", "tried_at"], name="try_by_name"),
                    models.Index(fields=["kind", "address", "tried_at"], name="try_by_address"),
                ],
            },
        ),
        migrations.AlterModelOptions(
            name="clinician",
            options={
                "ordering": ["name"],
                "permissions": [("manage_registrations", "Can say who a clinician is: account and registration")],
                "verbose_name": "clinician",
                "verbose_name_plural": "clinicians",
            },
        ),
    ]
