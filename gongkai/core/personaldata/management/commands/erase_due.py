"""Erase personal data whose retention period has passed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from gongkai.core.personaldata.queries import retention_rows
from gongkai.core.personaldata.usecases import erase_due


class Command(BaseCommand):
    help = "清除保存期限已届满的个人信息（可反复执行，每条留痕）。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只列出到期数量，不清除")

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        if options["dry_run"]:
            for row in retention_rows(today):
                self.stdout.write(f"{row.entry.label}：到期{row.due}条，保存{row.period}")
            return
        for code, count in erase_due(today=today).items():
            self.stdout.write(f"{code}：已清除{count}条")
