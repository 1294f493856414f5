from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notify", "0001_notices_and_digests")]

    operations = [
        migrations.AddField(
            model_name="digest",
            name="todos",
            field=models.JSONField(default=dict, verbose_name="待办件数"),
        ),
    ]
