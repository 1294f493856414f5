"""Text of a Rich Text Format file, without its layout. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_TOKEN = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\[^a-zA-Z]|[{}\r\n]|[^\\{}\r\n]+|\\"
)
_LINE_ENDS = frozenset((b"par", b"pard", b"line", b"cell", b"row", b"sect", b"page"))
_UNREAD = re.compile(rb"\\(?:pict|objdata|bin|object)(?![a-z])")
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{1,5})")
_ENCODINGS = {b"950": "big5hkscs", b"936": "gb18030", b"65001": "utf-8"}


@dataclass(slots=True)
class _Writer:
    """Gathers bytes until a character that is given by its number, or a line end, comes between."""

    encoding: str
    text: list[str] = field(default_factory=list)
    run: bytearray = field(default_factory=bytearray)
    skip: int = 0
    skip_after_number: int = 1

    def write(self, data: bytes) -> None:
        kept = data[self.skip :]
        self.skip = max(0, self.skip - len(data))
        self.run += kept

    def flush(self, then: str = "") -> None:
        self.text.append(self.run.decode(self.encoding, errors="ignore") + then)
        self.run.clear()

    def word(self, name: bytes, number: int | None) -> None:
        if name == b"uc" and number is not None:
            self.skip_after_number = min(max(number, 0), 8)
        elif name == b"u" and number is not None:
            self.flush(chr(number % 0x10000))
            self.skip = self.skip_after_number
        elif name in _LINE_ENDS:
            self.flush("\n")


def is_rtf(data: bytes) -> bool:
    """Whether a file begins as RTF does."""
    return data[:1024].lstrip().startswith(b"{\\rtf")


def has_unread_parts(data: bytes) -> bool:
    """Whether pictures or embedded objects stand in it."""
    return bool(_UNREAD.search(data))


def text_of_rtf(data: bytes) -> str:
    """Its text in reading order; characters by number and by code page both."""
    page = _CODE_PAGE.search(data)
    writer = _Writer(_ENCODINGS.get(page[1] if page else b"", "gb18030"))
    for token in _TOKEN.finditer(data):
        if token[1]:
            writer.write(bytes.fromhex(token[1].decode()))
        elif token[2]:
            writer.word(token[2], int(token[3]) if token[3] else None)
        elif token.group()[:1] not in (b"\\", b"{", b"}", b"\r", b"\n"):
            writer.write(token.group())
    writer.flush()
    return "".join(writer.text)
