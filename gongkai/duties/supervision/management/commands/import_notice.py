"""`gongkai import_notice FILE [--json] [--dry-run]`."""

from __future__ import annotations

import errno
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from gongkai.core.reasons import Refused
from gongkai.duties.supervision.enums import UnitRole
from gongkai.duties.supervision.outputs import notice_data
from gongkai.duties.supervision.rules.acts import ONCE
from gongkai.duties.supervision.rules.values import Notice
from gongkai.duties.supervision.usecases.importing import import_notice
from gongkai.duties.supervision.usecases.reading import Read, read_notice

_WHY = {
    errno.ENOENT: "没有这个文件",
    errno.EACCES: "没有读取它的权限",
    errno.EISDIR: "这是一个目录",
    errno.ENOTDIR: "路径里有一段不是目录",
    errno.ENAMETOOLONG: "路径太长",
}


class Command(BaseCommand):
    """Read a task-breakdown notice and keep it as a draft for review. Exit code 0, or 1 when it is refused."""

    help = "读取任务分解通知（.txt .docx .pdf），存为待核对的草稿。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="通知文件")
        parser.add_argument("--json", action="store_true", help="只输出一个 JSON 文档")
        parser.add_argument("--dry-run", action="store_true", help="只读取，不保存")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        try:
            data = path.read_bytes()
            read, told = self._act(path.name, data, options["dry_run"])
        except OSError as error:
            why = _WHY.get(error.errno or 0, "读取时出错")
            self._fail([f"文件“{path}”打不开：{why}。请核对路径。"], options["json"])
        except Refused as refusal:
            self._fail([_sentence(r.message, r.remedy) for r in refusal.reasons], options["json"])
        except DatabaseError:
            self._fail(
                ["数据库还没有准备好。请先运行 ./run --setup，或加 --dry-run 只读取。"], options["json"]
            )
        else:
            self._show(read.notice, told, options["json"])

    def _act(self, name: str, data: bytes, is_dry: bool) -> tuple[Read, str]:
        if is_dry:
            return read_notice(file_name=name, data=data), "只读取，没有保存。"
        try:
            read = import_notice(by=None, file_name=name, data=data).read
        except Refused as refusal:
            if refusal.codes != (ONCE.code,):
                raise
            return read_notice(file_name=name, data=data), f"{refusal}没有重复导入。"
        return read, "已存为草稿。请厅办公室在“任务督办 › 通知”里核对并确认。"

    def _show(self, notice: Notice, told: str, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(notice_data(notice), ensure_ascii=False, indent=2))
            return
        head = notice.head
        self.stdout.write(
            f"{head.title}\n{head.doc_number}　{head.issuer}　{head.issued_on or '成文日期不详'}"
        )
        self.stdout.write(f"{len(notice.sections)} 个部分，{len(notice.items)} 项任务：")
        for item in notice.items:
            due = item.who.deadline.date or item.who.deadline.text or "未写时限"
            leads = "、".join(item.who.names(UnitRole.LEAD)) or "未写牵头单位"
            self.stdout.write(f"  {item.number}. {item.title}　{leads}　{due}")
            for flag in item.all_flags:
                self.stdout.write(self.style.WARNING(f"     请核对：{flag.message}"))
        for warning in notice.warnings:
            self.stdout.write(self.style.WARNING(f"提示：{warning}"))
        self.stdout.write(told)

    def _fail(self, messages: list[str], as_json: bool) -> None:
        """One JSON document on stdout, or the reasons on stderr; exit code 1 either way."""
        if as_json:
            self.stdout.write(
                json.dumps({"error": "；".join(messages), "reasons": messages}, ensure_ascii=False)
            )
            sys.exit(1)
        raise CommandError("\n".join(messages), returncode=1)


def _sentence(message: str, remedy: str) -> str:
    return f"{message}{remedy}"
