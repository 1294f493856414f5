"""Totals of tables against the sums of their parts. Pure.

Rows and columns alike: a line is headed 小计, 合计, 总计 or 共计 and covers the lines since the last total of its rank or
above, or, where it comes first, those after it. What belongs to what cannot always be told from the cells (其中, layers of
headings, averages), so several readings are tried: of the details, of the subtotals, of the topmost layer. A figure is told
only where the reading fits, by the other figures of the same line or because all readings agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.errors.figures import Figure, difference_allowed, figure
from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.parts import Table

_RANKS = {"小计": 1, "合计": 2, "总计": 3, "共计": 3, "总合计": 3}
_TOTAL = re.compile(
    r"(?:[（(]?[一二三四五六七八九十\d]{0,3}[)）、.．]?)(小计|总合计|合计|总计|共计)(?:[（(][^（）()]{0,12}[）)])?[:：]?"
)
_TOPMOST = re.compile(r"[一二三四五六七八九十]{1,3}、")
_OF_WHICH = "其中"
# Columns whose figures are not added: rates, prices, means, ranks, years, numbers of things.
_NOT_ADDED = re.compile(
    r"率|比重|占比|比例|%|％|均|单价|价格|排名|名次|序号|编号|年份|同比|环比|增长|增幅|代码|电话|桩号|指数|得分|分值|温度|密度|标准"
)
_FEWEST = 2
_MOST_COLUMNS = 60
_HEAD_ROWS = 3


def sums_in_table(table: Table) -> Iterator[Finding]:
    """Each total that is not what its parts add up to: figure said and figure reckoned."""
    grid = table.rows
    firsts = [_first(cells) for cells in grid]
    for row, parts in _covered([_label(cells[:2]) for cells in grid], firsts, _head_rows(grid)):
        width = min(len(grid[row]), _MOST_COLUMNS)
        columns = [column for column in range(width) if not _is_not_added(grid, column)]
        told = {
            column: [[_cell(grid, part, column) for part in reading] for reading in parts]
            for column in columns
        }
        for column, reckoned in _mismatches({c: _cell(grid, row, c) for c in columns}, told):
            yield _told(table, row, column, reckoned)
    yield from _across(table)


def _across(table: Table) -> Iterator[Finding]:
    """Columns of totals: the same for each row, where most rows fit one reading."""
    grid = table.rows
    width = min(max(map(len, grid), default=0), _MOST_COLUMNS)
    heads = [
        [_cell(grid, row, column) for row in range(min(_HEAD_ROWS, len(grid)))] for column in range(width)
    ]
    labels = [_label(reversed(head)) for head in heads]
    addable = [not any(_NOT_ADDED.search(cell) for cell in head) for head in heads]
    begin = _head_rows(grid)
    for column, readings in _covered(labels, ["" for _ in heads], _head_columns(grid, begin, width)):
        usable = [
            kept
            for reading in readings
            if len(kept := [part for part in reading if addable[part]]) >= _FEWEST
        ]
        rows = [row for row in range(begin, len(grid)) if figure(_cell(grid, row, column)) is not None]
        told = {row: [[_cell(grid, row, part) for part in reading] for reading in usable] for row in rows}
        for row, reckoned in _mismatches(
            {row: _cell(grid, row, column) for row in rows}, told, must_fit=True
        ):
            yield _told(table, row, column, reckoned)


def _head_rows(grid: Sequence[Sequence[str]]) -> int:
    """How many rows at the top are headings: those without figures, years aside; three at most."""
    for row in range(min(_HEAD_ROWS, len(grid))):
        if row and _first(grid[row][:1]) not in ("", _first(grid[0][:1])):
            return row
        figures = [one for cell in grid[row][1:] if (one := figure(cell)) is not None]
        if any(one.unit or not 1949 <= one.value <= 2100 for one in figures):
            return row
    return min(_HEAD_ROWS, len(grid))


def _head_columns(grid: Sequence[Sequence[str]], begin: int, width: int) -> int:
    """How many columns at the left hold no figures."""
    for column in range(width):
        if any(figure(_cell(grid, row, column)) is not None for row in range(begin, len(grid))):
            return column
    return width


def _covered(
    labels: Sequence[int], firsts: Sequence[str], heads: int
) -> Iterator[tuple[int, list[list[int]]]]:
    """(line of a total, readings of what it covers). Each line is covered once a rank, so time grows with the table."""
    last = dict.fromkeys((1, 2, 3), -1)
    for at, rank in enumerate(labels):
        if not rank:
            continue
        begin = max(heads, max(last[other] for other in range(rank, 4)) + 1)
        lines = list(range(begin, at))
        if all(labels[line] for line in lines):
            end = next((n for n in range(at + 1, len(labels)) if labels[n] >= rank), len(labels))
            lines = list(range(at + 1, end))
        last[rank] = at
        yield at, _readings(lines, labels, firsts)


def _readings(lines: list[int], labels: Sequence[int], firsts: Sequence[str]) -> list[list[int]]:
    details = [line for line in lines if not labels[line]]
    subtotals = [line for line in lines if labels[line]]
    highest = max((labels[line] for line in subtotals), default=0)
    topmost = [line for line in details if _TOPMOST.match(firsts[line])]
    plain = [line for line in details if not firsts[line].startswith(_OF_WHICH)]
    readings = [details, plain, [line for line in subtotals if labels[line] == highest], topmost]
    kept: list[list[int]] = []
    for reading in readings:
        if len(reading) >= _FEWEST and reading not in kept:
            kept.append(reading)
    return kept


def _mismatches(
    said: dict[int, str], told: dict[int, list[list[str]]], *, must_fit: bool = False
) -> Iterator[tuple[int, Decimal]]:
    """(place, figure reckoned) where the reading that fits most places does not fit; none where no reading is sure."""
    results: dict[int, dict[int, tuple[bool, Decimal]]] = {}
    for place, readings in told.items():
        for number, cells in enumerate(readings):
            if (result := _compared(said[place], cells)) is not None:
                results.setdefault(number, {})[place] = result
    if not results:
        return
    fits = {number: sum(fit for fit, _ in one.values()) for number, one in results.items()}
    best = max(fits, key=lambda number: (fits[number], -number))
    misses = {place: reckoned for place, (fit, reckoned) in results[best].items() if not fit}
    is_sure = fits[best] > len(misses) if must_fit else fits[best] > 0
    for place, reckoned in misses.items():
        others = [one[place] for one in results.values() if place in one]
        is_agreed = not must_fit and all(sum_ == reckoned for _, sum_ in others)
        if (is_sure or is_agreed) and not any(fit for fit, _ in others):
            yield place, reckoned


def _compared(said: str, cells: list[str]) -> tuple[bool, Decimal] | None:
    """Whether a figure is the sum of cells, and the sum; None where they do not add up to anything."""
    total, parts = figure(said), [figure(cell) for cell in cells if cell.strip(" \u3000-—–/")]
    if total is None or any(part is None for part in parts):
        return None
    known: list[Figure] = [part for part in parts if part is not None]
    if len(known) < _FEWEST or any(part.unit != total.unit for part in known):
        return None
    values = [part.value for part in known]
    reckoned = sum(values, Decimal(0))
    if abs(reckoned - total.value) <= difference_allowed([*values, total.value]):
        return True, reckoned
    # A mean, a median or a highest value lies among its parts.
    is_among = len(values) > _FEWEST and min(values) <= total.value <= max(values)
    return None if is_among else (False, reckoned)


def _is_not_added(grid: Sequence[Sequence[str]], column: int) -> bool:
    return any(_NOT_ADDED.search(_cell(grid, row, column)) for row in range(min(_HEAD_ROWS, len(grid))))


def _label(cells: Iterable[str]) -> int:
    """The rank of a line by its heading, 0 for none."""
    for cell in cells:
        text = "".join(cell.split())
        if len(text) <= 20 and (match := _TOTAL.fullmatch(text)):
            return _RANKS[match[1]]
    return 0


def _first(cells: Sequence[str]) -> str:
    return next((cell.strip() for cell in cells if cell.strip()), "")


def _cell(grid: Sequence[Sequence[str]], row: int, column: int) -> str:
    return grid[row][column] if row < len(grid) and column < len(grid[row]) else ""


def _told(table: Table, row: int, column: int, reckoned: Decimal) -> Finding:
    cell = table.rows[row][column]
    return found(
        FindingKind.SUM_MISMATCH,
        0,
        len(cell),
        cell.strip()[:40],
        place=table.place_of(row, column),
        suggestion=f"{reckoned:f}",
        note=f"合计写的是 {cell.strip()[:40]}，各项相加是 {reckoned:f}。",
    )
