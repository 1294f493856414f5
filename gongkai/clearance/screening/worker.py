"""The process that scans one file: reads its job from standard input, writes findings as lines of JSON.

Started by :mod:`gongkai.clearance.screening.bounded`. It binds itself before it touches the file: memory, time, sizes,
no connections. It knows neither settings nor a database.
"""

from __future__ import annotations

import ctypes
import json
import os
import pickle
import resource
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any, BinaryIO

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.engine import scan_parts
from gongkai.clearance.screening.job import Bounds, Job
from gongkai.clearance.screening.parts import Part, Table, Unread
from gongkai.clearance.screening.readers import read_parts

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
MOST_ROWS = 50_000
"""Rows of one table that are told (house number)."""
_LONGEST_CELL, _MOST_COLUMNS = 500, 100
_LINE_OF_ROWS = 40_000
"""Characters after which a line of rows ends; what the caller takes of one line is bounded."""
_TOO_MANY = "发现超过 {most:,} 处，后面的没有列出。请先处理这些，再重新检查。"


def main() -> None:
    """Do the one job and leave without waiting for the threads of any library."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    job = pickle.load(sys.stdin.buffer)  # noqa: S301 (from the process that started this one)
    with os.fdopen(os.dup(1), "wb", buffering=0) as out:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints is no answer
        bind(job.bounds)
        for line in answers(job, out):
            out.write(line)
    os._exit(0)


def bind(bounds: Bounds) -> None:
    """Give up what a reader of files does not need."""
    for what, most in (
        (resource.RLIMIT_AS, bounds.memory),
        (resource.RLIMIT_FSIZE, bounds.file_size),
        (resource.RLIMIT_NOFILE, bounds.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = bounds.cpu_seconds if hard == resource.RLIM_INFINITY else min(bounds.cpu_seconds, hard)
    # At the soft bound it is told, and the caller can tell why it ended; at the hard one it is simply gone.
    resource.setrlimit(resource.RLIMIT_CPU, (soft, soft + 5 if hard == resource.RLIM_INFINITY else hard))
    ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NET)  # a net without any device, where the machine allows that
    sys.addaudithook(_refuse_connections)


def _refuse_connections(event: str, _: Any) -> None:
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind"):
        raise PermissionError("no connections from here")


def answers(job: Job, out: BinaryIO) -> Iterator[bytes]:
    """Findings as they come, then the end with the count of parts."""

    def progress(done: int, total: int, what: str) -> None:
        out.write(_line(progress=[done, total, what]))

    limits = replace(
        job.limits,
        ocr=_ocr() if job.bounds.ocr else None,
        convert=_converter() if job.bounds.convert else None,
        progress=progress,
    )
    counted = _Counted(read_parts(job.name, Path(job.path).read_bytes(), limits=limits))
    if job.only_tables:
        yield from _tables(counted)
        yield _line(end=counted.count)
        return
    for number, finding in enumerate(scan_parts(counted, job.knowledge)):
        if number >= job.bounds.findings:
            most = found(FindingKind.UNREADABLE, 0, 0, _TOO_MANY.format(most=job.bounds.findings))
            yield _line(finding=astuple(most))
            break
        yield _line(finding=astuple(finding))
    yield _line(end=counted.count)


def _tables(parts: Iterable[Part]) -> Iterator[bytes]:
    """Tables a few rows at a line, and that a part was not read; cells longer than any value of a list are cut.

    A long CSV comes in parts of one place, of which the first has no names of cells: those are one table.
    """
    before, rows = "", 0
    for part in parts:
        if isinstance(part, Unread):
            yield _line(unread=part.why)
        elif isinstance(part, Table):
            if part.place != before:
                yield _line(table=part.place)
                before, rows = "" if part.names else part.place, 0
            yield from _rows(part.rows[: max(MOST_ROWS - rows, 0)])
            rows += len(part.rows)
            if rows > MOST_ROWS:
                yield _line(unread=f"超过 {MOST_ROWS:,} 行，后面的没有读", cut=True)


def _rows(rows: Sequence[Sequence[str]]) -> Iterator[bytes]:
    held: list[list[str]] = []
    size = 0
    for row in rows:
        held.append([cell[:_LONGEST_CELL] for cell in row[:_MOST_COLUMNS]])
        size += sum(map(len, held[-1])) + len(held[-1])
        if size > _LINE_OF_ROWS:
            yield _line(rows=held)
            held, size = [], 0
    if held:
        yield _line(rows=held)


class _Counted:
    """Parts, counted as they go by."""

    def __init__(self, parts: Iterator[Part]) -> None:
        self._parts = parts
        self.count = 0

    def __iter__(self) -> Iterator[Part]:
        for part in self._parts:
            self.count += 1
            yield part


def _line(**said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=True).encode() + b"\n"


def _ocr() -> Any:
    from gongkai.clearance.screening.recognition import recogniser  # loads nothing until a picture comes

    return recogniser()


def _converter() -> Any:
    from gongkai.clearance.screening.conversion import converter  # only in this process

    return converter()
