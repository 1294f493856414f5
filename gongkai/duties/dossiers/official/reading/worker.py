"""The process that reads one document: its job from standard input, its answer as JSON in a file.

Started by :mod:`gongkai.duties.dossiers.official.reading.bounded`; bound as the process that scans files is.
"""

from __future__ import annotations

import ctypes
import json
import os
import pickle
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.clearance.screening.conversion import converter
from gongkai.clearance.screening.readers import Limits
from gongkai.clearance.screening.worker import bind
from gongkai.duties.dossiers.official.reading.lines import Unreadable
from gongkai.duties.dossiers.official.reading.opening import read_bytes
from gongkai.duties.dossiers.official.reading.qr import codes_in

if TYPE_CHECKING:
    from gongkai.duties.dossiers.official.reading.bounded import ReadingJob

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def main() -> None:
    """Do the one job and leave without waiting for the threads of any library."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    job: ReadingJob = pickle.load(sys.stdin.buffer)  # noqa: S301 (from the process that started this one)
    with os.fdopen(os.dup(1), "wb", buffering=0) as out:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints is no answer
        bind(job.bounds)
        Path(job.out).write_text(json.dumps(answer(job), ensure_ascii=True), encoding="ascii")
        out.write(b"done\n")
    os._exit(0)


def answer(job: ReadingJob) -> dict[str, Any]:
    """The document as data, or the rule against it and why; the QR codes alone where they alone are asked for."""
    if job.only_codes:
        return {"codes": codes_in(job.name, Path(job.path).read_bytes())}
    limits = replace(Limits(), convert=converter() if job.bounds.convert else None)
    try:
        reading = read_bytes(job.name, Path(job.path).read_bytes(), limits=limits)
    except Unreadable as error:
        return {"code": error.code, "why": str(error)}
    return {
        "text": reading.text.as_data(),
        "frame": reading.frame.as_data(),
        "disclosure": reading.disclosure,
        "warnings": list(reading.warnings),
    }
