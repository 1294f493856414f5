"""One page of a PDF: which of its characters can be seen, and which of its pictures hold no text that is read.

What a program says of a character (its colour, its layer, its mode) tells little of what a reader sees: a white letter on
a black bar is seen, a black one under it is not. So the page is drawn, and a character is seen where its place is not all
of one tone. Why it is not, its object and what is drawn over it tell.
"""

from __future__ import annotations

import ctypes
import io
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from gongkai.clearance.screening.readers.pdf_objects import Drawn, Look, look_of_text, objects_of
from gongkai.core.pdfium import alone

LOST = "与底色同色的字"
UNDRAWN = "不显示的字"
OUTSIDE = "页面外的文字"
TINY = "小得看不见的字"
OFF = "关闭的图层里的文字"

_SCALE, _MOST_PIXELS = (
    2.0,
    3000,
)  # 144 dpi: print of 5 pt still has several pixels; no side of the drawing is longer
_FLAT = 14  # of 255 tones: as much as noise of drawing may differ where nothing is drawn
_NEAR = 40  # of 255 tones between the colour of a letter and what is found at its place
_EDGE = 0.15  # of a letter on each side: what a bar may leave free and still hide it
_SMALLEST = 2.0  # pt; smaller print nobody reads (house number)
_PICTURE = 0.08  # of the page: smaller pictures are seals and signs (house number)
_WITHOUT_TEXT = 10  # characters over a picture: with fewer, what it says has not been read
_OCR_SCALE = 150 / 72
_MASK = 0xFFFFFFFF


@dataclass(slots=True)
class PageText:
    """``shown`` as one text; ``unseen`` pieces by reason, and by the numbers of their characters ``unseen_at``; ``centres``
    of all characters, in points of the page.
    """

    shown: str = ""
    unseen: dict[str, list[str]] = field(default_factory=dict)
    centres: list[tuple[float, float]] = field(default_factory=list)
    objects: list[Drawn] = field(default_factory=list)
    is_blank: bool = False
    unseen_at: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Canvas:
    """The drawn page, and how points of the page fall on it."""

    picture: Any
    origin: tuple[float, float]
    across: tuple[float, float]
    up: tuple[float, float]

    def box(
        self, left: float, bottom: float, right: float, top: float, *, margin: int = 1
    ) -> tuple[int, int, int, int]:
        xs, ys = [], []
        for x, y in ((left, bottom), (right, top)):
            xs.append(self.origin[0] + x * self.across[0] + y * self.up[0])
            ys.append(self.origin[1] + x * self.across[1] + y * self.up[1])
        return (
            math.floor(min(xs)) - margin,
            math.floor(min(ys)) - margin,
            math.ceil(max(xs)) + margin,
            math.ceil(max(ys)) + margin,
        )

    def tones(self, box: tuple[int, int, int, int]) -> tuple[int, int] | None:
        """(darkest, lightest) inside a box; None for one that lies outside."""
        wide, high = self.picture.size
        left, top, right, bottom = max(box[0], 0), max(box[1], 0), min(box[2], wide), min(box[3], high)
        if right - left < 2 or bottom - top < 2:
            return None
        darkest, lightest = self.picture.crop((left, top, right, bottom)).getextrema()
        return int(darkest), int(lightest)


@alone
def page_text(page: Any, covered: str) -> PageText:
    """The text of a page, what is seen apart from what is not; ``covered`` is what covered text is called."""
    import pypdfium2.raw as pdfium

    text = page.get_textpage()
    try:
        held = PageText(objects=objects_of(page))
        canvas = _drawn(page)
        tones = canvas.picture.getextrema()
        held.is_blank = tones[1] - tones[0] <= _FLAT
        _Judge(pdfium, page, text, canvas, held, covered).read()
        return held
    finally:
        text.close()


def _drawn(page: Any) -> _Canvas:
    import pypdfium2.raw as pdfium

    wide, high = page.get_size()
    scale = min(_SCALE, _MOST_PIXELS / max(wide, high, 1))
    bitmap = page.render(scale=scale, grayscale=True)
    picture = bitmap.to_pil().convert("L")
    points = []
    fine = 100  # PDFium answers in whole pixels: asked for a picture so many times as large
    across, down = picture.width * fine, picture.height * fine
    for x, y in ((0.0, 0.0), (100.0, 0.0), (0.0, 100.0)):
        out_x, out_y = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, across, down, 0, x, y, out_x, out_y)
        points.append((out_x.value / fine, out_y.value / fine))
    origin, right, up = points
    return _Canvas(
        picture,
        origin,
        ((right[0] - origin[0]) / 100, (right[1] - origin[1]) / 100),
        ((up[0] - origin[0]) / 100, (up[1] - origin[1]) / 100),
    )


