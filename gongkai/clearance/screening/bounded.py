"""One file read and scanned in a process of its own, within bounds of time and memory.

A process and not a thread: readers of broken files may loop, crash or eat memory in code that Python cannot stop. A fresh
interpreter and not a fork: the web server's threads and database stay out of it. Whatever happens to it is a finding.
"""

from __future__ import annotations

import json
import os
import pickle
import select
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.knowledge import Knowledge

# House numbers: what the largest upload needs on one core, with room.
SECONDS = 120
MEMORY = 4 * 1024 * 1024 * 1024
_WORKER = "gongkai.clearance.screening.worker"
_CHUNK = 64 * 1024
_ROOT = Path(__file__).resolve().parents[3]
_TOO_LONG = "读取用时超过 {} 秒，没有读完。请拆成几个文件，或人工核对。"
_DIED = "读取时出错中断（可能内存不够或文件有问题），没有读完。请重新导出后再上传，或人工核对。"

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class ScanResult:
    """What came of a file: ``readable`` says whether a machine read all of it."""

    readable: bool
    findings: tuple[Finding, ...]


def scan_file(
    path: Path,
    *,
    name: str,
    knowledge: Knowledge,
    seconds: int = SECONDS,
    on_progress: Progress | None = None,
) -> ScanResult:
    """Read a file under its name and scan it. Raises ``OSError`` where the file itself cannot be opened."""
    with path.open("rb"):
        pass
    order = pickle.dumps((str(path), name, knowledge))
    start = f"import sys; sys.path.insert(0, {str(_ROOT)!r}); from {_WORKER} import main; main()"
    with subprocess.Popen(  # noqa: S603  (our own interpreter and module)
        [sys.executable, "-I", "-c", start],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"},
    ) as child:
        try:
            return _heard(child, order, time.monotonic() + seconds, on_progress) or _unread(_DIED)
        except TimeoutError:
            return _unread(_TOO_LONG.format(seconds))
        finally:
            child.kill()


def _heard(
    child: subprocess.Popen[bytes], order: bytes, until: float, on_progress: Progress | None
) -> ScanResult | None:
    """The answer of the child, or None where it died before it gave one. Raises ``TimeoutError``."""
    assert child.stdin is not None
    assert child.stdout is not None
    with suppress(BrokenPipeError):
        child.stdin.write(order)
        child.stdin.close()
    said = b""
    while True:
        ready, _, _ = select.select([child.stdout], [], [], max(0.0, until - time.monotonic()))
        if not ready:
            raise TimeoutError
        more = os.read(child.stdout.fileno(), _CHUNK)
        if not more:
            return None
        *lines, said = (said + more).split(b"\n")
        for line in lines:
            if (result := _understood(line, on_progress)) is not None:
                return result


def _understood(line: bytes, on_progress: Progress | None) -> ScanResult | None:
    """One line of the child: how far it is, or its answer. JSON, because what reads hostile files is not trusted."""
    try:
        said = json.loads(line)
        if "done" in said:
            if on_progress is not None:
                on_progress(int(said["done"]), int(said["total"]), str(said["what"]))
            return None
        return ScanResult(bool(said["readable"]), tuple(Finding(**one) for one in said["findings"]))
    except (ValueError, TypeError, KeyError):
        return _unread(_DIED)


def _unread(why: str) -> ScanResult:
    return ScanResult(False, (found(FindingKind.UNREADABLE, 0, 0, why, place="文件"),))
