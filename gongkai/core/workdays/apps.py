from django.apps import AppConfig

from gongkai.core.autoload import autoload


class WorkdaysConfig(AppConfig):
    name = "gongkai.core.workdays"
    label = "workdays"
    verbose_name = "工作日历"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter this app's verbs, rules and registrations."""
        autoload(self.name)
