"""The process that reads a workbook for :mod:`gongkai.core.sheets`: bytes come in, rows go out as JSON, nothing else happens.

It binds itself first: a workbook of a thousand bytes may claim a sheet of seventeen thousand million cells, and what runs
out of memory is then this process and not the one that answers people.
"""

from __future__ import annotations

import json
import resource
import sys
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

MEMORY = 1024**3
SECONDS = 30
MOST_CELLS = 2_000_000
UNREADABLE, TOO_LARGE = 3, 4


def main() -> None:
    """Read the workbook on standard input; the sheets to be read are named on the command line, none for the first."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineError, CalamineWorkbook

    wanted: list[str] = json.loads(sys.argv[1])
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
        names = [name for name in book.sheet_names if name in wanted] if wanted else book.sheet_names[:1]
        found = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names}
    except MemoryError:
        sys.exit(TOO_LARGE)
    except (CalamineError, OSError, ValueError, IndexError):
        sys.exit(UNREADABLE)
    if sum(len(row) for rows in found.values() for row in rows) > MOST_CELLS:
        sys.exit(TOO_LARGE)
    json.dump(found, sys.stdout, default=_told)


def _told(value: Any) -> dict[str, Any]:
    """What JSON has no form for, by its kind."""
    if isinstance(value, timedelta):
        return {"timedelta": value.total_seconds()}
    kind = "datetime" if isinstance(value, datetime) else "date" if isinstance(value, date) else "time"
    assert isinstance(value, date | time)
    return {kind: value.isoformat()}
