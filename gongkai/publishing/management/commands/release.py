"""`gongkai release build|verify|list|rollback`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongkai.clearance.suppression import suppressed
from gongkai.core.reasons import Refused
from gongkai.publishing.home import release_key, release_layout
from gongkai.publishing.publisher import publish_pending
from gongkai.publishing.store.heads import HeadStore
from gongkai.publishing.usecases.rollback import roll_back_release
from gongkai.publishing.verifying import verify_releases

STATUS = {
    "published": "已发布",
    "nothing": "没有要发布的",
    "busy": "另一个发布进程正在工作",
    "held": "发布已暂停",
    "failed": "发布受阻，公开内容没有变化",
}


class Command(BaseCommand):
    help = "Signed static releases: build, verify, list, roll back."

    def add_arguments(self, parser: CommandParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        build = acts.add_parser("build", help="make every output again and release it")
        build.add_argument("--fresh", action="store_true", help="render each page even if nothing changed")
        build.add_argument("--pending", action="store_true", help="only pending batches and dated changes")
        verify = acts.add_parser("verify", help="prove signature, bytes and suppression of the releases kept")
        verify.add_argument("--number", type=int, help="one release only")
        acts.add_parser("list", help="the releases kept, newest first")
        rollback = acts.add_parser("rollback", help="serve an earlier release and hold publishing")
        rollback.add_argument("number", type=int)
        rollback.add_argument("--reason", required=True)
        for each in (build, verify, acts.choices["list"], rollback):
            each.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['act']}")(options)

    def _build(self, options: dict[str, Any]) -> None:
        full = not options["pending"]
        outcome = publish_pending(full=full, fresh=options["fresh"], reason="命令行全站生成" if full else "")
        if options["json"]:
            self.stdout.write(json.dumps(asdict(outcome), ensure_ascii=False))
        else:
            self.stdout.write(
                f"{STATUS[outcome.status]} {outcome.release}：{outcome.outputs} 项，其中重新生成 {outcome.rendered} 项，"
                f"移除 {outcome.removed} 项，{outcome.seconds:.2f} 秒。{outcome.message}"
            )
            for batch, reason in outcome.failed.items():
                self.stdout.write(f"批次 {batch} 受阻：{reason}")
            for reason in outcome.stopped.values():
                self.stdout.write(f"未公开：{reason}")
        if outcome.status in {"failed", "busy"} or outcome.failed:
            raise SystemExit(1)

    def _verify(self, options: dict[str, Any]) -> None:
        layout = release_layout()
        paths, digests = suppressed()
        heads = HeadStore(layout, release_key())
        verdicts = verify_releases(layout, heads, paths=paths, digests=digests, only=options["number"])
        if options["json"]:
            releases = [asdict(verdict) for verdict in verdicts]
            told = {"suppressed": len(paths), "key": release_key().key_id, "releases": releases}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
        else:
            for verdict in verdicts:
                mark = "（当前）" if verdict.is_current else ""
                self.stdout.write(f"R{verdict.number:08d}{mark} {'完好' if not verdict.faults else '不符'}")
                for fault in verdict.faults:
                    self.stdout.write(f"  {fault}")
            self.stdout.write(f"核对了 {len(verdicts)} 个版次、{len(paths)} 个紧急清除的地址。")
        if any(verdict.faults for verdict in verdicts):
            raise SystemExit(1)

    def _list(self, options: dict[str, Any]) -> None:
        heads = HeadStore(release_layout(), release_key())
        current = heads.current()
        rows = [heads.read(number).document for number in reversed(heads.numbers())]
        for row in rows:
            row["current"] = current is not None and row["number"] == current.number
        if options["json"]:
            self.stdout.write(json.dumps({"releases": rows}, ensure_ascii=False))
            return
        for row in rows:
            mark = " ← 当前" if row["current"] else ""
            self.stdout.write(
                f"R{row['number']:08d} {row['built_at'][:19]} {row['outputs']} 项 {row['reason']}{mark}"
            )

    def _rollback(self, options: dict[str, Any]) -> None:
        try:
            head = roll_back_release(by=None, number=options["number"], reason=options["reason"])
        except Refused as refusal:
            raise CommandError("；".join(f"{r.message}{r.remedy}" for r in refusal.reasons)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps({"release": head.name, "root": head.root}))
        else:
            self.stdout.write(f"已退回到 {head.name}。发布已暂停；恢复请执行 gongkai release build。")
