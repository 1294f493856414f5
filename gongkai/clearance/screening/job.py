"""What the process that scans a file is told (:mod:`gongkai.clearance.screening.bounded`). Pure."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.readers.limits import Limits


@dataclass(frozen=True, slots=True)
class Bounds:
    """What the process may use; house numbers for a machine of two cores and 4 GB.

    ``seconds`` of wall clock and ``cpu_seconds``; ``memory`` of address space in bytes, which counts the models of the
    text recognition as well; ``file_size`` of any file it writes; ``open_files``; ``findings`` told of one file.
    ``ocr`` and ``convert`` whether pictures are recognised and old office files converted where the machine can.
    """

    seconds: float = 900
    cpu_seconds: int = 900
    memory: int = 4 * 1024**3
    file_size: int = 512 * 1024**2
    open_files: int = 256
    findings: int = 5000
    ocr: bool = True
    convert: bool = True


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be scanned; ``limits`` without its callables, which the process fills in itself. With ``only_tables``
    nothing is looked for: what comes back are the tables of the file, for whoever lays them beside others.
    """

    path: str
    name: str
    knowledge: Knowledge
    limits: Limits
    bounds: Bounds
    only_tables: bool = False
