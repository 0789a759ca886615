import content.model.branches.models
from django.db import migrations, models

FIELDS = ("available", "price_from", "currency", "price_valid_from", "practitioner_id", "booking_url", "note")


def bring_together(apps, schema_editor):
    """What was offered by a translation of a branch is the branch's. Where both said something, the branch's stays, and
    what is dropped is told and kept among the changes of offerings, where it can be brought back.
    """
    BranchPage = apps.get_model("content", "BranchPage")
    sources, keys = {}, {}
    for pk, key in BranchPage.objects.order_by("pk").values_list("pk", "translation_key"):
        keys[pk] = sources.setdefault(key, pk)
    moved = {pk: source for pk, source in keys.items() if pk != source}
    if moved:
        dropped = _move_offerings(apps.get_model("content", "Offering"), moved)
        _move_plans(apps, moved)
        if dropped:
            apps.get_model("content", "OfferingBatch").objects.create(changes=dropped)


def _move_offerings(Offering, moved):
    dropped = []
    for offering in Offering.objects.filter(branch__in=moved).order_by("branch_id", "pk"):
        source = moved[offering.branch_id]
        there = Offering.objects.filter(branch_id=source, guide_id=offering.guide_id).first()
        if there and _is_empty(there):
            there.delete()
            there = None
        if there is None:
            Offering.objects.filter(pk=offering.pk).update(branch_id=source)
            continue
        if not _is_empty(offering) and _snapshot(offering) != _snapshot(there):
            pair = {"branch": source, "guide": offering.guide_id}
            dropped.append({**pair, "before": _snapshot(offering), "after": _snapshot(there)})
            print(f"\n  Two offerings of branch {source} and guide {offering.guide_id}: {_snapshot(there)} stays.")
            print(f"  Dropped, and kept among the changes of offerings: {_snapshot(offering)}")
        offering.delete()
    return dropped


def _is_empty(offering):
    return all(getattr(offering, name) in (None, "", False) for name in FIELDS)


def _snapshot(offering):
    """As the grid keeps it for undoing."""
    values = {name.removesuffix("_id"): getattr(offering, name) for name in FIELDS}
    return {name: value if value is None or isinstance(value, (bool, int)) else str(value) for name, value in values.items()}


def _move_plans(apps, moved):
    LaunchOffering = apps.get_model("content", "LaunchOffering")
    for pk, source in moved.items():
        LaunchOffering.objects.filter(branch_id=pk).update(branch_id=source)
    for batch in apps.get_model("content", "OfferingBatch").objects.all():
        if any(change["branch"] in moved for change in batch.changes):
            batch.changes = [{**change, "branch": moved.get(change["branch"], change["branch"])} for change in batch.changes]
            batch.save(update_fields=["changes"])


class Migration(migrations.Migration):

    dependencies = [
        ("content", "0023_order_text_by_code_point"),
    ]

    operations = [
        migrations.AddField(
            model_name="launchoffering",
            name="planned_on",
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.AlterModelOptions(
            name="openinghours",
            options={
                "ordering": ["sort_order"],
                "verbose_name": "opening hours",
                "verbose_name_plural": "opening hours",
            },
        ),
        migrations.AlterField(
            model_name="launchoffering",
            name="branch",
            field=models.ForeignKey(
                on_delete=content.model.branches.models.hand_over,
                related_name="+",
                to="content.branchpage",
                verbose_name="branch",
            ),
        ),
        migrations.AlterField(
            model_name="offering",
            name="branch",
            field=models.ForeignKey(
                help_text="The page of the source language; the offering holds for every language.",
                on_delete=content.model.branches.models.hand_over,
                related_name="offerings",
                to="content.branchpage",
            ),
        ),
        migrations.AlterField(
            model_name="consent",
            name="expires_on",
            field=models.DateField(
                blank=True,
                help_text="Of what was agreed to; it ends at midnight UTC. Empty: until it is withdrawn.",
                null=True,
                verbose_name="last day",
            ),
        ),
        migrations.RunPython(bring_together, migrations.RunPython.noop),
    ]
