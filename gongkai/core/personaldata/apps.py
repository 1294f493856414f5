from django.apps import AppConfig
from django.core.checks import register

from gongkai.core.autoload import autoload


class PersonaldataConfig(AppConfig):
    name = "gongkai.core.personaldata"
    label = "personaldata"
    verbose_name = "个人信息保护"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter this app's verbs, rules and registrations."""
        autoload(self.name)
        from gongkai.core.personaldata.checks import key_files_are_private

        register(key_files_are_private)
