from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, post_save, pre_delete

from gongkai.clearance.rules.files import reasons_against_deleting_file
from gongkai.core.autoload import autoload
from gongkai.core.reasons import refuse_if


class ClearanceConfig(AppConfig):
    name = "gongkai.clearance"
    label = "clearance"
    verbose_name = "公开审查"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Enter this app's verbs, rules and triggers; give the editing roles their rights after each migrate."""
        autoload(self.name)
        tell_models_of_seals()
        screen_free_texts()
        check_keys()
        post_migrate.connect(set_up_after_migrate, sender=self, dispatch_uid="clearance.set_up")
        for name in ("Attachment", "Picture"):
            post_save.connect(
                scan_stored_bytes, sender=self.get_model(name), dispatch_uid=f"clearance.scan.{name}"
            )
            pre_delete.connect(
                keep_used_file, sender=self.get_model(name), dispatch_uid=f"clearance.keep.{name}"
            )


def tell_models_of_seals() -> None:
    """Pages and files show no title of what is sealed; what is sealed only the queries above them know."""
    from gongkai.clearance.permissions import Seal, enter_seal
    from gongkai.clearance.queries.sealing import is_sealed_for, is_sealed_now

    enter_seal(Seal(is_sealed_for, is_sealed_now))


def screen_free_texts() -> None:
    """What staff type on any floor is looked at by the engine of this one."""
    from gongkai.clearance.usecases.free_texts import keep_unfit_out
    from gongkai.core.free_texts import enter_screen

    enter_screen(keep_unfit_out)


def check_keys() -> None:
    """Key files of the gate are readable by their owner alone."""
    from django.core.checks import register

    from gongkai.clearance.aggregation_keys import key_is_private

    register(key_is_private)


def keep_used_file(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Whichever way a file is deleted (one by one, many at once): what is public or under review keeps it."""
    from gongkai.clearance.queries.files import uses_of_file

    kind = str(sender._meta.verbose_name)
    refuse_if(
        reasons_against_deleting_file(uses_of_file(instance), kind=kind, title=instance.title), act="删除"
    )


def scan_stored_bytes(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Whichever way bytes come in, they are scanned in the background once they are committed: an index of what is in
    them, refreshed as any other.
    """
    from gongkai.clearance.file_keys import key_of
    from gongkai.clearance.tasks import scan_when_committed

    if not kwargs.get("raw"):
        scan_when_committed([key_of(instance)])


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
