"""`gongkai upkeep`: ask every finder for proposals now, as the nightly job does."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from gongkai.clearance.upkeep import label_of_finder
from gongkai.clearance.usecases.upkeep_finding import compute_proposals


class Command(BaseCommand):
    help = "现在就算一遍清理建议（平时每天凌晨自动算）。"

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = compute_proposals(as_of=timezone.localdate())
        for code, count in outcome.seen.items():
            self.stdout.write(f"{label_of_finder(code)}\t{count} 条\t{outcome.seconds[code]} 秒")
        if outcome.failed:
            names = "、".join(label_of_finder(code) for code in outcome.failed)
            raise CommandError(f"没有算成：{names}。原来的建议都在；原因见日志，处理后再执行一次。")
