"""`gongkai bench NAME [--json]`: paired benchmarks, each in a process and a throw-away home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


def _run(name: str) -> Any:
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as home:
        environment = {**os.environ, "GONGKAI_HOME": home}
        done = subprocess.run(  # noqa: S603  (our own interpreter and module)
            [sys.executable, "-m", "gongkai.bench", name],
            env=environment,
            stdout=subprocess.PIPE,
            check=False,
        )
    if done.returncode:
        raise CommandError(f"基准测试 {name} 没有跑完，原因见上。")
    return json.loads(done.stdout)


class Command(BaseCommand):
    help = "Run a paired benchmark (or all) and tell ratios and medians."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="read, release, scan, search, typeset, or all")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        names = _run("names")
        wanted = names if options["name"] == "all" else [options["name"]]
        if options["name"] not in [*names, "all"]:
            raise CommandError(f"没有叫 {options['name']} 的基准测试。有：{'、'.join(names)}、all。")
        documents = [_run(name) for name in wanted]
        if options["json"]:
            told = documents if options["name"] == "all" else documents[0]
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for document in documents:
            self._tell(document)

    def _tell(self, document: dict[str, Any]) -> None:
        self.stdout.write(f"== {document['bench']}")
        for row in document["rows"]:
            peer = f"，{row['peer']} {row['peer_value']}，比 {row['ratio']}" if row["peer"] else ""
            mark = "达标" if row["met"] else "未达标"
            self.stdout.write(f"{row['name']}：{row['value']} {row['unit']}{peer}（{row['target']}，{mark}）")
