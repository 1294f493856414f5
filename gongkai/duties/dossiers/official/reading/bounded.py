"""Read a document's file in a process of its own, with bounds of time, memory and disk.

As :mod:`gongkai.clearance.screening.bounded` scans one: what a hostile file does to its readers ends there.
"""

from __future__ import annotations

import json
import signal
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from gongkai.clearance.screening.bounded import end, lines_of, send, started
from gongkai.clearance.screening.job import Bounds
from gongkai.core.reasons import Reason
from gongkai.duties.dossiers.official.blocks import OfficialText
from gongkai.duties.dossiers.official.frame import Frame
from gongkai.duties.dossiers.official.reading.lines import Reading
from gongkai.duties.dossiers.official.reading.qr import SCANS
from gongkai.duties.dossiers.official.rules import BROKEN, RULES, reason, reasons_against_file

BOUNDS = Bounds(seconds=150, cpu_seconds=120, ocr=False)
"""Somebody waits for it; an old file takes LibreOffice some seconds. House numbers."""
_START = (
    "import sys; sys.path.insert(0, {root!r}); "
    "from gongkai.duties.dossiers.official.reading.worker import main; main()"
)
_MOST_ANSWER = 32 * 1024 * 1024
_SLOW = "读取超过 {seconds:.0f} 秒，已经停下。"
_DIED = "读取时程序意外中止（文件已损坏，或占用内存过大）。"


@dataclass(frozen=True, slots=True)
class ReadingJob:
    """What the process is told: the file, its name, where the answer goes; whether only QR codes are looked for."""

    path: str
    name: str
    out: str
    bounds: Bounds
    only_codes: bool = False


def read_document(name: str, data: bytes, *, bounds: Bounds = BOUNDS) -> tuple[Reading | None, list[Reason]]:
    """The document in a file, or the reasons why it is not read. Never raises for what is in the file."""
    if refused := reasons_against_file(name, len(data)):
        return None, refused
    with tempfile.TemporaryDirectory(prefix="gongkai-read-") as folder:
        source, out = Path(folder) / "source", Path(folder) / "out"
        source.write_bytes(data)
        why = _run(ReadingJob(str(source), name, str(out), bounds), folder)
        if why:
            return None, [reason(BROKEN.code, why)]
        return _answer(out)


def read_codes(name: str, data: bytes, *, bounds: Bounds = BOUNDS) -> list[str]:
    """The words of the QR codes in a scan; none where it cannot be read. Never raises for what is in the file."""
    if PurePath(name).suffix.lower() not in SCANS or not data:
        return []
    with tempfile.TemporaryDirectory(prefix="gongkai-read-") as folder:
        source, out = Path(folder) / "source", Path(folder) / "out"
        source.write_bytes(data)
        if _run(ReadingJob(str(source), name, str(out), bounds, only_codes=True), folder):
            return []
        try:
            said = json.loads(out.read_bytes()) if out.stat().st_size <= _MOST_ANSWER else {}
            return [text for text in said.get("codes", []) if isinstance(text, str)]
        except (OSError, ValueError, AttributeError, TypeError):
            return []


def _run(job: ReadingJob, folder: str) -> str:
    """Why it did not come to its end; empty where it did."""
    until = time.monotonic() + job.bounds.seconds
    try:
        child = started(folder, _START)
    except OSError:
        return _DIED
    try:
        send(child, job)
        lines = list(lines_of(child, until))
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=max(until - time.monotonic(), 0.1))
    finally:
        end(child)
    if None in lines:
        return _SLOW.format(seconds=job.bounds.seconds)
    if b"done" in lines:
        return ""
    return _SLOW.format(seconds=job.bounds.cpu_seconds) if child.returncode == -signal.SIGXCPU else _DIED


def _answer(out: Path) -> tuple[Reading | None, list[Reason]]:
    """What it wrote, taken as what a stranger says."""
    try:
        if out.stat().st_size > _MOST_ANSWER:
            raise ValueError("too long")
        said = json.loads(out.read_bytes())
        if "code" in said:
            code = said["code"] if said["code"] in RULES else BROKEN.code
            return None, [reason(code, str(said["why"]))]
        return _reading(said), []
    except (OSError, ValueError, TypeError, KeyError):
        return None, [reason(BROKEN.code, _DIED)]


def _reading(said: dict[str, Any]) -> Reading:
    return Reading(
        OfficialText.from_data(said["text"]),
        Frame.from_data(said["frame"]),
        str(said["disclosure"]),
        tuple(map(str, said["warnings"])),
    )
