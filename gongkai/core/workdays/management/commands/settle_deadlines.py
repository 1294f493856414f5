"""Settle deadlines that waited for a year's holidays and whose year is there now."""

from typing import Any

from django.core.management.base import BaseCommand

from gongkai.core.workdays.usecases import settle_deadlines


class Command(BaseCommand):
    help = "确定已可计算的待定期限（可反复执行）。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"已确定或更新{settle_deadlines()}个期限。")
