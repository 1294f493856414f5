"""The cells of a sheet of an XLSX file while it is cleaned: which are emptied, which formulas become their values. Pure.

Rows and columns that are hidden keep their place and lose their contents: were they cut out, every reference, chart and
merged cell after them would have to move, and rows that a text calls by number would be other rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from gongkai.clearance.cleaning.formulas import Emptied, Gone, moved
from gongkai.clearance.cleaning.result import NotCleaned
from gongkai.clearance.screening.readers.markup import Element, all_of, attribute, child, local, text_of
from gongkai.clearance.screening.readers.sheet_styles import CellLook
from gongkai.clearance.screening.readers.sheets import COLUMNS, ROWS, area_of, column_number

_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})", re.ASCII)
_ON = ("1", "true")
_NO_VALUE = (
    "有公式引用隐藏内容，而文件里没有存它们的计算结果，清理后会出错。"
    "请用表格软件打开、保存一次（会存下结果）再上传。"
)

Area = tuple[int, int, int, int]


@dataclass(slots=True)
class Grid:
    """One sheet: ``name`` in small letters, ``tabled`` areas whose look comes from a table style."""

    name: str
    root: Element
    looks: list[CellLook]
    tabled: list[Area]
    emptied: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    cells: list[tuple[int, int, Element]] = field(default_factory=list)

    def find(self) -> None:
        """Go through the cells and note which nobody sees."""
        columns = [area for one in all_of(self.root, "col") if (area := _hidden_columns(one))]
        merged = [held for one in all_of(self.root, "mergeCell") if (held := area_of(attribute(one, "ref")))]
        hidden_rows: set[int] = set()
        number = 0
        for row in all_of(self.root, "row"):
            number = _number(attribute(row, "r"), number + 1)
            if attribute(row, "hidden") in _ON or attribute(row, "ht") == "0":
                hidden_rows.add(number)
            self._row(row, number)
        shown = _Shown(hidden_rows, columns, merged)
        for row_number, column, cell in self.cells:
            if why := self._why(row_number, column, cell, shown):
                self.emptied.setdefault(why, []).append((row_number, column))

    def _row(self, row: Element, number: int) -> None:
        column = 0
        for cell in row:
            if local(cell) == "c":
                named = _CELL.fullmatch(cell.get("r", ""))
                column = column_number(named[1]) if named else column + 1
                self.cells.append((number, column, cell))

    def _why(self, row: int, column: int, cell: Element, shown: _Shown) -> str:
        if len(cell) == 0 or not (
            text_of(child(cell, "v")) or text_of(child(cell, "is")) or child(cell, "f") is not None
        ):
            return ""
        if why := shown.why(row, column):
            return why
        number = _number(cell.get("s", ""), 0)
        look = self.looks[number] if number < len(self.looks) else CellLook()
        is_tabled = any(
            top <= row <= low and left <= column <= right for top, left, low, right in self.tabled
        )
        return look.why if look.why and not is_tabled else ""

    def groups(self) -> list[Emptied]:
        """What is emptied here, for the formulas."""
        return [
            Emptied(sorted({row for row, _ in found}), sorted({column for _, column in found}))
            for found in self.emptied.values()
        ]

    def empty(self) -> None:
        """Take the contents of what nobody sees; the look of the cell stays."""
        gone = {place for found in self.emptied.values() for place in found}
        for row, column, cell in self.cells:
            if (row, column) in gone:
                for inner in list(cell):
                    cell.remove(inner)
                cell.attrib.pop("t", None)

    def settle(self, gone: Gone) -> int:
        """Turn formulas that hang on what is gone into their values; how many. Raises :class:`NotCleaned`.

        To be called before the cells are emptied.
        """
        touched = self._touched_groups(gone)
        count = 0
        for _, _, cell in self.cells:
            formula = child(cell, "f")
            if formula is None:
                continue
            shared = attribute(formula, "si") if attribute(formula, "t") == "shared" else ""
            text = formula.text or ""
            if (shared and shared in touched) or (not shared and self._hangs(formula, text, gone)):
                valued(cell)
                count += 1
        return count

    def _hangs(self, formula: Element, text: str, gone: Gone) -> bool:
        return gone.touches(text, self.name) or (attribute(formula, "t") == "dataTable" and bool(gone))

    def _touched_groups(self, gone: Gone) -> set[str]:
        """Shared formulas stand in one cell and count for many: one that hangs takes all of its group along."""
        origins: dict[str, tuple[str, str]] = {}
        touched: set[str] = set()
        for _, _, cell in self.cells:
            formula = child(cell, "f")
            if formula is None or attribute(formula, "t") != "shared":
                continue
            key, place = attribute(formula, "si"), cell.get("r", "")
            if formula.text:
                origins[key] = formula.text, place
            if key in touched:
                continue
            if key not in origins or gone.touches(moved(*origins[key], place), self.name):
                touched.add(key)
        return touched


@dataclass(slots=True)
class _Shown:
    rows: set[int]
    columns: list[tuple[int, int]]
    merged: list[Area]

    def why(self, row: int, column: int) -> str:
        """Why a cell is hidden with its row or column; a merged cell is seen where any of it is."""
        is_row = row in self.rows
        if not is_row and not self._is_column(column):
            return ""
        for top, left, low, right in self.merged:
            if (row, column) == (top, left) and self._any_shown(top, left, low, right):
                return ""
        return ROWS if is_row else COLUMNS

    def _is_column(self, column: int) -> bool:
        return any(first <= column <= last for first, last in self.columns)

    def _any_shown(self, top: int, left: int, low: int, right: int) -> bool:
        rows = any(row not in self.rows for row in range(top, min(low, top + 2000) + 1))
        return rows and any(
            not self._is_column(column) for column in range(left, min(right, left + 2000) + 1)
        )


def valued(cell: Element) -> None:
    """A formula's last value in its place. Raises :class:`NotCleaned` where the file does not hold it."""
    formula, value = child(cell, "f"), child(cell, "v")
    if value is None or value.text is None:
        if cell.get("t") != "str":
            raise NotCleaned(_NO_VALUE)
        value = None
    cell.remove(formula)
    if cell.get("t") == "str":
        say(cell, "" if value is None else value.text)


def say(cell: Element, text: str) -> None:
    """A text of its own in a cell."""
    space = str(cell.tag).rpartition("}")[0]
    for inner in list(cell):
        cell.remove(inner)
    cell.set("t", "inlineStr")
    tag = f"{space}}}" if space else ""
    line = etree.SubElement(etree.SubElement(cell, f"{tag}is"), f"{tag}t")
    line.text = text
    line.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _hidden_columns(one: Element) -> tuple[int, int] | None:
    if attribute(one, "hidden") in _ON or attribute(one, "width") == "0":
        return _number(attribute(one, "min"), 1), _number(attribute(one, "max"), 1)
    return None


def _number(text: str, default: int) -> int:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default
