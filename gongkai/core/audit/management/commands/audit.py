"""`gongkai audit verify|seal`: prove the chain of the audit log, or lengthen it now."""

from __future__ import annotations

import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from gongkai.core.audit.mirror import mirror_seals
from gongkai.core.audit.sealing import seal_events
from gongkai.core.audit.verifying import Verdict, verify_chain


class Command(BaseCommand):
    help = "verify: recompute the chain (exit code 1 when it does not hold). seal: seal committed events now."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        for act in ("verify", "seal"):
            acts.add_parser(act).add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, act: str, as_json: bool, **options: Any) -> None:
        if act == "seal":
            counts = {"sealed": seal_events(everywhere=True), "mirrored": mirror_seals()}
            text = f"新封存 {counts['sealed']} 条，写入镜像日志 {counts['mirrored']} 条。"
            self.stdout.write(json.dumps(counts) if as_json else text)
            return
        verdict = verify_chain()
        if as_json:
            self.stdout.write(json.dumps(verdict.as_json(), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(describe(verdict)))
        if not verdict.ok:
            sys.exit(1)


def describe(verdict: Verdict) -> list[str]:
    """The verdict in Chinese, one statement a line."""
    lines = [f"链条：前 {verdict.proven} 环核对无误，末端摘要 {verdict.head}"]
    if verdict.first_break is not None:
        broken = verdict.first_break
        event = f"（事件 {broken.event_id}）" if broken.event_id is not None else ""
        lines.append(f"断裂：第 {broken.place} 环{event}{broken.message}。")
    lines.append(f"镜像日志：{verdict.mirrored} 环一致。")
    if verdict.unsealed:
        oldest = timezone.localtime(verdict.oldest_unsealed_at).strftime("%Y-%m-%d %H:%M:%S")
        lines.append(f"尚未封存：{verdict.unsealed} 条，最早一条写于 {oldest}。")
    else:
        lines.append("尚未封存：没有。")
    if verdict.missing_triggers:
        lines.append(f"缺少防改触发器：{'、'.join(verdict.missing_triggers)}。请运行 gongkai migrate。")
    lines.append("结论：完好。" if verdict.ok else "结论：不完好，请立即报告并保全数据库和日志。")
    return lines
