from django.apps import AppConfig

from gongkai.core.autoload import autoload


class PoliciesConfig(AppConfig):
    name = "gongkai.duties.policies"
    label = "policies"
    verbose_name = "政策文件"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter this app's verbs, rules and registrations."""
        autoload(self.name)
