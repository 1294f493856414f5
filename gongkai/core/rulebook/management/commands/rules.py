"""`gongkai rules`: every rule with its duty, text and basis."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gongkai.core.basis import Certainty
from gongkai.core.rulebook.queries import rules_in_order

MARKS = {
    Certainty.SEEN: "",
    Certainty.SEEN_IN_PART: "（只见部分原文）",
    Certainty.PARAMETER: "（可调参数）",
    Certainty.HOUSE: "（本系统规则）",
}


class Command(BaseCommand):
    help = "Print every rule: code, duty, text, basis."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = rules_in_order()
        if options["json"]:
            self.stdout.write(json.dumps({"rules": rows}, ensure_ascii=False, indent=1))
            return
        duty = None
        for row in rows:
            if row["duty"] != duty:
                duty = row["duty"]
                self.stdout.write(f"\n任务 {duty}")
            mark = MARKS[Certainty(row["certainty"])]
            self.stdout.write(f"  {row['code']}\n    {row['text']}\n    依据：{row['citation']}{mark}")
        self.stdout.write(f"\n共 {len(rows)} 条规则。")
