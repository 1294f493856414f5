"""审校进度 as a table for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from gongkai.clearance.queries.progress import OpenSlip, Wait
from gongkai.clearance.queries.progress_rows import Asked, Board, people_of
from gongkai.core.exports.writers import Table

HEADER = (
    "审查单号",
    "标题",
    "起草单位",
    "内容类别",
    "缓急",
    "送审人",
    "送审时间",
    "在等",
    "等谁",
    "等待起始时间",
    "已等（工作日）",
    "时限到",
    "距时限（工作日）",
    "是否超时",
    "没有人能接的原因",
)


def progress_table(board: Board, rows: Iterable[OpenSlip], asked: Asked) -> Table:
    """One line for each thing that a slip waits for and that was asked about; titles as the person may read them."""
    return Table("审校进度", HEADER, [line for row in rows for line in _lines(board, row, asked)])


def _lines(board: Board, row: OpenSlip, asked: Asked) -> Iterator[Sequence[object]]:
    slip = row.slip
    head = (
        slip.number,
        board.title(slip),
        str(slip.unit),
        slip.get_kind_display(),
        slip.get_urgency_display(),
        str(slip.submitted_by),
        slip.submitted_at,
    )
    waits = [wait for wait in board.waits(row) if asked.takes_wait(wait)]
    if not waits:
        yield (*head, *([None] * (len(HEADER) - len(head))))
    for wait in waits:
        yield (*head, *_of_wait(board, wait))


def _of_wait(board: Board, wait: Wait) -> Sequence[object]:
    waiting = wait.waiting
    return (
        wait.queue.label,
        people_of(board.office, wait),
        wait.since,
        waiting.age,
        waiting.due_on,
        waiting.left,
        waiting.is_late if waiting.left is not None else None,
        f"{wait.nobody.message}{wait.nobody.remedy}" if wait.nobody else None,
    )
