"""`gongkai oa_intake`: one round of the folder into which OA writes."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gongkai.duties.dossiers.tasks_intake import take_in_and_tell

_OUTCOMES = {
    "filed": "已归卷",
    "waiting": "待认领",
    "refused": "拒收",
    "removed": "标有密级已移除",
    "left": "还没写完",
    "failed": "出错",
}


class Command(BaseCommand):
    help = "接收 OA 交换目录（GONGKAI_HOME/oa/in）一遍。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the counts as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        done = take_in_and_tell()
        if options["json"]:
            counts = {key: done.counts[key] for key in _OUTCOMES}
            self.stdout.write(json.dumps({"busy": done.is_busy, **counts}))
        elif done.is_busy:
            self.stdout.write("另一个进程正在接收。")
        else:
            said = [f"{label} {done.counts[key]} 件" for key, label in _OUTCOMES.items() if done.counts[key]]
            self.stdout.write("，".join(said) + "。" if said else "没有来件。")
