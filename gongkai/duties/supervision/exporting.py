"""The board as a table for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gongkai.core.exports.writers import Table
from gongkai.duties.supervision.queries.tasks import TaskRow

HEADER = (
    "通知",
    "部分",
    "编号",
    "任务",
    "牵头单位",
    "时限类型",
    "截止日期",
    "状态",
    "原因",
    "证据",
    "还缺什么",
)


def board_table(rows: Iterable[TaskRow], title: str) -> Table:
    """One line for each task."""
    return Table(title, HEADER, [_line(row) for row in rows])


def _line(row: TaskRow) -> Sequence[object]:
    task = row.task
    return (
        str(task.notice),
        task.section.title if task.section else "",
        task.number,
        task.title,
        "、".join(row.leads),
        task.get_deadline_type_display(),
        task.due_on,
        row.outcome.label,
        "".join(row.outcome.reasons),
        row.figure.shown if row.figure else "",
        "；".join(row.evidence.missing) if row.evidence else "",
    )
