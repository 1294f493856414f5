"""Mark what lies on an open slip, and let go of granted slips that a later grant has overtaken.

Where two open slips of one object had got past the old check, the newer one counts as open.
"""

from django.db import migrations


def mark(apps, schema_editor):
    SlipItem = apps.get_model("clearance", "SlipItem")
    ReviewSlip = apps.get_model("clearance", "ReviewSlip")
    Clearance = apps.get_model("clearance", "Clearance")
    newest = {}
    for pk, *target in (
        SlipItem.objects.filter(slip__state="in_review")
        .order_by("pk")
        .values_list("pk", "content_type_id", "object_id")
    ):
        newest[tuple(target)] = pk
    SlipItem.objects.filter(pk__in=newest.values()).update(is_open=True)
    for slip in ReviewSlip.objects.filter(state="granted", released_at=None):
        for clearance in Clearance.objects.filter(slip=slip):
            later = Clearance.objects.filter(
                content_type=clearance.content_type_id, object_id=clearance.object_id, pk__gt=clearance.pk
            )
            if later.exists():
                slip.state = "superseded"
                slip.save(update_fields=["state"])
                break


class Migration(migrations.Migration):
    dependencies = [("clearance", "0004_open_items_and_indexes")]

    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
