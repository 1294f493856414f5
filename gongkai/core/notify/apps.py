from django.apps import AppConfig

from gongkai.core.autoload import autoload


class NotifyConfig(AppConfig):
    name = "gongkai.core.notify"
    label = "notify"
    verbose_name = "消息提醒"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter this app's verbs, rules and registrations."""
        autoload(self.name)
