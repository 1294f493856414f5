"""`gongkai purge-drill [--json]`: the purge drilled in a process, a database and a home that are thrown away."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongkai.clearance.enums import PurgeCause

_OUTSIDE = ("GONGKAI_RELEASE_HOME", "GONGKAI_SUPPRESSION_COPY", "DATABASE_URL")
"""What could lead out of the throw-away home."""


def drill_in_throw_away_home() -> list[dict[str, Any]]:
    """The outcome of each place. Nothing of this installation is read or written. Raises ``CommandError``."""
    with tempfile.TemporaryDirectory(prefix="gongkai-drill-") as home:
        environment = {name: value for name, value in os.environ.items() if name not in _OUTSIDE}
        environment |= {
            "GONGKAI_HOME": home,
            "GONGKAI_DRILL_HOME": home,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        }
        done = subprocess.run(
            [sys.executable, "-m", "gongkai.drill"], env=environment, stdout=subprocess.PIPE, check=False
        )
    if done.returncode:
        raise CommandError("演练没有跑完，原因见上。")
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    return rows


class Command(BaseCommand):
    help = "演练紧急清除：在临时库里逐处种下文字、清除、再查找。有一处不合要求，退出码不为零。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["json"]:
            self.stderr.write("正在临时目录里建库、种下文字、清除、查找，约一两分钟，不碰本机的数据……")
        rows = drill_in_throw_away_home()
        failed = [row for row in rows if not row["holds"]]
        if options["json"]:
            self.stdout.write(json.dumps({"places": rows, "failed": len(failed)}, ensure_ascii=False))
        else:
            self._tell(rows, failed)
        if failed:
            raise CommandError(f"有 {len(failed)} 处不合要求：清除后文字还在，又没有封存、列出。")

    def _tell(self, rows: list[dict[str, Any]], failed: list[dict[str, Any]]) -> None:
        for cause in sorted({row["cause"] for row in rows}):
            self.stdout.write(f"== {PurgeCause(cause).label}")
            self.stdout.write("位置\t清除前找到\t清除后找到\t结果")
            for row in rows:
                if row["cause"] == cause:
                    mark = row["verdict"] if row["holds"] else f"不合要求：{row['verdict']}"
                    self.stdout.write(f"{row['place']}\t{row['before']}\t{row['after']}\t{mark}")
        self.stdout.write(f"共 {len(rows)} 处，{len(failed)} 处不合要求。")