class _Judge:
    """Goes through the characters of a page."""

    def __init__(
        self, pdfium: Any, page: Any, text: Any, canvas: _Canvas, held: PageText, covered: str
    ) -> None:
        self._pdfium, self._page, self._text, self._canvas = pdfium, page, text, canvas
        self._held, self._covered = held, covered
        self._looks: dict[int, Look] = {}
        area = max(page.get_width() * page.get_height(), 1)
        pictures = [one for one in held.objects if one.kind == pdfium.FPDF_PAGEOBJ_IMAGE]
        self._is_scan = any(one.area > area / 2 for one in pictures)
        self._has_covers = any(one.is_cover for one in held.objects)
        self._order = {one.address: number for number, one in enumerate(held.objects)}

    def read(self) -> None:
        shown: list[str] = []
        last = ""
        for index in range(max(self._pdfium.FPDFText_CountChars(self._text), 0)):
            letter = chr(min(self._pdfium.FPDFText_GetUnicode(self._text, index) & _MASK, 0x10FFFF))
            if letter.isspace() or not letter.isprintable():
                if last and letter != "\n":
                    self._held.unseen[last][-1] += " "
                shown.append(letter if letter not in "\x02\ufffe" else "")
                continue
            why = self._why(index)
            if not why:
                shown.append(letter)
            elif why == last:
                self._held.unseen[why][-1] += letter
            else:
                self._held.unseen.setdefault(why, []).append(letter)
            last = why
            if why:
                self._held.unseen_at[index] = why
        text = "".join(shown).replace("\r\n", "\n").replace("\r", "\n")
        self._held.shown = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

    def _why(self, index: int) -> str:
        """Why a character is not seen; empty where it is, or where that cannot be told."""
        sides = [ctypes.c_double() for _ in range(4)]
        if not self._pdfium.FPDFText_GetCharBox(self._text, index, *sides):
            return ""
        left, right, bottom, top = (one.value for one in sides)
        if not all(map(math.isfinite, (left, right, bottom, top))):
            return ""
        centre = (left + right) / 2, (bottom + top) / 2
        self._held.centres.append(centre)
        if max(top - bottom, right - left) < _SMALLEST and self._is_tiny(index):
            return TINY
        if right - left < 0.01 or top - bottom < 0.01:
            return ""
        tones = self._canvas.tones(self._canvas.box(left, bottom, right, top))
        if tones is None:
            return OUTSIDE
        if tones[1] - tones[0] <= _FLAT:
            return self._unseen(index, tones, centre)
        return self._covered if self._is_under_tight_bar(index, (left, bottom, right, top)) else ""

    def _is_under_tight_bar(self, index: int, box: tuple[float, float, float, float]) -> bool:
        """A bar no higher than print leaves the edges of its letters free; their middle tells."""
        if not self._has_covers:
            return False
        wide, high = (box[2] - box[0]) * _EDGE, (box[3] - box[1]) * _EDGE
        middle = box[0] + wide, box[1] + high, box[2] - wide, box[3] - high
        tones = self._canvas.tones(self._canvas.box(*middle, margin=0))
        handle = self._pdfium.FPDFText_GetTextObject(self._text, index)
        if tones is None or tones[1] - tones[0] > _FLAT or not handle:
            return False
        order = self._order.get(ctypes.addressof(handle.contents), len(self._order))
        return self._is_covered(order, ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2))

    def _is_tiny(self, index: int) -> bool:
        box = self._pdfium.FS_RECTF()
        if not self._pdfium.FPDFText_GetLooseCharBox(self._text, index, box):
            return False
        return bool(0 < abs(box.top - box.bottom) < _SMALLEST)

    def _unseen(self, index: int, tones: tuple[int, int], centre: tuple[float, float]) -> str:
        handle = self._pdfium.FPDFText_GetTextObject(self._text, index)
        if not handle:
            return ""
        address = ctypes.addressof(handle.contents)
        if address not in self._looks:
            self._looks[address] = look_of_text(handle)
        look = self._looks[address]
        if look.is_invisible:
            return "" if self._is_scan else UNDRAWN  # over a scan it is the text that was recognised in it
        if look.in_layer:
            return OFF
        if self._is_covered(self._order.get(address, len(self._order)), centre):
            return self._covered
        if abs(look.tone - sum(tones) / 2) <= _NEAR:
            return LOST
        return UNDRAWN if look.has_font else ""  # without its font, the letter may just be missing here

    def _is_covered(self, order: int, centre: tuple[float, float]) -> bool:
        return any(one.holds(*centre) and one.is_cover for one in self._held.objects[order + 1 :])


@alone
def _cut_out(page: Any, box: tuple[float, float, float, float] | None) -> bytes:
    """A page, or a box of it (points from left, bottom, right, top of its edges), as PNG."""
    wide, high = page.get_size()
    scale = min(_OCR_SCALE, _MOST_PIXELS / max(wide, high, 1))
    crop = (0.0, 0.0, 0.0, 0.0)
    if box is not None and page.get_rotation() == 0:
        left, bottom, right, top = page.get_cropbox()
        crop = (
            max(box[0] - left, 0.0),
            max(box[1] - bottom, 0.0),
            max(right - box[2], 0.0),
            max(top - box[3], 0.0),
        )
    picture = page.render(scale=scale, grayscale=True, crop=crop).to_pil()
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()


def pictures_without_text(page: Any, held: PageText) -> Iterator[tuple[str, bytes]]:
    """(place on the page, PNG) of what shows something and bears no text: the page itself, or large pictures on it."""
    import pypdfium2.raw as pdfium

    if not held.centres:
        if not held.is_blank:
            yield "", _cut_out(page, None)
        return
    area = max(page.get_width() * page.get_height(), 1)
    pictures = [one for one in held.objects if one.kind == pdfium.FPDF_PAGEOBJ_IMAGE]
    number = 0
    for one in pictures:
        over = sum(1 for centre in held.centres if one.holds(*centre))
        if one.area / area >= _PICTURE and over < _WITHOUT_TEXT:
            number += 1
            yield f"第{number}张图片", _cut_out(page, (one.left, one.bottom, one.right, one.top))
