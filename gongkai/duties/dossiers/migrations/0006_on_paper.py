"""补录 is no route of its own any more: a step's own day says whether it was written down later."""

from typing import Any

from django.db import migrations, models


def forget_afterwards(apps: Any, schema_editor: Any) -> None:
    apps.get_model("dossiers", "Dossier").objects.filter(route="afterwards").update(route="normal")


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0005_archive")]

    operations = [
        migrations.RunPython(forget_afterwards, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="dossier",
            name="route",
            field=models.CharField(
                choices=[("normal", "从立项办起"), ("history", "历史文件")],
                default="normal",
                max_length=12,
                verbose_name="来源",
            ),
        ),
    ]
