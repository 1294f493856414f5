"""XLS: values by calamine, what hides beside them by the records of the workbook. Pure."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from gongkai.clearance.screening.parts import Hidden, Part, Unread
from gongkai.clearance.screening.readers.biff import Facts, facts_of
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.saying import HIDDEN_DATA, named
from gongkai.clearance.screening.readers.sheets import COLUMNS, ROWS, Cells, table_of

_BROKEN = "文件已损坏，或不是 XLS 表格。请另存为 XLSX 后再上传。"
_STATES = {"Hidden": "隐藏工作表", "VeryHidden": "深度隐藏工作表"}


def read_xls(data: bytes, stream: bytes, budget: Budget) -> Iterator[Part]:
    """Sheets in order. ``stream`` is the workbook inside the container."""
    import python_calamine as calamine  # only where an old table comes in

    facts = facts_of(stream)
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except Exception:  # a broken table fails in every way there is
        yield Unread("", _BROKEN)
        return
    number = -1
    for sheet in book.sheets_metadata:
        place, state = f"工作表“{named(sheet.name)}”", str(sheet.visible).rpartition(".")[2]
        hidden = _STATES.get(state, "")
        if hidden:
            yield Hidden(HIDDEN_DATA, place, f"{hidden}“{named(sheet.name)}”", can_clean=True)
        if not str(sheet.typ).endswith("WorkSheet"):
            yield Unread(place, "是图表或宏工作表，没有读。请人工核对。")
            continue
        number += 1
        yield from _sheet(book, sheet.name, place, hidden, _unseen(facts, number), budget)
    yield from _beside(facts)


Unseen = tuple[frozenset[int], list[tuple[int, int]]]


def _unseen(facts: Facts, number: int) -> Unseen:
    return frozenset(facts.rows.get(number, ())), facts.columns.get(number, [])


def _sheet(book: Any, name: str, place: str, hidden: str, unseen: Unseen, budget: Budget) -> Iterator[Part]:
    try:
        values = book.get_sheet_by_name(name)
    except Exception:  # one broken sheet says nothing of the others
        yield Unread(place, "这张工作表读不出来。请另存为 XLSX 后再上传。")
        return
    cells: dict[str, Cells] = {}
    top, left = values.start or (0, 0)
    for row, held in enumerate(values.to_python(), start=top + 1):
        for column, value in enumerate(held, start=left + 1):
            if text := _said(value):
                budget.cell()
                why = ROWS if row in unseen[0] else ""
                if not why and any(first <= column <= last for first, last in unseen[1]):
                    why = COLUMNS
                cells.setdefault(why, {}).setdefault(row, {})[column] = budget.text(text)
    for why, some in cells.items():
        yield table_of(place, some, hidden or why)
        if why and not hidden:
            yield Hidden(
                HIDDEN_DATA, place, f"{sum(map(len, some.values()))} 个单元格在{why}里", can_clean=True
            )


def _said(value: object) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e20 else repr(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if value.time() == time() else f"{value:%Y-%m-%d %H:%M:%S}"
    return "" if value is None else str(value)


def _beside(facts: Facts) -> Iterator[Part]:
    if facts.pivots:
        yield Hidden(HIDDEN_DATA, "数据透视表", "数据透视表缓存，表里已删掉的行也可能还在", can_clean=True)
        yield Unread("数据透视表", "缓存里的数据没有读。请另存为 XLSX 后再上传。")
    if facts.notes:
        yield Hidden(HIDDEN_DATA, "批注", f"{facts.notes} 条批注", can_clean=True)
    if facts.notes or facts.texts or facts.drawings:
        yield Unread("批注、文本框和图片", "表里的批注、文本框或图片没有读。请另存为 XLSX 后再上传。")
