"""`gongkai archive verify FILE`: prove a package of the archive by itself."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongkai.duties.dossiers.packing.verifying import PackageVerdict, verify_package
from gongkai.publishing.home import release_key


class Command(BaseCommand):
    help = "verify: recompute every hash of an archive package and check its signature (exit code 1 on a finding)."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        verify = acts.add_parser("verify")
        verify.add_argument("file")
        verify.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, file: str, as_json: bool, **options: Any) -> None:
        try:
            with Path(file).open("rb") as source:
                verdict = verify_package(source, release_key().is_signed)
        except OSError as error:
            raise CommandError(f"读不了文件“{file}”：{error.strerror}。") from error
        if as_json:
            self.stdout.write(json.dumps(as_row(file, verdict), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(describe(verdict)))
        if not verdict.is_sound:
            sys.exit(1)


def as_row(file: str, verdict: PackageVerdict) -> dict[str, Any]:
    """The verdict as JSON has it."""
    return {
        "file": file,
        "ok": verdict.is_sound,
        "files": verdict.files,
        "head": dict(verdict.head),
        "findings": list(verdict.findings),
    }


def describe(verdict: PackageVerdict) -> list[str]:
    """The verdict in Chinese, one statement a line."""
    head = verdict.head
    lines = [f"件号 {head['number']}　{head['title']}"] if {"number", "title"} <= head.keys() else []
    lines.append(f"核对无误的文件：{verdict.files} 个。")
    lines += list(verdict.findings)
    lines.append("结论：完好。" if verdict.is_sound else "结论：不完好，请不要接收，并报告厅办公室。")
    return lines
