"""What the process of :mod:`gongkai.clearance.screening.bounded` runs: an order on standard input, an answer on standard output."""

from __future__ import annotations

import json
import pickle
import resource
import sys
from dataclasses import asdict
from pathlib import Path

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.bounded import MEMORY
from gongkai.clearance.screening.engine import scan_parts
from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.readers import Limits, read_parts

_OPEN_FILES = 64
_MOST_FINDINGS = 5000


def main() -> None:
    """Read one order, do it, answer. Nothing is written to the disk."""
    path, name, knowledge = pickle.load(sys.stdin.buffer)  # noqa: S301  (our own parent wrote it)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES))
    findings: list[Finding] = []
    for one in scan_parts(
        read_parts(name, Path(path).read_bytes(), limits=Limits(progress=_tell_progress)), knowledge
    ):
        if len(findings) < _MOST_FINDINGS or one.kind == FindingKind.UNREADABLE:
            findings.append(one)
    readable = not any(one.kind == FindingKind.UNREADABLE for one in findings)
    _say({"readable": readable, "findings": [asdict(one) for one in findings]})


def _tell_progress(done: int, total: int, what: str) -> None:
    _say({"done": done, "total": total, "what": what})


def _say(data: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(data) + "\n")
    sys.stdout.flush()
