"""Keep a few processes running; stop them all, with their children, when asked."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tools.console import StopError, say

PR_SET_PDEATHSIG = 1
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 30.0
TICK = 0.1
LOG_BYTES = 10_000_000


def _in_child() -> None:
    """End the child when the supervisor itself is killed, so that nothing is orphaned."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Service:
    """A process to keep running. ``essential``: the whole stops when it cannot be kept up."""

    name: str
    command: list[str]
    log: Path
    essential: bool = False
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    failures: int = 0
    due_at: float = field(default=0.0)

    def pause(self) -> float:
        """Seconds before the next start: 0.5, 1, 2, … up to half a minute."""
        return min(0.5 * 2 ** max(self.failures - 1, 0), LONGEST_PAUSE)

    def last_words(self, lines: int = 15) -> str:
        """The end of its log."""
        try:
            return "\n".join(self.log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])
        except OSError:
            return ""


class Supervisor:
    """Starts services, starts them again when they end, and stops them.

    Each service runs in a process group of its own: Ctrl-C reaches the supervisor alone, and a service's
    children go with it.
    """

    def __init__(
        self,
        services: list[Service],
        *,
        environment: Mapping[str, str],
        folder: Path,
        give_up_after: int = 5,
        report: Callable[[str], None] = say,
    ) -> None:
        self.services = services
        self.environment = dict(environment)
        self.folder = folder
        self.give_up_after = give_up_after
        self.report = report
        self.stopping = False

    def start(self, service: Service) -> None:
        """Start one service, its output appended to its log."""
        service.log.parent.mkdir(parents=True, exist_ok=True)
        if service.log.exists() and service.log.stat().st_size > LOG_BYTES:
            service.log.replace(service.log.with_suffix(".log.1"))
        with service.log.open("ab") as log:
            service.process = subprocess.Popen(
                service.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.environment,
                cwd=self.folder,
                start_new_session=True,
                preexec_fn=_in_child,
            )
        service.started_at = time.monotonic()
        service.due_at = 0.0

    def run(self) -> None:
        """Keep all up until a signal. Raises :class:`StopError` when an essential one does not stay up."""
        for signal_number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(signal_number, self._asked_to_stop)
        try:
            for service in self.services:
                if service.process is None:
                    self.start(service)
            while not self.stopping:
                for service in self.services:
                    self.look_after(service)
                time.sleep(TICK)
        finally:
            self.stop()

    def look_after(self, service: Service) -> None:
        """Notice an end, wait its pause, start again."""
        now = time.monotonic()
        if service.process is None:
            if now >= service.due_at and not self.stopping:
                self.start(service)
            return
        code = service.process.poll()
        if code is None:
            return
        _end_group(service.process.pid, signal.SIGKILL)  # what it left behind would hold its port
        steady = now - service.started_at >= STEADY_SECONDS
        service.failures = 1 if steady else service.failures + 1
        service.process = None
        if service.essential and service.failures >= self.give_up_after:
            raise StopError(
                f"{service.name}连续 {service.failures} 次未能运行。",
                f"查看日志 {service.log}，处理后重新执行 ./run。",
                service.last_words(),
            )
        service.due_at = now + service.pause()
        self.report(
            f"  ! {service.name}已退出（{_meaning(code)}），{service.pause():g} 秒后重启。日志：{service.log}"
        )

    def stop(self, *, patience: float = 10.0) -> None:
        """Ask every service to end, wait, then end what remains with all its children."""
        self.stopping = True
        running = [s.process for s in self.services if s.process is not None and s.process.poll() is None]
        for process in running:
            _end_group(process.pid, signal.SIGTERM)
        deadline = time.monotonic() + patience
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(deadline - time.monotonic(), 0.1))
            _end_group(process.pid, signal.SIGKILL)
            process.wait()
        for service in self.services:
            service.process = None

    def _asked_to_stop(self, number: int, frame: object) -> None:
        self.stopping = True


def _end_group(group: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def _meaning(code: int) -> str:
    if code < 0:
        return f"信号 {signal.Signals(-code).name}"
    return f"退出码 {code}"
