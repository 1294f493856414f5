"""What the formulas of a workbook point at, and whether that is gone. Pure; never raises for what a formula says."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from gongkai.clearance.screening.readers.sheets import area_of, column_number

_FURTHEST_ROW, _FURTHEST_COLUMN = 1_048_576, 16_384
_COLUMNS = re.compile(r"([A-Z]{1,3}):([A-Z]{1,3})")
_ROWS = re.compile(r"(\d{1,7}):(\d{1,7})", re.ASCII)
_DEEPEST = 8  # names that stand for names; a file may name a circle
_FREE = ("INDIRECT(", "OFFSET(", "_XLFN.FORMULATEXT(", "GETPIVOTDATA(")
_LONGEST = 8192  # characters of a formula, as the programs allow

Area = tuple[int, int, int, int]


@dataclass(slots=True)
class Emptied:
    """Cells of one sheet emptied for one reason, as their rows and their columns."""

    rows: list[int]
    columns: list[int]

    def is_in(self, area: Area) -> bool:
        """Whether an area may hold one of them."""
        top, left, bottom, right = area
        return _between(self.rows, top, bottom) and _between(self.columns, left, right)


def _between(ordered: list[int], first: int, last: int) -> bool:
    at = bisect_left(ordered, first)
    return at < len(ordered) and ordered[at] <= last


@dataclass(slots=True)
class Gone:
    """What no formula may point at any more; sheets and names in small letters."""

    sheets: set[str] = field(default_factory=set)
    cells: dict[str, list[Emptied]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.sheets or self.cells)

    def is_lost(self, formula: str) -> bool:
        """Whether a formula points at a sheet that is gone or at another file: it would become an error."""
        return self._touches(formula, "", is_wide=False)

    def touches(self, formula: str, sheet: str) -> bool:
        """Whether the value of a formula on a sheet may hang on what is gone."""
        return self._touches(formula, sheet, is_wide=True)

    def _touches(self, formula: str, sheet: str, *, is_wide: bool, depth: int = 0) -> bool:
        if depth > _DEEPEST or len(formula) > _LONGEST:
            return True
        for kind, value in _tokens(formula):
            if kind == "FUNC":
                if is_wide and self and value.upper().startswith(_FREE):
                    return True
                if value.startswith("["):
                    return True
            elif self._is_gone(value, sheet, is_wide=is_wide, depth=depth):
                return True
        return False

    def _is_gone(self, operand: str, sheet: str, *, is_wide: bool, depth: int) -> bool:
        where, mark, what = operand.rpartition("!")
        where = where.strip("'").replace("''", "'").lower()
        if mark and (
            "[" in where or (":" in where and self.sheets) or where in self.sheets or where == "#ref"
        ):
            return True
        if "[" in what:
            return is_wide and bool(self)  # columns of a table by their names
        area = _area(what)
        if area is None:
            known = self.names.get(what.lower())
            return known is not None and self._touches(known, sheet, is_wide=is_wide, depth=depth + 1)
        return is_wide and any(one.is_in(area) for one in self.cells.get(where if mark else sheet, ()))


def _tokens(formula: str) -> list[tuple[str, str]]:
    """(FUNC or RANGE, value); a formula that cannot be taken apart points at everything."""
    from openpyxl.formula.tokenizer import Token, Tokenizer  # only where a formula comes in

    try:
        items = Tokenizer("=" + formula.lstrip("=")).items
    except Exception:  # whatever a broken formula makes it do
        return [("FUNC", "[")]
    return [
        (one.type, one.value)
        for one in items
        if (one.type == Token.FUNC and one.subtype == Token.OPEN) or one.subtype == Token.RANGE
    ]


def _area(what: str) -> Area | None:
    plain = what.replace("$", "").rstrip("#").upper()
    if match := _COLUMNS.fullmatch(plain):
        return 1, column_number(match[1]), _FURTHEST_ROW, column_number(match[2])
    if match := _ROWS.fullmatch(plain):
        return int(match[1]), 1, int(match[2]), _FURTHEST_COLUMN
    return area_of(plain)


def moved(formula: str, origin: str, place: str) -> str:
    """A shared formula as it stands in another cell."""
    from openpyxl.formula.translate import Translator  # only where a shared formula comes in

    try:
        return str(Translator("=" + formula, origin=origin).translate_formula(place))[1:]
    except Exception:  # a broken formula points at everything
        return "["
