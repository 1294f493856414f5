"""Sheets out of an uploaded workbook (.xlsx, .xls, .ods): read in a process with bounds; nothing in it is run."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from gongkai.core.sheet_reader import SECONDS, TOO_LARGE

_ROOT = Path(__file__).resolve().parents[2]
_START = f"import sys; sys.path.insert(0, {str(_ROOT)!r}); from gongkai.core.sheet_reader import main; main()"


class UnreadableSheetError(ValueError):
    """It is no workbook, or a broken one."""


class LargeSheetError(ValueError):
    """It asks for more cells, memory or time than a sheet that people fill in needs."""


def sheets_in(content: bytes, names: Sequence[str] = ()) -> dict[str, Sequence[Sequence[Any]]]:
    """The rows of the sheets of these names (of the first sheet where none is given), from cell A1 on, with their values.

    Raises :class:`UnreadableSheetError` and :class:`LargeSheetError`.
    """
    try:
        child = subprocess.run(  # noqa: S603 (our own interpreter and our own module)
            [sys.executable, "-I", "-c", _START, json.dumps(list(names))],
            input=content,
            capture_output=True,
            timeout=2 * SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise LargeSheetError from None
    if child.returncode == TOO_LARGE or child.returncode < 0:  # it ran out of what it may use
        raise LargeSheetError
    if child.returncode:
        raise UnreadableSheetError
    found: dict[str, Sequence[Sequence[Any]]] = json.loads(child.stdout, object_hook=_value)
    return found


def _value(said: dict[str, Any]) -> Any:
    """A value as the reader told it; the whole answer is a plain dictionary of sheets."""
    if len(said) == 1:
        ((kind, value),) = said.items()
        if kind == "timedelta" and isinstance(value, float | int):
            return timedelta(seconds=value)
        types: dict[str, Any] = {"datetime": datetime, "date": date, "time": time}
        if kind in types and isinstance(value, str):
            return types[kind].fromisoformat(value)
    return said
