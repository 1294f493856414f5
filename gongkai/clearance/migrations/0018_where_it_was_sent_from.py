"""Slips keep where a page stood when it was sent: path and parent lie outside the digest (design invariant 1)."""

from __future__ import annotations

from typing import Any

from django.db import migrations, models


def fill(apps: Any, schema_editor: Any) -> None:
    """What is under review or waits for release stands where it was sent from: its screens did not let it move."""
    item_model = apps.get_model("clearance", "SlipItem")
    page_model = apps.get_model("clearance", "BasePage")
    kinds = apps.get_model("contenttypes", "ContentType").objects.filter(
        app_label="clearance", model="basepage"
    )
    paths = dict(page_model.objects.values_list("pk", "path"))
    keys = {path: pk for pk, path in paths.items()}
    step = 4  # letters of one level in a path
    waits = models.Q(slip__state="in_review") | models.Q(slip__state="granted", slip__released_at=None)
    for item in item_model.objects.filter(waits, content_type__in=kinds, placement="").iterator():
        path = paths.get(int(item.object_id), "")
        above = [path[:end] for end in range(step, len(path), step)]
        item.placement = "/".join(str(keys[one]) for one in above if one in keys)
        item.save(update_fields=["placement"])


class Migration(migrations.Migration):
    dependencies = [("clearance", "0017_withheld_ground")]

    operations = [
        migrations.AddField(
            "slipitem",
            "placement",
            models.CharField("送审时的位置", max_length=300, blank=True, default="", editable=False),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
