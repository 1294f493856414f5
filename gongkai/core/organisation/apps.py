from importlib import import_module

from django.apps import AppConfig

from gongkai.core.autoload import autoload


class OrganisationConfig(AppConfig):
    name = "gongkai.core.organisation"
    label = "organisation"
    verbose_name = "机构与岗位"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter this app's verbs, rules and registrations."""
        autoload(self.name)
        import_module(f"{self.name}.own_holdings")
