from django.db import migrations


class Migration(migrations.Migration):
    """First of two: the ground moves to the base page, whose field of that name may not meet this one."""

    dependencies = [("policies", "0001_initial")]
    run_before = [("clearance", "0017_withheld_ground")]

    operations = [
        migrations.RenameField("policydocument", "withheld_ground", "withheld_ground_before"),
    ]
