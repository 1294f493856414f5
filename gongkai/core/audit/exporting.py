"""The audit log as CSV: with byte-order mark, Shanghai time, no cell that a spreadsheet would calculate."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.utils import timezone

from gongkai.core.audit.rows import EventRow

EXPORT_LIMIT = 50_000
HEADINGS = ("编号", "时间（北京时间）", "动作", "动作代码", "人员", "对象", "规则", "数据", "封存序号")


def events_csv(rows: Iterable[EventRow]) -> str:
    """One line for each event under Chinese headings."""
    buffer = io.StringIO()
    buffer.write("\ufeff")
    writer = csv.writer(buffer)
    writer.writerow(HEADINGS)
    for row in rows:
        at = timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M:%S")
        cells = (
            row.id,
            at,
            row.action,
            row.code,
            row.person,
            row.subject,
            row.rules,
            row.data,
            row.place or "",
        )
        writer.writerow([_harmless(str(cell)) for cell in cells])
    return buffer.getvalue()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
