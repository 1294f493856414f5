"""The process that cleans one file: reads its job from standard input, writes the new file and one line of JSON.

Started by :mod:`gongkai.clearance.cleaning.bounded`, bound as the process that scans files is.
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
from typing import Any

from gongkai.clearance.cleaning.checking import parts_of
from gongkai.clearance.cleaning.job import CleaningJob
from gongkai.clearance.cleaning.opening import clean, guarded
from gongkai.clearance.cleaning.picking import stretches_of
from gongkai.clearance.cleaning.redaction import redact
from gongkai.clearance.cleaning.result import Cleaned, NotCleaned, Redacted
from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.readers.limits import Limits
from gongkai.clearance.screening.worker import bind

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def main() -> None:
    """Do the one job and leave without waiting for the threads of any library."""
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    job: CleaningJob = pickle.load(sys.stdin.buffer)  # noqa: S301 (from the process that started this one)
    with os.fdopen(os.dup(1), "wb", buffering=0) as out:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # whatever a library prints is no answer
        bind(job.bounds)

        def progress(done: int, total: int, what: str) -> None:
            out.write(_line(progress=[done, total, what]))

        out.write(_line(**answer(job, progress)))
    os._exit(0)


def answer(job: CleaningJob, progress: Any = None) -> dict[str, Any]:
    """What came of it; the new file lies where the job says."""
    try:
        made = done(job, progress)
    except NotCleaned as error:
        return {"why": str(error)}
    Path(job.out).write_bytes(made.data)
    masked = made.masked if isinstance(made, Redacted) else 0
    return {"removed": list(made.removed), "left": list(made.left), "masked": masked}


def done(job: CleaningJob, progress: Any = None) -> Cleaned | Redacted:
    """The file cleaned, and masked where anything is to be. Raises :class:`NotCleaned`."""
    data = Path(job.path).read_bytes()
    limits = replace(job.limits, progress=progress)
    if not job.masks:
        return clean(job.name, data, limits=limits)
    seer = _seer() if job.bounds.ocr else None
    reading = replace(limits, ocr=_ocr() if seer else None)
    picked = guarded(lambda: stretches_of(_parts(job, data, reading), job.picks, job.knowledge or _nothing()))
    return redact(job.name, data, [*picked, *job.words], limits=reading, see=seer)


def _parts(job: CleaningJob, data: bytes, limits: Limits) -> Any:
    return parts_of(job.name, data, limits) if job.picks else []


def _nothing() -> Knowledge:
    from datetime import date  # only where a job names findings and no lists

    return Knowledge(on=date.min)


def _seer() -> Any:
    from gongkai.clearance.cleaning.seeing import seer  # loads nothing until a picture comes

    return seer()


def _ocr() -> Any:
    from gongkai.clearance.screening.recognition import recogniser  # loads nothing until a picture comes

    return recogniser()


def _line(**said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=True).encode() + b"\n"
