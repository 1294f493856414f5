"""XLS: sheets in the order of the workbook by their records, with what is not shown. Pure."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.clearance.screening.parts import Hidden, Part, Passage, Unread
from gongkai.clearance.screening.readers.biff import (
    BoundSheet,
    Globals,
    Record,
    characters,
    records,
    string_at,
)
from gongkai.clearance.screening.readers.limits import Budget, TooMuch
from gongkai.clearance.screening.readers.saying import HIDDEN_DATA, named
from gongkai.clearance.screening.readers.sheet_styles import as_shown, look_of_format
from gongkai.clearance.screening.readers.sheets import COLUMNS, ROWS, Cells, table_of, told_of

_STATES = {1: "隐藏工作表", 2: "深度隐藏工作表"}
_LABEL, _RICH_LABEL, _SHARED_LABEL, _NUMBER, _RK, _MANY_RK = 0x0204, 0x00D6, 0x00FD, 0x0203, 0x027E, 0x00BD
_FORMULA, _STRING, _ROW, _COLUMN, _NOTE, _TEXT, _HEAD, _FOOT = (
    0x0006,
    0x0207,
    0x0208,
    0x007D,
    0x001C,
    0x01B6,
    0x0014,
    0x0015,
)
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01
_LAST_COLUMN = 256


def read_xls(stream: bytes, book: Globals, budget: Budget) -> Iterator[Part]:
    """All of a workbook. ``stream`` is the one inside the container."""
    for number, bound in enumerate(book.sheets):
        budget.progress(number, len(book.sheets), "工作表")
        yield from _bound(stream, bound, book, budget)
    budget.progress(len(book.sheets), len(book.sheets), "工作表")
    if not book.sheets:
        yield Unread("", "文件里没有工作表，或已损坏。请另存为 XLSX 后再上传。")
    if book.pivots:
        yield Hidden(HIDDEN_DATA, "数据透视表", "数据透视表缓存，表里已删掉的行也可能还在", can_clean=True)
        yield Unread("数据透视表", "缓存里的数据没有读。请另存为 XLSX 后再上传。")
    if book.links:
        yield Hidden(HIDDEN_DATA, "外部链接", "指向别的文件的链接和它的缓存数据", can_clean=True)
    if book.has_pictures:
        yield Unread("图片", "表里的图片没有读。请另存为 XLSX 后再上传。")


def _bound(stream: bytes, bound: BoundSheet, book: Globals, budget: Budget) -> Iterator[Part]:
    name = named(bound.name)
    place, hidden = f"工作表“{name}”", _STATES.get(bound.state, "")
    if hidden:
        yield Hidden(HIDDEN_DATA, place, f"{hidden}“{name}”", can_clean=True)
    if bound.kind:
        yield Unread(place, "是图表或宏工作表，没有读。请人工核对。")
        return
    sheet = _Sheet(book, budget)
    cut = ""
    try:
        for record in records(stream, bound.at):
            sheet.take(record)
    except TooMuch as error:
        cut = str(error)
    if not sheet.is_there:
        yield Unread(place, "这张工作表读不出来。请另存为 XLSX 后再上传。")
    yield from sheet.parts(place, hidden)
    if cut:
        yield Unread(place, cut)


@dataclass(slots=True)
class _Sheet:
    book: Globals
    budget: Budget
    cells: Cells = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)
    heads: list[str] = field(default_factory=list)
    notes: int = 0
    is_there: bool = False
    waiting: tuple[int, int] | None = None

    def take(self, record: Record) -> None:
        """One record; a short one says nothing."""
        self.is_there = True
        try:
            self._cell(record.kind, record.body)
            self._beside(record)
        except struct.error:
            return

    def _cell(self, kind: int, body: bytes) -> None:
        if kind in (_LABEL, _RICH_LABEL):
            row, column = struct.unpack_from("<HH", body)
            self._keep(row, column, string_at(body, 6))
        elif kind == _SHARED_LABEL:
            row, column, _, index = struct.unpack_from("<HHHI", body)
            self._keep(row, column, self.book.strings[index] if index < len(self.book.strings) else "")
        elif kind == _NUMBER:
            row, column, look, value = struct.unpack_from("<HHHd", body)
            self._keep(row, column, self._number(value, look))
        elif kind == _RK:
            row, column, look, packed = struct.unpack_from("<HHHI", body)
            self._keep(row, column, self._number(_unpacked(packed), look))
        elif kind == _MANY_RK:
            row, column = struct.unpack_from("<HH", body)
            for number in range((len(body) - 6) // 6):
                look, packed = struct.unpack_from("<HI", body, 4 + number * 6)
                self._keep(row, column + number, self._number(_unpacked(packed), look))
        elif kind == _FORMULA:
            self._formula(body)
        elif kind == _STRING and self.waiting:
            row, column = self.waiting
            self._keep(row, column, string_at(body, 0))

    def _formula(self, body: bytes) -> None:
        row, column, look = struct.unpack_from("<HHH", body)
        self.waiting = None
        if body[12:14] == b"\xff\xff":  # its result is no number
            self.waiting = (row, column) if body[6:7] == b"\0" else None
            return
        self._keep(row, column, self._number(struct.unpack_from("<d", body, 6)[0], look))

    def _number(self, value: float, look: int) -> str:
        number = self.book.looks[look] if look < len(self.book.looks) else 0
        code = self.book.codes.get(number, "")
        return as_shown(repr(value), look_of_format(number, code), is_1904=self.book.is_1904)

    def _keep(self, row: int, column: int, text: str) -> None:
        if text:
            self.budget.cell()
            self.cells.setdefault(row + 1, {})[column + 1] = self.budget.text(text)

    def _beside(self, record: Record) -> None:
        kind, body = record.kind, record.body
        if kind == _ROW and struct.unpack_from("<H", body, 12)[0] & _ROW_HIDDEN:
            self.rows.add(struct.unpack_from("<H", body)[0] + 1)
        elif kind == _COLUMN:
            first, last, _, _, flags = struct.unpack_from("<HHHHH", body)
            if flags & _COLUMN_HIDDEN:
                self.columns |= set(range(first + 1, min(last + 2, _LAST_COLUMN + 1)))
        elif kind == _TEXT and len(record.pieces) > 1:
            count = struct.unpack_from("<H", body, 10)[0]
            self.texts.append(self.budget.text(_text(record.pieces[1:], count)))
        elif kind in (_HEAD, _FOOT):
            self.heads.append(string_at(body, 0))
        self.notes += kind == _NOTE

    def parts(self, place: str, hidden: str) -> Iterator[Part]:
        """What is shown, then what is not."""
        if heads := "\n".join(one for one in self.heads if one):
            yield Passage(f"{place}页眉页脚", self.budget.text(heads), hidden)
        split: dict[str, Cells] = {}
        for row, held in self.cells.items():
            for column, text in held.items():
                why = ROWS if row in self.rows else COLUMNS if column in self.columns else ""
                split.setdefault(why, {}).setdefault(row, {})[column] = text
        for why, cells in sorted(split.items()):
            yield table_of(place, cells, hidden or why)
            if why and not hidden:
                yield Hidden(HIDDEN_DATA, place, told_of(why, cells), can_clean=True)
        if self.notes:
            yield Hidden(HIDDEN_DATA, f"{place}批注", f"{self.notes} 条批注", can_clean=True)
        for number, text in enumerate(self.texts, start=1):
            if text.strip():
                why = "批注" if self.notes else ""
                yield Passage(f"{place}批注和文本框第{number}段", text, hidden or why)


def _unpacked(packed: int) -> float:
    """A number in four bytes: the upper part of a float or an integer, perhaps a hundredth of it."""
    if packed & 2:
        value = float(packed >> 2) - (2.0**30 if packed & 0x80000000 else 0.0)
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return value / 100 if packed & 1 else value


def _text(pieces: list[bytes], count: int) -> str:
    text = ""
    for piece in pieces:
        if len(text) >= count:
            break
        text += characters(piece, 0, count - len(text))[0]
    return text
