from django.apps import AppConfig

from gongkai.core.autoload import autoload


class JobsConfig(AppConfig):
    name = "gongkai.core.jobs"
    label = "jobs"
    verbose_name = "后台任务"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter this app's verbs, rules and registrations."""
        autoload(self.name)
