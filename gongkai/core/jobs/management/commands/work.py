"""`gongkai work`: the background process of an installation."""

from __future__ import annotations

import contextlib
import logging
import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from gongkai.core.jobs.working import JobProcess, WorkerRunningError


class Command(BaseCommand):
    help = "Queue periodic jobs when due and run queued tasks until stopped (SIGTERM)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="run what is due and queued, then end")
        parser.add_argument("--poll", type=float, default=1.0, help="seconds between looks into the queue")
        parser.add_argument("--nice", type=int, default=10, help="how far to step back behind the web server")

    def handle(self, *args: Any, **options: Any) -> None:
        with contextlib.suppress(OSError):
            os.nice(options["nice"])
        logging.getLogger("gongkai.jobs").setLevel(logging.INFO)
        process = JobProcess(poll_seconds=options["poll"], once=options["once"])
        process.listen_to_signals()
        try:
            done = process.run()
        except WorkerRunningError as running:
            raise CommandError(f"已有一个后台进程在为这个安装工作（{running}），不再启动第二个。") from None
        if options["once"]:
            self.stdout.write(f"运行了 {done} 个任务。")
