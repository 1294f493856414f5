"""The list of documents as a table for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from gongkai.core.exports.writers import Table

_COLUMNS = (
    ("文件", "title"),
    ("发文字号", "number"),
    ("起草单位", "unit"),
    ("类别", "kind"),
    ("公开属性", "disclosure"),
    ("状态", "standing_word"),
    ("解读图解", "joint_word"),
    ("补发期限", "due_on"),
    ("效力", "validity_word"),
    ("失效日期", "expires_on"),
)


def documents_table(rows: Iterable[Mapping[str, Any]], today: date) -> Table:
    """One line for each document."""
    lines = ([str(row[name] or "") if name == "unit" else row[name] for _, name in _COLUMNS] for row in rows)
    return Table(f"政策文件{today}", [heading for heading, _ in _COLUMNS], lines)
