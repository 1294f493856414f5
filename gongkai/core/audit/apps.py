from django.apps import AppConfig

from gongkai.core.autoload import autoload


class AuditConfig(AppConfig):
    name = "gongkai.core.audit"
    label = "audit"
    verbose_name = "审计"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter this app's verbs, rules and registrations."""
        autoload(self.name)
