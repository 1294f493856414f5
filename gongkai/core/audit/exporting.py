"""The audit log as a table to hand out, in Shanghai time."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.core.audit.rows import EventRow
from gongkai.core.exports.writers import Table

EXPORT_LIMIT = 50_000
HEADINGS = (
    "编号",
    "时间（北京时间）",
    "动作",
    "动作代码",
    "人员",
    "对象",
    "规则",
    "规则代码",
    "数据",
    "封存序号",
)


def events_table(rows: Sequence[EventRow]) -> Table:
    """One line for each event under Chinese headings."""
    lines = (
        (
            row.id,
            row.at,
            row.action,
            row.code,
            row.person,
            row.subject,
            row.rules,
            row.rule_codes,
            row.data,
            row.place or "",
        )
        for row in rows
    )
    return Table("审计记录", HEADINGS, lines)
