"""Scan a file in a process of its own: whatever the file does to its readers, the caller gets findings and goes on.

A fresh interpreter (no fork: the caller has threads and an open database; no pool: what one file leaves behind must not
meet the next) reads the file, scans it and sends back findings as lines of JSON, never pickles: a reader taken over by a
file could make a pickle run in the caller. Texts and hits stay in the child and die with it. What is sent to the child
(lists, limits) comes from us and is pickled. The child knows no settings and no database, and opens no connections.
"""

from __future__ import annotations

import json
import os
import pickle
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.job import Bounds, Job
from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.lexicon import Lexicon
from gongkai.clearance.screening.parts import Table
from gongkai.clearance.screening.readers.limits import Limits

Progress = Callable[[int, int, str], None]

_ROOT = Path(__file__).resolve().parents[3]
_START = (
    "import sys; sys.path.insert(0, {root!r}); from gongkai.clearance.screening.worker import main; main()"
)
_LONGEST_LINE = 1024 * 1024
_PIECE = 64 * 1024
_SLOW = "读取超过 {seconds:.0f} 秒，已经停下，后面的没有读。请拆成几个文件，或人工核对。"
_DIED = "读取时程序意外中止（文件已损坏，或占用内存过大），没有读完。请重新导出后再上传，或人工核对。"
_GONE = "文件不在了，没有读。请重新上传。"


@dataclass(frozen=True, slots=True)
class ScanResult:
    """``readable`` whether every part of the file has been read; ``seconds`` of wall clock; ``parts`` read."""

    readable: bool
    findings: list[Finding]
    seconds: float
    parts: int = 0


@dataclass(frozen=True, slots=True)
class TablesRead:
    """The tables of a file; ``is_whole`` whether all of it was read, so that no table is missing. ``is_stopped`` whether
    the reading came to no end or a table was too long; a picture that nobody read is another thing.
    """

    tables: list[Table]
    is_whole: bool
    is_stopped: bool = False


@dataclass(slots=True)
class _Answer:
    findings: list[Finding] = field(default_factory=list)
    tables: list[tuple[str, list[tuple[str, ...]]]] = field(default_factory=list)
    unread: int = 0
    is_cut: bool = False
    parts: int = 0
    is_whole: bool = False


def scan_file(
    path: str | os.PathLike[str],
    *,
    name: str,
    knowledge: Knowledge,
    limits: Limits | None = None,
    bounds: Bounds | None = None,
    on_progress: Progress | None = None,
) -> ScanResult:
    """Findings of a file. Never raises for what is in it: a crash, a stop and a lack of memory are findings, too."""
    began = time.monotonic()
    bounds = bounds or Bounds()
    plain = replace(limits or Limits(), ocr=None, convert=None, progress=None)
    job = Job(os.path.abspath(path), name, knowledge, plain, bounds)
    answer = _Answer()
    is_there = Path(path).is_file()
    why = _run(job, answer, began + bounds.seconds, on_progress) if is_there else _GONE
    if why:
        answer.findings.append(found(FindingKind.UNREADABLE, 0, 0, why))
    is_read = not any(one.kind == FindingKind.UNREADABLE for one in answer.findings)
    return ScanResult(is_read, answer.findings, time.monotonic() - began, answer.parts)


def tables_in(
    path: str | os.PathLike[str],
    *,
    name: str,
    limits: Limits | None = None,
    bounds: Bounds | None = None,
) -> TablesRead:
    """The tables of a file with their cells, cut where a cell is longer than any value of a list. Never raises for what is
    in the file. What comes back is the text of the file: it is for laying beside other tables, not for keeping.
    """
    bounds = bounds or Bounds(seconds=60, cpu_seconds=60, ocr=False, convert=True)
    plain = replace(limits or Limits(), ocr=None, convert=None, progress=None)
    nothing = Knowledge(on=date.min, lexicon=Lexicon(()))
    job = Job(os.path.abspath(path), name, nothing, plain, bounds, only_tables=True)
    answer = _Answer()
    why = _run(job, answer, time.monotonic() + bounds.seconds, None) if Path(path).is_file() else _GONE
    tables = [Table(place, tuple(rows)) for place, rows in answer.tables]
    return TablesRead(tables, not why and not answer.unread, is_stopped=bool(why) or answer.is_cut)


