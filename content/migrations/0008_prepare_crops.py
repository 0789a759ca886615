from django.db import migrations
from django.utils import timezone


def prepare_pictures(apps, schema_editor):
    """Have a worker make the crops of the pictures that were uploaded before there were any."""
    now = timezone.now()
    messages = apps.get_model("content", "Message").objects
    for picture in apps.get_model("content", "GuideImage").objects.values_list("pk", flat=True):
        messages.create(topic="prepare_picture", payload={"picture": picture}, created_at=now, due_at=now)


class Migration(migrations.Migration):
    dependencies = [("content", "0007_add_patient_consents")]
    operations = [migrations.RunPython(prepare_pictures, migrations.RunPython.noop)]
