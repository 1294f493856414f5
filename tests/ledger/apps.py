from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "tests.ledger"
    label = "ledger"
    verbose_name = "测试台账"
    default_auto_field = "django.db.models.BigAutoField"
