"""`gongkai permissions`: the matrix of roles and verbs."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongkai.core.accounts.matrix import matrix_markdown
from gongkai.core.accounts.verbs import VERBS


class Command(BaseCommand):
    help = (
        "Show the matrix of roles and verbs, write docs/operate/permissions.md, or check that it is in step."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true")
        parser.add_argument("--check", action="store_true")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "operate" / "permissions.md"
        text = matrix_markdown()
        if options["json"]:
            rows = [
                {"code": v.code, "label": v.label, "roles": sorted(v.roles)} for _, v in sorted(VERBS.items())
            ]
            self.stdout.write(json.dumps({"verbs": rows}, ensure_ascii=False))
        elif options["write"]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif options["check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                raise CommandError("docs/operate/permissions.md is stale: run `gongkai permissions --write`")
        else:
            self.stdout.write(text)
