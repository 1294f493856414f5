from django.apps import AppConfig

from gongkai.core.autoload import autoload


class DossiersConfig(AppConfig):
    name = "gongkai.duties.dossiers"
    label = "dossiers"
    verbose_name = "办文"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter this app's verbs, rules and registrations."""
        autoload(self.name)
        # What the track asks: each enters a source when imported.
        from gongkai.duties.dossiers.queries import countersigning, facts, legality  # noqa: F401
