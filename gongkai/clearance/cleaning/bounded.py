"""Clean and mask a file in a process of its own, with bounds of time, memory and disk: a hostile file is refused.

As :mod:`gongkai.clearance.screening.bounded` scans one. The new file comes back through a folder that is gone afterwards.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from gongkai.clearance.cleaning.job import CleaningJob
from gongkai.clearance.cleaning.masks import Stretch
from gongkai.clearance.cleaning.picking import Pick
from gongkai.clearance.cleaning.result import Cleaned, NotCleaned, Redacted
from gongkai.clearance.screening.bounded import end, lines_of, send, started
from gongkai.clearance.screening.job import Bounds
from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.readers.limits import Limits

Progress = Callable[[int, int, str], None]

BOUNDS = Bounds(seconds=240, cpu_seconds=240)
"""Shorter than a scan: somebody waits for it. A house number."""
_START = (
    "import sys; sys.path.insert(0, {root!r}); from gongkai.clearance.cleaning.worker import main; main()"
)
_SLOW = "处理超过 {seconds:.0f} 秒，已经停下，文件没有改动。请拆成几个文件，或用原来的软件处理。"
_DIED = "处理时程序意外中止（文件已损坏，或占用内存过大），文件没有改动。请重新导出后再试。"
_GONE = "文件不在了，没有处理。请重新上传。"


def clean_file(
    path: str | os.PathLike[str], *, name: str, limits: Limits | None = None, bounds: Bounds = BOUNDS
) -> Cleaned:
    """A file cleaned. Raises :class:`NotCleaned`, for whatever is in it."""
    made = _done(path, name, limits, bounds, {})
    return Cleaned(made.data, made.removed, made.left)


def redact_file(
    path: str | os.PathLike[str],
    *,
    name: str,
    picks: Sequence[Pick],
    words: Sequence[str],
    knowledge: Knowledge,
    limits: Limits | None = None,
    bounds: Bounds = BOUNDS,
) -> Redacted:
    """A file cleaned and masked: findings by ``picks``, and stretches as they were typed. Raises :class:`NotCleaned`."""
    typed = tuple(Stretch(one) for one in words)
    return _done(path, name, limits, bounds, {"picks": tuple(picks), "words": typed, "knowledge": knowledge})


def _done(
    path: str | os.PathLike[str], name: str, limits: Limits | None, bounds: Bounds, about: dict[str, Any]
) -> Redacted:
    if not Path(path).is_file():
        raise NotCleaned(_GONE)
    until = time.monotonic() + bounds.seconds
    plain = replace(limits or Limits(), ocr=None, convert=None, progress=None)
    with tempfile.TemporaryDirectory(prefix="gongkai-clean-") as folder:
        out = str(Path(folder) / "out")
        said = _said(CleaningJob(os.path.abspath(path), name, out, plain, bounds, **about), folder, until)
        if "why" in said:
            raise NotCleaned(str(said["why"]))
        try:
            data = Path(out).read_bytes()
        except OSError as error:
            raise NotCleaned(_DIED) from error
    removed, left = (tuple(map(str, said.get(key, ()))) for key in ("removed", "left"))
    return Redacted(data, int(said.get("masked", 0)), removed, left)


def _said(job: CleaningJob, folder: str, until: float) -> dict[str, Any]:
    """Its one answer. Raises :class:`NotCleaned` where it gave none."""
    try:
        child = started(folder, _START)
    except OSError as error:
        raise NotCleaned(_DIED) from error
    try:
        send(child, job)
        for line in lines_of(child, until):
            if line is None:
                raise NotCleaned(_SLOW.format(seconds=job.bounds.seconds))
            if (answer := _answer(line)) is not None:
                return answer
        try:
            child.wait(timeout=max(until - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired as error:
            raise NotCleaned(_SLOW.format(seconds=job.bounds.seconds)) from error
    finally:
        end(child)
    is_slow = child.returncode == -signal.SIGXCPU
    raise NotCleaned(_SLOW.format(seconds=job.bounds.cpu_seconds) if is_slow else _DIED)


def _answer(line: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return said if isinstance(said, dict) and "progress" not in said else None
