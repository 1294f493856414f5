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
from collections.abc import Iterator
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any, BinaryIO

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.engine import scan_parts
from gongkai.clearance.screening.job import Bounds, Job
from gongkai.clearance.screening.parts import Part
from gongkai.clearance.screening.readers import read_parts

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_NEW_USER, _NEW_NET = 0x10000000, 0x40000000
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
        (resource.RLIMIT_CPU, bounds.cpu_seconds),
        (resource.RLIMIT_FSIZE, bounds.file_size),
        (resource.RLIMIT_NOFILE, bounds.open_files),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
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
    for number, finding in enumerate(scan_parts(counted, job.knowledge)):
        if number >= job.bounds.findings:
            most = found(FindingKind.UNREADABLE, 0, 0, _TOO_MANY.format(most=job.bounds.findings))
            yield _line(finding=astuple(most))
            break
        yield _line(finding=astuple(finding))
    yield _line(end=counted.count)


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
