"""Where tests put what they throw away: in memory where there is room, since some file systems make files slowly."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108  (only as a parent of directories made by mkdtemp)
ROOM = 2_000_000_000
"""Bytes free from which on memory is used; containers often have 64 MB there."""


def use_memory_for_scratch() -> None:
    """Let this process and those it starts make temporary files in memory, unless somebody has chosen a place."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK) or shutil.disk_usage(MEMORY).free < ROOM:
        return
    os.environ["TMPDIR"] = str(MEMORY)
    tempfile.tempdir = None
