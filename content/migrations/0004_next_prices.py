import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("content", "0003_change_request")]

    operations = [
        migrations.AddField(
            model_name="offering",
            name="next_price",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                max_digits=10,
                null=True,
                validators=[django.core.validators.MinValueValidator(0)],
                verbose_name="next price",
            ),
        ),
        migrations.AddField(
            model_name="offering",
            name="next_valid_from",
            field=models.DateField(blank=True, db_index=True, null=True, verbose_name="next price valid from"),
        ),
    ]
