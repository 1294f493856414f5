"""Records of an XLS workbook ([MS-XLS] 2.4): what hides in it and cannot be seen in the values of its cells. Pure."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

_BOF, _BOUND_SHEET, _LOCK, _NOTE, _TEXT = 0x0809, 0x0085, 0x002F, 0x001C, 0x01B6
_ROW, _COLUMNS, _PIVOT, _DRAWINGS, _LINKS, _WINDOW = 0x0208, 0x007D, 0x00D5, 0x00EB, 0x0023, 0x023E
_WORKSHEET, _ROW_HIDDEN, _COLUMN_HIDDEN = 0x0010, 0x20, 0x01
_MOST = 5_000_000  # records


@dataclass(slots=True)
class Facts:
    """``rows`` and ``columns`` hidden, sheet by sheet in the order of the file (0 is the first)."""

    rows: dict[int, list[int]] = field(default_factory=dict)
    columns: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    notes: int = 0
    texts: int = 0
    pivots: int = 0
    links: int = 0
    drawings: bool = False
    is_locked: bool = False


def facts_of(stream: bytes) -> Facts:
    """What the records say; a broken one ends it."""
    facts, at, sheet = Facts(), 0, -1
    for _ in range(_MOST):
        if at + 4 > len(stream):
            break
        kind, size = struct.unpack_from("<HH", stream, at)
        body = stream[at + 4 : at + 4 + size]
        if kind == _BOF and len(body) >= 4 and struct.unpack_from("<H", body, 2)[0] == _WORKSHEET:
            sheet += 1
        _judge(facts, kind, body, sheet)
        at += 4 + size
    return facts


def _judge(facts: Facts, kind: int, body: bytes, sheet: int) -> None:
    if kind == _ROW and len(body) >= 16:
        if body[12] & _ROW_HIDDEN:
            facts.rows.setdefault(sheet, []).append(struct.unpack_from("<H", body)[0] + 1)
    elif kind == _COLUMNS and len(body) >= 10:
        first, last, _, _, flags = struct.unpack_from("<HHHHH", body)
        if flags & _COLUMN_HIDDEN:
            facts.columns.setdefault(sheet, []).append((first + 1, min(last, 255) + 1))
    else:
        facts.is_locked = facts.is_locked or kind == _LOCK
        facts.notes += kind == _NOTE
        facts.texts += kind == _TEXT
        facts.pivots += kind == _PIVOT
        facts.links += kind == _LINKS
        facts.drawings = facts.drawings or kind == _DRAWINGS
