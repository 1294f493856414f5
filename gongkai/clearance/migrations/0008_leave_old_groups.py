"""Pages that were replaced in their joint release stand alone again; until now they kept pointing at it."""

from django.db import migrations
from django.db.models import F, Q


def leave_old_groups(apps, schema_editor):
    pages = apps.get_model("clearance", "BasePage").objects.using(schema_editor.connection.alias)
    is_member = (
        Q(joint_release__policy=F("pk"))
        | Q(joint_release__interpretation=F("pk"))
        | Q(joint_release__infographic=F("pk"))
    )
    left = pages.filter(joint_release__isnull=False).exclude(is_member).values_list("pk", flat=True)
    pages.filter(pk__in=list(left)).update(joint_release=None)


class Migration(migrations.Migration):
    dependencies = [("clearance", "0007_one_group_and_one_open_debt")]

    operations = [migrations.RunPython(leave_old_groups, migrations.RunPython.noop)]
