"""`gongkai scan PATH… [--json]`: screen files on this machine; nothing is stored."""

from __future__ import annotations

import errno
import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.queries.knowledge import current_knowledge
from gongkai.clearance.scan_paths import ScannedFile, files_under, not_opened, scanned
from gongkai.clearance.screening import Finding, Knowledge, Lexicon
from gongkai.clearance.screening.lists import shipped_terms
from gongkai.core.reasons import RULES

_WHY = {
    errno.ENOENT: "没有这个文件",
    errno.EACCES: "没有读取它的权限",
    errno.ENOTDIR: "路径里有一段不是目录",
    errno.ENAMETOOLONG: "路径太长",
}
_ORDER = (FindingLevel.BLOCK, FindingLevel.JUSTIFY, FindingLevel.HINT)


class Command(BaseCommand):
    """Exit code 0 once everything was scanned, whatever was found; with ``--fail-on`` 1 where a finding is as grave."""

    help = "筛查文本和文件：密级与内部标志、个人信息、隐藏内容、疑似差错。不保存任何内容。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", metavar="PATH", nargs="+", help="文件或文件夹")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 文档")
        parser.add_argument(
            "--fail-on", choices=[str(level) for level in _ORDER], help="有这一级或更重的发现时，退出码为 1"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        files = list(self._scan(options))
        if options["json"]:
            data = {"files": [file.as_data() for file in files]}
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
        else:
            self._show(files)
        if options["fail_on"] and _is_grave(files, FindingLevel(options["fail_on"])):
            sys.exit(1)

    def _scan(self, options: dict[str, Any]) -> Iterator[ScannedFile]:
        knowledge = self._knowledge()
        for path in files_under(options["paths"]):
            try:
                yield scanned(path, knowledge)
            except OSError as error:
                yield not_opened(path, _WHY.get(error.errno or 0, "打开时出错"))

    def _knowledge(self) -> Knowledge:
        """What the installation knows; without its database, the lists that come with the program."""
        today = timezone.localdate()
        try:
            return current_knowledge(on=today)
        except DatabaseError:
            self.stderr.write("数据库还没有准备好：只用随程序附带的词表筛查。")
            return Knowledge(on=today, lexicon=Lexicon(shipped_terms(today)))

    def _show(self, files: list[ScannedFile]) -> None:
        for file in files:
            self.stdout.write(f"\n{file.path}")
            if not file.findings:
                self.stdout.write("  没有发现问题。机器只查它会查的，请再通读。")
            for one in sorted(file.findings, key=lambda one: _ORDER.index(FindingLevel(one.level))):
                self._show_finding(one)
        counts = Counter(one.level for file in files for one in file.findings)
        told = "，".join(f"{level.label} {counts[level]} 处" for level in _ORDER)
        unread = sum(not file.readable for file in files)
        self.stdout.write(f"\n共 {len(files)} 份文件：{told}；机器没有读全的 {unread} 份。")

    def _show_finding(self, one: Finding) -> None:
        level, kind = FindingLevel(one.level).label, FindingKind(one.kind).label
        where = one.place or f"第 {one.start + 1}–{one.end} 字"
        self.stdout.write(f"  〔{level}〕{kind}　{where}　{one.excerpt}")
        rule = RULES[one.rule]
        more = [
            one.note,
            f"可改为：{one.suggestion}" if one.suggestion else "",
            f"依据：{rule.basis.citation}",
        ]
        self.stdout.write("    " + "　".join(text for text in more if text))


def _is_grave(files: list[ScannedFile], level: FindingLevel) -> bool:
    grave = _ORDER[: _ORDER.index(level) + 1]
    return any(one.level in grave for file in files for one in file.findings)
