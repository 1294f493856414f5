from django.apps import AppConfig

from gongkai.core.autoload import autoload


class InterpretationsConfig(AppConfig):
    name = "gongkai.duties.interpretations"
    label = "interpretations"
    verbose_name = "政策解读"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter this app's verbs, rules and registrations."""
        autoload(self.name)
