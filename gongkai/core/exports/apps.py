from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "gongkai.core.exports"
    label = "exports"
    verbose_name = "导出"

    def ready(self) -> None:
        """Make Wagtail's own listings export as ours do."""
        from gongkai.core.exports.wagtail import adopt_wagtail_exports

        adopt_wagtail_exports()
