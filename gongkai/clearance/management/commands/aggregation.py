"""The index of public tables: make it anew, or under a new key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gongkai.clearance.aggregation_keys import replace_key
from gongkai.clearance.usecases.aggregation_index import rebuild_index, refresh_index


class Command(BaseCommand):
    help = "公开表格索引：refresh 补齐缺漏，rebuild 全部重建（--new-key 同时换密钥）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("act", choices=["refresh", "rebuild"])
        parser.add_argument("--new-key", action="store_true", help="换一把密钥再重建，旧的摘要全部作废")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["act"] == "refresh":
            self.stdout.write(f"已补齐，改动 {refresh_index()} 张表。")
            return
        if options["new_key"]:
            replace_key()
        self.stdout.write(f"已重建，共 {rebuild_index()} 张公开的表。")
