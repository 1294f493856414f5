from django.apps import AppConfig

from gongkai.core.autoload import autoload


class WebsiteConfig(AppConfig):
    name = "gongkai.website"
    label = "website"
    verbose_name = "门户网站"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter this app's verbs, rules and registrations."""
        autoload(self.name)
        from gongkai.website import dates  # noqa: F401  # before the first form of a model is made
