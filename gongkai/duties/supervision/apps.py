from django.apps import AppConfig

from gongkai.core.autoload import autoload


class SupervisionConfig(AppConfig):
    name = "gongkai.duties.supervision"
    label = "supervision"
    verbose_name = "任务督办"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter this app's verbs, rules and registrations."""
        autoload(self.name)
