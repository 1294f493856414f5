"""Where the letters of a PDF's pages stand, as PDFium reads them; and taking those away that nobody should read."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from gongkai.clearance.cleaning.pdf_streams import Removal, Unmeasured
from gongkai.clearance.cleaning.pdf_text_state import Point
from gongkai.core.pdfium import alone

_NEAR = 0.12  # of the height of print: two letters of a line stand further apart, two drawings of one letter do not
_NEAREST = 0.25  # points; less than PDFium's own rounding of tiny print
_CELL = 4.0


@dataclass(frozen=True, slots=True)
class Letter:
    """One character: ``origin`` on its line and ``box`` (left, bottom, right, top), in points of the page; without an
    origin where it is a gap that PDFium puts in.
    """

    text: str
    origin: Point | None = None
    box: tuple[float, float, float, float] = (0, 0, 0, 0)


@alone
def letters_of(page: Any) -> list[Letter]:
    """The letters of a page by their numbers."""
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    try:
        return [_letter(pdfium, text, index) for index in range(max(pdfium.FPDFText_CountChars(text), 0))]
    finally:
        text.close()


def _letter(pdfium: Any, text: Any, index: int) -> Letter:
    letter = chr(min(pdfium.FPDFText_GetUnicode(text, index) & 0xFFFFFFFF, 0x10FFFF))
    if (
        letter.isspace() or not letter.isprintable()
    ):  # a gap, put in by PDFium or drawn; nothing is to be seen of it
        return Letter(letter)
    x, y = ctypes.c_double(), ctypes.c_double()
    sides = [ctypes.c_double() for _ in range(4)]
    if not pdfium.FPDFText_GetCharOrigin(text, index, x, y) or not pdfium.FPDFText_GetCharBox(
        text, index, *sides
    ):
        return Letter(letter)
    left, right, bottom, top = (one.value for one in sides)
    if not all(map(math.isfinite, (x.value, y.value, left, right, bottom, top))):
        return Letter(letter)
    return Letter(letter, (x.value, y.value), (left, bottom, right, top))


class Points:
    """Origins of letters that have to go, and which of them were met."""

    def __init__(self, origins: Iterable[Point]) -> None:
        self._cells: dict[tuple[int, int], list[Point]] = {}
        self._missing: set[Point] = set()
        for one in origins:
            self._cells.setdefault(_cell(one), []).append(one)
            self._missing.add(one)

    def is_gone(self, at: Point, height: float) -> bool:
        """Whether a letter drawn there is one of them."""
        reach = min(max(height * _NEAR, _NEAREST), _CELL)
        column, row = _cell(at)
        is_met = False
        for across in (column - 1, column, column + 1):
            for up in (row - 1, row, row + 1):
                for one in self._cells.get((across, up), ()):
                    if abs(one[0] - at[0]) <= reach and abs(one[1] - at[1]) <= reach:
                        self._missing.discard(one)
                        is_met = True
        return is_met

    @property
    def all_met(self) -> bool:
        """Whether every one of them was found in what the page draws."""
        return not self._missing


def _cell(one: Point) -> tuple[int, int]:
    far = 1e9
    return int(max(min(one[0], far), -far) // _CELL), int(max(min(one[1], far), -far) // _CELL)


def take_letters(document: Any, number: int, origins: Iterable[Point], *, readings: bool = False) -> None:
    """Take these letters out of what a page draws. Raises :class:`Unmeasured`, with the page as it was.

    ``readings`` whether what is said to be read in place of letters goes as well, all over the page.
    """
    points = Points(origins)
    page = document.pages[number]
    before = page.obj.get("/Contents"), page.obj.get("/Resources")
    try:
        Removal(document, points.is_gone, drops_readings=readings).page(page)
        if not points.all_met:
            raise Unmeasured
    except Exception as error:  # streams of a broken file are of any kind
        for key, value in zip(("/Contents", "/Resources"), before, strict=True):
            if value is not None:
                page.obj[key] = value
            elif key in page.obj:
                del page.obj[key]
        raise Unmeasured from error
