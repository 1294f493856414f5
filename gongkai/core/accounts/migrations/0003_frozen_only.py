from django.db import migrations, models
from django.db.models.functions import Coalesce, Now


def freeze_the_inactive(apps, schema_editor):
    """Leaving used to set ``is_active`` too, which nothing took back: those accounts are frozen and no more."""
    accounts = apps.get_model("accounts", "User").objects.using(schema_editor.connection.alias)
    accounts.filter(is_active=False).update(frozen_at=Coalesce("frozen_at", Now()), is_active=True)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_must_change_password"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunPython(freeze_the_inactive, migrations.RunPython.noop, elidable=False),
        migrations.AlterModelManagers(name="user", managers=[]),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_active", True)),
                name="account_shut_by_freezing_only",
                violation_error_message="停用账号请用“冻结账号”，以便日后解冻。",
            ),
        ),
    ]
