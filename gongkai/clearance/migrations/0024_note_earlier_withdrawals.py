from django.db import migrations


def note_earlier_withdrawals(apps, schema_editor):
    """What was taken down before there was this record stands in it too; of a purge (no title) nothing is told."""
    Withdrawal, UpkeepAct = apps.get_model("clearance", "Withdrawal"), apps.get_model("clearance", "UpkeepAct")
    UpkeepAct.objects.bulk_create(
        UpkeepAct(
            kind="withdraw",
            content_type_id=row.content_type_id,
            object_id=row.object_id,
            title=row.title,
            path=row.path,
            reason=row.reason,
            by_id=row.by_id,
            at=row.at,
        )
        for row in Withdrawal.objects.exclude(title="").order_by("at", "pk")
    )


def forget_earlier_withdrawals(apps, schema_editor):
    """What the way forward noted (it knows no unit) goes again, so that there and back doubles no line."""
    apps.get_model("clearance", "UpkeepAct").objects.filter(kind="withdraw", unit_name="").delete()


class Migration(migrations.Migration):
    dependencies = [("clearance", "0023_upkeep")]

    operations = [migrations.RunPython(note_earlier_withdrawals, forget_earlier_withdrawals)]
