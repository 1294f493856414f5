"""One delegable right for each level of review: what was given under the one right is given under all three."""

from django.db import migrations

OLD = "clearance.review"
NEW = ("clearance.review_unit", "clearance.review_office", "clearance.review_final")


def split(apps, schema_editor):
    """Keep each row under the first right and add its like under the others; whoever holds none gains none by it."""
    delegations = apps.get_model("organisation", "Delegation").objects
    for row in delegations.filter(scope=OLD):
        row.scope = NEW[0]
        row.save(update_fields=["scope"])
        for scope in NEW[1:]:
            row.pk, row.scope = None, scope
            row._state.adding = True
            row.save()


class Migration(migrations.Migration):
    dependencies = [
        ("clearance", "0012_used_file_hashes"),
        ("organisation", "0004_roster_drafts"),
    ]
    operations = [migrations.RunPython(split, migrations.RunPython.noop)]
