"""Cells as the sheet shows them: enough to see what is meant, never the value itself. Pure."""

from __future__ import annotations

import re

from gongkai.clearance.enums_aggregation import ColumnKind

K = ColumnKind
_STAR = "＊"
_OPEN = frozenset({K.UNIT, K.POSITION, K.SEX, K.FACILITY, K.CAPACITY, K.COUNT, K.QUANTITY})
"""Kinds that say nothing of one person by themselves; everything else is masked, what no kind is known of too."""
WIDTH = 20


def masked_cell(kind: str, text: str) -> str:
    """One cell, masked by its kind (dossier 13.2 I9: never both the first six and the last four of a number)."""
    text, column = text.strip(), ColumnKind(kind)
    if not text:
        return "—"
    if column in _OPEN:
        return text if len(text) <= WIDTH else f"{text[:WIDTH]}…"
    if column == K.NAME:
        return text[0] + _STAR * (len(text) - 1) if len(text) > 1 else _STAR
    if column == K.PHONE and len(text) >= 11:
        return f"{text[:3]}{_STAR * 4}"
    if column == K.ADDRESS:
        return f"{text[:2]}{_STAR * 3}"
    if column == K.BIRTH and (year := re.match(r"\d{4}", text)):
        return f"{year[0]}年{_STAR * 2}"
    if column in (K.LONGITUDE, K.LATITUDE, K.POINT) and (whole := re.match(r"\D*\d+", text)):
        return f"{whole[0]}.{_STAR * 2}"
    return _STAR * 4