def _run(job: Job, answer: _Answer, until: float, on_progress: Progress | None) -> str:
    """Why it did not come to its end, in Chinese; empty where it did."""
    with tempfile.TemporaryDirectory(prefix="gongkai-scan-") as folder:
        try:
            child = started(folder, _START)
        except OSError:
            return _DIED
        try:
            send(child, job)
            is_late = _listen(child, answer, until, on_progress)
        finally:
            end(child)
    if is_late:
        return _SLOW.format(seconds=job.bounds.seconds)
    if answer.is_whole:
        return ""
    return _SLOW.format(seconds=job.bounds.cpu_seconds) if child.returncode == -signal.SIGXCPU else _DIED


def started(folder: str, start: str) -> subprocess.Popen[bytes]:
    """A fresh interpreter in a folder of its own that runs this line. Raises ``OSError``."""
    kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH") if key in os.environ}
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    return subprocess.Popen(  # noqa: S603 (our own interpreter and our own module)
        [sys.executable, "-I", "-c", start.format(root=str(_ROOT))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env={**kept, **one_thread, "HOME": folder, "TMPDIR": folder, "LANG": "C.UTF-8"},
        start_new_session=True,  # so that what it starts ends with it
    )


def send(child: subprocess.Popen[bytes], job: object) -> None:
    """Tell the child what to do; one that is gone already is no error."""
    assert child.stdin is not None
    with suppress(BrokenPipeError):
        child.stdin.write(pickle.dumps(job, protocol=pickle.HIGHEST_PROTOCOL))
        child.stdin.close()


def _listen(
    child: subprocess.Popen[bytes], answer: _Answer, until: float, on_progress: Progress | None
) -> bool:
    """Take in what it says; True where the time is over before it has come to its end."""
    for line in lines_of(child, until):
        if line is None:
            return True
        _take(line, answer, on_progress)
    with suppress(subprocess.TimeoutExpired):
        child.wait(timeout=max(until - time.monotonic(), 0.1))
    return False


def lines_of(child: subprocess.Popen[bytes], until: float) -> Iterator[bytes | None]:
    """Lines as they come; None once the time is over. A line longer than any of ours ends it."""
    assert child.stdout is not None
    held = b""
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            left = until - time.monotonic()
            if left <= 0 or not selector.select(timeout=left):
                yield None
                return
            piece = os.read(child.stdout.fileno(), _PIECE)
            if not piece or len(held) > _LONGEST_LINE:
                return
            *lines, held = (held + piece).split(b"\n")
            yield from lines


def _take(line: bytes, answer: _Answer, on_progress: Progress | None) -> None:
    try:
        said: dict[str, Any] = json.loads(line)
        if "finding" in said and len(answer.findings) <= Bounds().findings:
            answer.findings.append(_finding(said["finding"]))
        elif "progress" in said and on_progress is not None:
            done, total, what = said["progress"]
            on_progress(int(done), int(total), str(what))
        elif "table" in said:
            answer.tables.append((str(said["table"]), []))
        elif "rows" in said:
            answer.tables[-1][1].extend(tuple(map(str, row)) for row in said["rows"])
        elif "unread" in said:
            answer.unread += 1
            answer.is_cut |= bool(said.get("cut"))
        elif "end" in said:
            answer.parts, answer.is_whole = int(said["end"]), True
    except (ValueError, TypeError, KeyError, IndexError):
        answer.is_whole = False  # it no longer speaks our language; without its end the file counts as unread


def _finding(values: list[Any]) -> Finding:
    kind, level, rule, excerpt, start, end, place, suggestion, note = values
    return Finding(
        str(FindingKind(kind)),
        str(level),
        str(rule),
        str(excerpt),
        int(start),
        int(end),
        str(place),
        str(suggestion),
        str(note),
    )


def end(child: subprocess.Popen[bytes]) -> None:
    """Nothing of it goes on."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with suppress(BrokenPipeError):
                pipe.close()
    child.wait()
