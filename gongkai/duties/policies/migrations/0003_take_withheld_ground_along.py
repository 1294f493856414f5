from django.db import migrations


def take_along(apps, schema_editor):
    documents = apps.get_model("policies", "PolicyDocument")
    pages = apps.get_model("clearance", "BasePage")
    stated = documents.objects.exclude(withheld_ground_before="")
    for pk, ground in stated.values_list("pk", "withheld_ground_before").iterator():
        pages.objects.filter(pk=pk).update(withheld_ground=ground)


class Migration(migrations.Migration):
    dependencies = [("policies", "0002_move_withheld_ground"), ("clearance", "0017_withheld_ground")]

    operations = [
        migrations.RunPython(take_along, migrations.RunPython.noop),
        migrations.RemoveField("policydocument", "withheld_ground_before"),
    ]
