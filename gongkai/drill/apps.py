from django.apps import AppConfig


class DrillConfig(AppConfig):
    name = "gongkai.drill"
    label = "drill"
    verbose_name = "演练"
