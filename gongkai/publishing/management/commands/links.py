"""`gongkai links [--outside] [--json]`: the links of the current release that lead nowhere."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from gongkai.publishing.links import KINDS, BadLink, LinkReport, check_release
from gongkai.publishing.links_outside import dead_outside


class Command(BaseCommand):
    help = "Check every link of the current release; --outside asks other sites too."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--outside", action="store_true", help="ask other sites (needs the network)")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        report = check_release()
        if options["outside"]:
            _ask_outside(report)
        if options["json"]:
            self.stdout.write(json.dumps(_plain(report), ensure_ascii=False))
            return
        for link in report.bad:
            self.stdout.write(f"{link.page}\t{KINDS[link.kind]}{link.note}\t{link.url}\t{link.words}")
        self.stdout.write(
            f"版次 {report.release or '（还没有）'}：{report.pages} 页，{report.links} 个链接，"
            f"{len(report.bad)} 个有问题，站外 {len(report.outside)} 个地址"
            f"{'' if options['outside'] else '（没有问）'}，{report.seconds} 秒。"
        )


def _ask_outside(report: LinkReport) -> None:
    for url, said in dead_outside(report.outside).items():
        for page, owner, words in report.outside[url]:
            report.bad.append(BadLink(page, owner, url, words, "outside", said))


def _plain(report: LinkReport) -> dict[str, Any]:
    return {**asdict(report), "outside": sorted(report.outside)}
