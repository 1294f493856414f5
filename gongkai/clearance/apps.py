from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from gongkai.core.autoload import autoload


class ClearanceConfig(AppConfig):
    name = "gongkai.clearance"
    label = "clearance"
    verbose_name = "公开审查"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter this app's verbs, rules and triggers; give the editing roles their rights after each migrate."""
        autoload(self.name)
        post_migrate.connect(set_up_after_migrate, sender=self, dispatch_uid="clearance.set_up")


def set_up_after_migrate(sender: AppConfig, **kwargs: Any) -> None:
    """Chains and rights exist wherever the tables do. Permissions are made first: their own receiver may run later."""
    from django.contrib.auth.management import create_permissions

    from gongkai.clearance.usecases.setup import APPS_OF_FILES, set_up_chains, set_up_editing_rights

    if kwargs.get("plan") is not None and not _is_complete(kwargs["using"]):
        return
    for app in (sender, *(apps.get_app_config(label) for label in APPS_OF_FILES)):
        create_permissions(app, verbosity=0, using=kwargs["using"])
    set_up_chains()
    set_up_editing_rights()


def _is_complete(using: str) -> bool:
    """Whether the gate's tables exist (a migrate may have been asked to stop earlier)."""
    from django.db import connections

    return "clearance_reviewchain" in connections[using].introspection.table_names()
