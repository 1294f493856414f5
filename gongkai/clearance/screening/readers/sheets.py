"""The cells of one sheet of an XLSX file, in one pass and by their own places, however far apart they stand. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.clearance.screening.parts import Hidden, Part, Passage, Table
from gongkai.clearance.screening.readers.limits import Budget, TooMuch
from gongkai.clearance.screening.readers.markup import Element, attribute, child, local, stepped, text_of
from gongkai.clearance.screening.readers.saying import HIDDEN_DATA
from gongkai.clearance.screening.readers.sheet_styles import CellLook, as_shown

_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
_ON = ("1", "true")
_HEADS = ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter")
_FURTHEST = 16384
_TOLD = 10  # rows or columns named one by one
_UNALIGNED = 4  # times as many empty cells as full ones before rows are given without their gaps

ROWS, COLUMNS = "隐藏行", "隐藏列"
Cells = dict[int, dict[int, str]]


@dataclass(frozen=True, slots=True)
class Workbook:
    """What all sheets share."""

    strings: list[str]
    looks: list[CellLook]
    is_1904: bool = False


@dataclass(slots=True)
class Sheet:
    """One sheet while it is read; ``tabled`` are the areas (first row, first column, last row, last column) whose look
    comes from a table style, where a white font says nothing.
    """

    place: str
    book: Workbook
    budget: Budget
    tabled: list[tuple[int, int, int, int]] = field(default_factory=list)
    shown: Cells = field(default_factory=dict)
    unseen: dict[str, Cells] = field(default_factory=dict)
    columns: list[tuple[int, int]] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    cut: str = ""

    def read(self, data: bytes) -> None:
        """All cells. Raises ``etree.XMLSyntaxError`` for what is broken; a bound reached is kept in ``cut``."""
        row = 0
        try:
            for one in stepped(data, ("col", "row", *_HEADS)):
                name = local(one)
                if name == "col":
                    self._column(one)
                elif name == "row":
                    row = self._row(one, row + 1)
                else:
                    self.heads.append(self.budget.text(text_of(one)))
        except TooMuch as error:
            self.cut = f"{error}（读到第 {row} 行）"

    def _column(self, one: Element) -> None:
        if attribute(one, "hidden") in _ON or attribute(one, "width") == "0":
            first, last = _number(attribute(one, "min"), 1), _number(attribute(one, "max"), 1)
            self.columns.append((first, min(last, _FURTHEST)))

    def _row(self, one: Element, expected: int) -> int:
        row = _number(attribute(one, "r"), expected)
        is_hidden = attribute(one, "hidden") in _ON or attribute(one, "ht") == "0"
        column = 0
        for cell in one:
            if local(cell) != "c":
                continue
            named = _CELL.fullmatch(attribute(cell, "r"))
            column = column_number(named[1]) if named else column + 1
            look = self._look(cell)
            if text := self._text(cell, look):
                self.budget.cell()
                self._keep(row, column, self.budget.text(text), look, is_hidden=is_hidden)
        return row

    def _look(self, cell: Element) -> CellLook:
        number = _number(attribute(cell, "s"), 0)
        return self.book.looks[number] if number < len(self.book.looks) else CellLook()

    def _text(self, cell: Element, look: CellLook) -> str:
        kind = attribute(cell, "t")
        if kind == "inlineStr":
            return string_of(child(cell, "is"))
        value = text_of(child(cell, "v"))
        if kind == "s":
            index = _number(value, -1)
            return self.book.strings[index] if 0 <= index < len(self.book.strings) else ""
        if kind in ("", "n") and value:
            return as_shown(value, look, is_1904=self.book.is_1904)
        return {"0": "FALSE", "1": "TRUE"}.get(value, value) if kind == "b" else value

    def _keep(self, row: int, column: int, text: str, look: CellLook, *, is_hidden: bool) -> None:
        why = ROWS if is_hidden else ""
        if not why and any(first <= column <= last for first, last in self.columns):
            why = COLUMNS
        if not why and look.why and not self._is_tabled(row, column):
            why = look.why
        cells = self.unseen.setdefault(why, {}) if why else self.shown
        cells.setdefault(row, {})[column] = text

    def _is_tabled(self, row: int, column: int) -> bool:
        return any(
            top <= row <= bottom and left <= column <= right for top, left, bottom, right in self.tabled
        )

    def parts(self, hidden: str) -> Iterator[Part]:
        """The sheet as tables: what is shown, then what is not; ``hidden`` where the whole sheet is."""
        if self.heads:
            yield Passage(f"{self.place}页眉页脚", "\n".join(self.heads), hidden)
        if self.shown:
            yield table_of(self.place, self.shown, hidden)
        for why, cells in self.unseen.items():
            yield table_of(self.place, cells, hidden or why)
            if not hidden:
                yield Hidden(HIDDEN_DATA, self.place, _told(why, cells), can_clean=True)


def table_of(place: str, cells: Cells, hidden: str) -> Table:
    """Cells as rows, each with its own name; columns without any content are left out, and all gaps where cells stand so
    far apart that the gaps would fill the memory.
    """
    used = sorted({column for row in cells.values() for column in row})
    full = sum(len(row) for row in cells.values())
    is_aligned = len(used) * len(cells) <= max(full * _UNALIGNED, 10_000)
    rows, names = [], []
    for row, held in sorted(cells.items()):
        columns = used if is_aligned else sorted(held)
        rows.append(tuple(held.get(column, "") for column in columns))
        names.append(tuple(f"{column_name(column)}{row}" for column in columns))
    return Table(place, tuple(rows), tuple(names), hidden)


def _told(why: str, cells: Cells) -> str:
    if why == ROWS:
        return f"{len(cells)} 个隐藏行（{_list(str(one) for one in sorted(cells))}行，含筛选隐去的）"
    columns = sorted({column for row in cells.values() for column in row})
    if why == COLUMNS:
        return f"{len(columns)} 个隐藏列（{_list(column_name(one) for one in columns)}列）"
    first = next((f"{column_name(min(held))}{row}" for row, held in sorted(cells.items())), "")
    return f"{sum(len(held) for held in cells.values())} 个单元格是{why}（{first} 起）"


def _list(names: Iterator[str]) -> str:
    told = list(names)
    return "、".join(told[:_TOLD]) + ("等" if len(told) > _TOLD else "")


def string_of(one: Element | None) -> str:
    """A string with its runs, without the readings beside it."""
    if one is None:
        return ""
    runs = (run for run in one.iter("{*}t") if local(run.getparent()) != "rPh")
    return "".join(run.text or "" for run in runs)


def column_number(letters: str) -> int:
    """A → 1, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_name(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def area_of(reference: str) -> tuple[int, int, int, int] | None:
    """A1:B7 as (first row, first column, last row, last column)."""
    ends = [_CELL.fullmatch(one) for one in reference.replace("$", "").split(":")[:2]]
    if not ends or any(one is None for one in ends):
        return None
    (left, top), (right, bottom) = [
        (column_number(one[1]), int(one[2])) for one in (ends[0], ends[-1]) if one
    ]
    return top, left, bottom, right


def _number(text: str, default: int) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default
