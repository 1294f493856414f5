"""Records of an XLS workbook (BIFF8, [MS-XLS] 2.4) and the strings in them. Pure; a broken record ends its stretch.

Our own and not calamine: that gives no hidden rows, columns or comments, and a count that was tampered with makes it ask
for hundreds of gigabytes, which ends the whole process.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

BOF, EOF, CONTINUE, BOUND_SHEET, LOCK, SHARED = 0x0809, 0x000A, 0x003C, 0x0085, 0x002F, 0x00FC
FORMAT, XF, DATE_MODE, PIVOT, BOOK_LINK, DRAWINGS = 0x041E, 0x00E0, 0x0022, 0x00D5, 0x01AE, 0x00EB
BIFF8 = 0x0600
_WIDE, _FAR_EAST, _RICH = 0x01, 0x04, 0x08
_MOST_FORMATS = 70_000
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"\x00\x00\x01\x00 EMF")


@dataclass(slots=True)
class Record:
    """``pieces`` are the record and what continues it."""

    kind: int
    at: int
    pieces: list[bytes]

    @property
    def body(self) -> bytes:
        """The first piece."""
        return self.pieces[0]


@dataclass(frozen=True, slots=True)
class BoundSheet:
    """A sheet as the workbook names it; ``state`` 0 shown, 1 hidden, 2 deeply hidden; ``kind`` 0 cells."""

    name: str
    at: int
    state: int
    kind: int


@dataclass(slots=True)
class Globals:
    """What all sheets share. ``formats`` of each numbered look: (number of the format, its code)."""

    sheets: list[BoundSheet] = field(default_factory=list)
    strings: list[str] = field(default_factory=list)
    looks: list[int] = field(default_factory=list)
    codes: dict[int, str] = field(default_factory=dict)
    pivots: int = 0
    links: int = 0
    has_pictures: bool = False
    is_1904: bool = False
    is_locked: bool = False
    is_known: bool = False


def records(stream: bytes, at: int) -> Iterator[Record]:
    """Records from a place on, to the end of their stretch; stretches inside it (charts) belong to it."""
    nesting = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        record = Record(kind, at, [stream[at + 4 : at + 4 + size]])
        at += 4 + size
        while kind != CONTINUE and stream[at : at + 2] == b"\x3c\x00" and at + 4 <= len(stream):
            size = struct.unpack_from("<H", stream, at + 2)[0]
            record.pieces.append(stream[at + 4 : at + 4 + size])
            at += 4 + size
        nesting += (kind == BOF) - (kind == EOF)
        yield record
        if nesting <= 0:
            return


def globals_of(stream: bytes) -> Globals:
    """What stands before the sheets."""
    found = Globals()
    for record in records(stream, 0):
        body = record.body
        if record.kind == BOF and record.at == 0 and len(body) >= 2:
            found.is_known = struct.unpack_from("<H", body)[0] == BIFF8
        elif record.kind == LOCK:
            found.is_locked = True
            return found
        else:
            _take(found, record)
    return found


def _take(found: Globals, record: Record) -> None:
    kind, body = record.kind, record.body
    if kind == BOUND_SHEET and len(body) >= 8:
        at, state, sort = struct.unpack_from("<IBB", body)
        found.sheets.append(BoundSheet(characters(body, 7, body[6])[0], at, state & 3, sort))
    elif kind == SHARED:
        found.strings = list(_Strings(record.pieces))
    elif kind == XF and len(body) >= 4 and len(found.looks) < _MOST_FORMATS:
        found.looks.append(struct.unpack_from("<H", body, 2)[0])
    elif kind == FORMAT and len(body) >= 5:
        found.codes[struct.unpack_from("<H", body)[0]] = string_at(body, 2)
    elif kind == DATE_MODE:
        found.is_1904 = body[:1] == b"\x01"
    else:
        found.pivots += kind == PIVOT
        found.links += kind == BOOK_LINK and len(body) > 4  # a shorter one is the book itself
        drawn = kind == DRAWINGS and any(mark in piece for piece in record.pieces for mark in _PICTURES)
        found.has_pictures = found.has_pictures or drawn


def string_at(body: bytes, at: int) -> str:
    """A string with its length in two bytes."""
    if at + 3 > len(body):
        return ""
    return characters(body, at + 2, struct.unpack_from("<H", body, at)[0])[0]


def characters(body: bytes, at: int, count: int) -> tuple[str, int]:
    """(text, where it ends) of a string whose flags stand at a place."""
    if at >= len(body):
        return "", at
    width = 2 if body[at] & _WIDE else 1
    held = body[at + 1 : at + 1 + count * width]
    return held.decode("utf-16-le" if width == 2 else "latin-1", errors="replace"), at + 1 + len(held)


class _Strings:
    """The shared strings, which run on over the ends of records: there the flags of their characters stand anew."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = pieces
        self._piece, self._at = 0, 8

    def __iter__(self) -> Iterator[str]:
        """As many as there are, whatever the record says of their count."""
        while (head := self._take(3)) is not None:
            count, flags = struct.unpack("<HB", head)
            runs = self._number(2) if flags & _RICH else 0
            beside = self._number(4) if flags & _FAR_EAST else 0
            yield self._characters(count, flags)
            self._skip(runs * 4 + beside)

    def _take(self, size: int) -> bytes | None:
        if self._piece < len(self._pieces) and self._at >= len(self._pieces[self._piece]):
            self._piece, self._at = self._piece + 1, 0
        if self._piece >= len(self._pieces):
            return None
        held = self._pieces[self._piece][self._at : self._at + size]
        self._at += size
        return held if len(held) == size else None

    def _number(self, size: int) -> int:
        return int.from_bytes(self._take(size) or b"", "little")

    def _characters(self, count: int, flags: int) -> str:
        text = []
        while count > 0 and self._piece < len(self._pieces):
            width = 2 if flags & _WIDE else 1
            held = self._pieces[self._piece][self._at : self._at + count * width]
            text.append(held.decode("utf-16-le" if width == 2 else "latin-1", errors="replace"))
            self._at += len(held)
            count -= len(held) // width
            if count > 0:
                self._piece, self._at = self._piece + 1, 1
                flags = (
                    self._pieces[self._piece][0]
                    if self._piece < len(self._pieces) and self._pieces[self._piece]
                    else 0
                )
        return "".join(text)

    def _skip(self, size: int) -> None:
        while size > 0 and self._piece < len(self._pieces):
            left = len(self._pieces[self._piece]) - self._at
            if size < left:
                self._at += size
                return
            size -= max(left, 0)
            self._piece, self._at = self._piece + 1, 0
