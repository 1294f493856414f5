"""Totals of tables against the sum of their parts. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from gongkai.clearance.enums import FindingKind
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.parts import Table

_TOTAL = re.compile(r"^[\s　]*(?:合[\s　]*计|总[\s　]*计|共[\s　]*计)[\s　]*$")
_SUBTOTAL = re.compile(r"小[\s　]*计|其中")
_NUMBER = re.compile(r"-?\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?")
_FEWEST = 2


def sums_in_table(table: Table) -> Iterator[Finding]:
    """A row of totals whose figure is not the sum of the rows above it, up to the total before.

    Tables with subtotals are left to a person: what belongs to what cannot be told from the cells alone.
    """
    if any(_SUBTOTAL.search(cell) for row in table.rows for cell in row):
        return
    since = 0
    for number, row in enumerate(table.rows):
        if any(_TOTAL.match(cell) for cell in row[:2]):
            yield from _row(table, since, number)
            since = number + 1


def _row(table: Table, first: int, last: int) -> Iterator[Finding]:
    for column, cell in enumerate(table.rows[last]):
        said = _figure(cell)
        if said is None:
            continue
        above = [row[column] if column < len(row) else "" for row in table.rows[first:last]]
        figures = [value for value in map(_figure, above) if value is not None]
        # A column in which something else than a figure or nothing stands adds up to nothing that could be checked.
        others = sum(1 for text in above if text.strip(" 　-—") and _figure(text) is None)
        if len(figures) < _FEWEST or others > 1:
            continue
        if abs(sum(figures) - said) > _tolerance(figures, said):
            note = f"合计写的是 {said}，各项相加是 {sum(figures)}。"
            place = table.place_of(last, column)
            yield found(
                FindingKind.SUM_MISMATCH,
                0,
                len(cell),
                cell.strip(),
                place=place,
                suggestion=str(sum(figures)),
                note=note,
            )


def _figure(cell: str) -> Decimal | None:
    text = cell.strip()
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None


def _tolerance(figures: list[Decimal], said: Decimal) -> Decimal:
    """Each figure may be rounded in its last place."""
    places = max((-int(value.as_tuple().exponent) for value in (*figures, said)), default=0)
    if places <= 0:
        return Decimal(0)
    return Decimal(len(figures) + 1) * Decimal(5).scaleb(-places - 1)
