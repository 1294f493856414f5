from django.apps import AppConfig

from gongkai.core.autoload import autoload


class AccountsConfig(AppConfig):
    name = "gongkai.core.accounts"
    label = "accounts"
    verbose_name = "账号与权限"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter this app's verbs, rules and registrations."""
        autoload(self.name)
