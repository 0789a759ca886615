from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='launch',
            name='form_key',
            field=models.UUIDField(editable=False, null=True, unique=True),
        ),
    ]
