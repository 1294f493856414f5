from django.apps import AppConfig


class RulebookConfig(AppConfig):
    name = "gongkai.core.rulebook"
    label = "rulebook"
    verbose_name = "规则"
