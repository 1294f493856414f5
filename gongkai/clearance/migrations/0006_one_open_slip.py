from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("clearance", "0005_mark_open_items")]

    operations = [
        migrations.AlterField(
            model_name="slipitem",
            name="is_open",
            field=models.BooleanField(default=True, editable=False, verbose_name="正在审查"),
        ),
        migrations.AddConstraint(
            model_name="slipitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_open", True)),
                fields=("content_type", "object_id"),
                name="slip_item_on_one_open_slip",
                violation_error_message="同一内容同一时间只能在一张审查单上。",
            ),
        ),
    ]
