from django.apps import AppConfig

from gongkai.core.autoload import autoload


class LedgerConfig(AppConfig):
    name = "tests.ledger"
    label = "ledger"
    verbose_name = "测试台账"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autoload(self.name)
