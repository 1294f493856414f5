"""How far each code of a PDF's font moves on: what is needed to find a letter's place, and no more.

A font that cannot be measured surely (set from top to bottom, with a map that is not in the file, without widths) is None:
its pages are drawn as pictures instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_SPACES = re.compile(rb"begincodespacerange(.*?)endcodespacerange", re.DOTALL)
_RANGES = re.compile(rb"begincidrange(.*?)endcidrange", re.DOTALL)
_SINGLES = re.compile(rb"begincidchar(.*?)endcidchar", re.DOTALL)
_ROW = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(\d+)")
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_ONE = re.compile(rb"<([0-9A-Fa-f]+)>\s*(\d+)")
_MOST = 70_000  # codes of a font: as many as two bytes tell apart, with room
_MOST_MAP = 4 * 1024 * 1024


@dataclass(slots=True)
class Font:
    """``widths`` by the number of a glyph, in thousandths of the size; ``sizes`` how many bytes a code may have, with
    the ranges of codes of that size; ``numbers`` glyph numbers of codes, None where the code is the number.
    """

    widths: dict[int, float]
    usual: float
    sizes: list[tuple[int, int, int]] = field(default_factory=lambda: [(1, 0, 255)])
    numbers: dict[int, int] | None = None

    def codes(self, text: bytes) -> Iterator[tuple[int, int, float, bool]]:
        """(start, end, width in thousandths, whether it is a one byte space) of each code."""
        at = 0
        while at < len(text):
            size, code = self._code(text, at)
            number = code if self.numbers is None else self.numbers.get(code, 0)
            yield at, at + size, self.widths.get(number, self.usual), size == 1 and code == 32
            at += size

    def _code(self, text: bytes, at: int) -> tuple[int, int]:
        for size, first, last in self.sizes:
            code = int.from_bytes(text[at : at + size], "big")
            if at + size <= len(text) and first <= code <= last:
                return size, code
        size = min((size for size, _, _ in self.sizes), default=1)
        return size, int.from_bytes(text[at : at + size], "big")


def font_of(held: Any) -> Font | None:
    """A font of a resource dictionary, or None where it cannot be measured. Never raises."""
    try:
        kind = str(held.get("/Subtype", ""))
        if kind == "/Type0":
            return _wide(held)
        return _plain(held, is_drawn=kind == "/Type3")
    except Exception:  # objects of a broken file are of any kind
        return None


def _plain(held: Any, *, is_drawn: bool) -> Font | None:
    widths = held.get("/Widths")
    if widths is None:
        return None
    first = int(held.get("/FirstChar", 0))
    scale = float(held.FontMatrix[0]) * 1000 if is_drawn else 1.0
    about = held.get("/FontDescriptor")
    usual = float(about.get("/MissingWidth", 0)) if about is not None else 0.0
    return Font(
        {first + at: float(one) * scale for at, one in enumerate(list(widths)[:_MOST])}, usual * scale
    )


def _wide(held: Any) -> Font | None:
    below = held.DescendantFonts[0]
    widths = _listed(below.get("/W"))
    font = Font(widths, float(below.get("/DW", 1000)), [(2, 0, 0xFFFF)])
    encoding = held.get("/Encoding")
    if str(encoding) == "/Identity-H":
        return font
    if not hasattr(encoding, "read_bytes") or int(encoding.get("/WMode", 0)) or "/UseCMap" in encoding:
        return None
    return font if _map(font, encoding.read_bytes()) else None


def _map(font: Font, data: bytes) -> bool:
    if len(data) > _MOST_MAP or b"usecmap" in data or re.search(rb"/WMode\s+1", data):
        return False
    font.sizes = [
        (len(low) // 2, int(low, 16), int(high, 16))
        for block in _SPACES.findall(data)
        for low, high in _PAIR.findall(block)
    ]
    font.numbers = {}
    for block in _RANGES.findall(data):
        for low, high, number in _ROW.findall(block):
            first, last = int(low, 16), int(high, 16)
            if last - first > _MOST or len(font.numbers) > _MOST:
                return False
            font.numbers.update((code, int(number) + code - first) for code in range(first, last + 1))
    for block in _SINGLES.findall(data):
        font.numbers.update((int(code, 16), int(number)) for code, number in _ONE.findall(block))
    return bool(font.sizes)


def _listed(rows: Any) -> dict[int, float]:
    """``W``: first [w w w], or first last w."""
    found: dict[int, float] = {}
    held = list(rows) if rows is not None else []
    at = 0
    while at + 1 < len(held) and len(found) < _MOST:
        first, second = int(held[at]), held[at + 1]
        if hasattr(second, "__iter__") and not isinstance(second, int | float):
            found.update((first + offset, float(one)) for offset, one in enumerate(second))
            at += 2
        elif at + 2 < len(held):
            width = float(held[at + 2])
            found.update(dict.fromkeys(range(first, min(int(second), first + _MOST) + 1), width))
            at += 3
        else:
            break
    return found
