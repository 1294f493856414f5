"""`gongkai duties [--json]`: how the fifteen duties stand."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from gongkai.core.evidence import Standing, all_standings
from gongkai.duties.supervision.outputs import duties_data


class Command(BaseCommand):
    """The fifteen rows: state, figures, what is missing. Exit code 1 when the database is not ready."""

    help = "15 项职责的现状：状态、证据数、还缺什么。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 文档")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            rows = all_standings(timezone.localdate())
        except DatabaseError:
            message = "数据库还没有准备好。请先运行 ./run --setup。"
            if options["json"]:
                self.stdout.write(json.dumps({"error": message}, ensure_ascii=False))
                sys.exit(1)
            raise CommandError(message) from None
        if options["json"]:
            self.stdout.write(json.dumps(duties_data(rows), ensure_ascii=False, indent=2))
            return
        for row in rows:
            self._show(row)

    def _show(self, row: Standing) -> None:
        self.stdout.write(f"{row.number:>2}  {row.word}　{row.title}")
        for figure in row.figures:
            self.stdout.write(f"      {figure.name}：{figure.shown}")
        for lack in row.missing:
            self.stdout.write(f"      还缺：{lack}")
