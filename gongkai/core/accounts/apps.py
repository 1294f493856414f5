from django.apps import AppConfig
from django.db.models.signals import post_migrate

from gongkai.core.autoload import autoload


class AccountsConfig(AppConfig):
    name = "gongkai.core.accounts"
    label = "accounts"
    verbose_name = "账号与权限"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter this app's verbs, rules and registrations; keep the groups of the roles in step."""
        from gongkai.core.accounts.roles import sync_after_migrate

        autoload(self.name)
        post_migrate.connect(sync_after_migrate, sender=self, dispatch_uid="accounts.sync_roles")
