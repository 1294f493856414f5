"""Write the style sheets of the reading modes from the tokens (after a change of colours)."""

from typing import Any

from django.core.management.base import BaseCommand

from gongkai.website.modes import mode_css, mode_names
from gongkai.website.sheets import MODES_FOLDER, tokens_text


class Command(BaseCommand):
    help = "由颜色变量生成各阅读方式的样式表"

    def handle(self, *args: Any, **options: Any) -> None:
        MODES_FOLDER.mkdir(exist_ok=True)
        tokens = tokens_text()
        for mode in mode_names():
            (MODES_FOLDER / f"{mode}.css").write_text(mode_css(mode, tokens), encoding="utf-8")
        self.stdout.write(f"已写出 {len(mode_names())} 种阅读方式。")
