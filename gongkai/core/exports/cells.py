"""What one cell holds: local time, plain words, and never a formula. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

from gongkai.core.shanghai import SHANGHAI

_FORMULA = "=+-@\t\r\n＝＋－＠"  # a spreadsheet in Chinese also takes the full-width signs for a formula
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")  # not allowed in XML 1.0
_EXACT_DIGITS = 15
_MAX_TEXT = 32_767

Cell = str | int | float | Decimal | date | datetime | time | None


def plain(value: Any) -> Cell:
    """A value as a cell understands it: aware times as naive Shanghai time, flags as 是/否, lists with 、.

    Integers with more than 15 digits become text, which spreadsheets would round. What is none of these is
    shown as its ``str()``.
    """
    if value is None or isinstance(value, float | Decimal | time):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Enum):
        return _text(getattr(value, "label", value.value))
    if isinstance(value, int):
        return value if len(str(abs(value))) <= _EXACT_DIGITS else str(value)
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, date):
        return value
    if isinstance(value, Iterable) and not isinstance(value, str | bytes | dict):
        return _text("、".join(str(plain(item) if plain(item) is not None else "") for item in value))
    return _text(value)


def _text(value: Any) -> str:
    return _FORBIDDEN.sub("\ufffd", str(value))[:_MAX_TEXT]


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula: its first sign says so."""
    bare = text.lstrip(" \u00a0\u3000\ufeff")
    return bool(text) and (text[0] in _FORMULA or bare[:1] in tuple(_FORMULA))


def csv_text(cell: Cell) -> str:
    """A cell of a CSV file. Texts that look like a formula get a leading apostrophe; numbers stay numbers."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.strftime("%H:%M:%S")
    if isinstance(cell, str) and is_formula_like(cell):
        return f"'{cell}"
    return str(cell)
