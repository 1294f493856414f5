from django.apps import AppConfig

from gongkai.core.autoload import autoload


class ClearanceConfig(AppConfig):
    name = "gongkai.clearance"
    label = "clearance"
    verbose_name = "公开审查"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter this app's verbs, rules and registrations."""
        autoload(self.name)
