"""What is drawn on a page of a PDF, in the order in which it is drawn."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gongkai.core.pdfium import alone

_MOST = 200_000  # objects of one page
_NESTING = 8
_OPAQUE = 250


@dataclass(frozen=True, slots=True)
class Drawn:
    """An object or a note of a page with the box that it fills, in points of the page; notes come last, with kind -1.
    ``is_cover`` says that it may hide what was drawn before it.
    """

    kind: int
    address: int
    left: float
    bottom: float
    right: float
    top: float
    is_cover: bool

    @property
    def area(self) -> float:
        """Square points."""
        return max(self.right - self.left, 0) * max(self.top - self.bottom, 0)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in its box."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass(frozen=True, slots=True)
class Look:
    """How text is drawn: ``tone`` of its colour from 0 to 255; ``has_font`` whether the file brings its letters along."""

    is_invisible: bool
    in_layer: bool
    tone: float
    has_font: bool


@alone
def look_of_text(handle: Any) -> Look:
    """How a text object is drawn."""
    import pypdfium2.raw as pdfium

    red, green, blue, alpha = (ctypes.c_uint(0) for _ in range(4))
    alpha.value = 255
    pdfium.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(handle)
    font = pdfium.FPDFTextObj_GetFont(handle)
    return Look(
        mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP) or alpha.value == 0,
        _is_in_layer(handle),
        0.299 * red.value + 0.587 * green.value + 0.114 * blue.value,
        bool(font) and pdfium.FPDFFont_GetIsEmbedded(font) == 1,
    )


def _is_in_layer(handle: Any) -> bool:
    import pypdfium2.raw as pdfium

    for index in range(max(pdfium.FPDFPageObj_CountMarks(handle), 0)):
        mark = pdfium.FPDFPageObj_GetMark(handle, index)
        size = ctypes.c_ulong()
        buffer = (ctypes.c_ushort * 8)()
        is_named = mark and pdfium.FPDFPageObjMark_GetName(mark, buffer, 16, size)
        if is_named and bytes(buffer)[: size.value].decode("utf-16-le", "ignore").rstrip("\0") == "OC":
            return True
    return False


@alone
def objects_of(page: Any) -> list[Drawn]:
    """Objects of a page and of the forms on it, then its notes."""
    import pypdfium2

    found: list[Drawn] = []
    for one in page.get_objects(max_depth=_NESTING):
        if len(found) >= _MOST:
            break
        try:
            found.append(_drawn(one))
        except pypdfium2.PdfiumError:
            continue
    found.extend(_notes(page))
    return found


def _drawn(one: Any) -> Drawn:
    import pypdfium2.raw as pdfium

    left, bottom, right, top = _in_page(one, one.get_bounds())
    is_cover = one.type == pdfium.FPDF_PAGEOBJ_IMAGE
    if one.type == pdfium.FPDF_PAGEOBJ_PATH:
        is_cover = _is_filled(one)
    elif one.type == pdfium.FPDF_PAGEOBJ_SHADING:
        is_cover = True
    return Drawn(one.type, ctypes.addressof(one.raw.contents), left, bottom, right, top, is_cover)


def _in_page(one: Any, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Bounds of what stands in a form are told in the form's own measure."""
    corners = [(box[0], box[1]), (box[2], box[1]), (box[2], box[3]), (box[0], box[3])]
    outer = getattr(one, "container", None)
    while outer is not None:
        matrix = outer.get_matrix()
        corners = [matrix.on_point(x, y) for x, y in corners]
        outer = getattr(outer, "container", None)
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _is_filled(one: Any) -> bool:
    import pypdfium2.raw as pdfium

    mode, stroke = ctypes.c_int(), ctypes.c_int()
    red, green, blue, alpha = (ctypes.c_uint(0) for _ in range(4))
    if not pdfium.FPDFPath_GetDrawMode(one.raw, mode, stroke):
        return False
    pdfium.FPDFPageObj_GetFillColor(one.raw, red, green, blue, alpha)
    width = ctypes.c_float()
    pdfium.FPDFPageObj_GetStrokeWidth(one.raw, width)
    is_bar = bool(stroke.value) and width.value >= 6  # a line as thick as print is high
    return (mode.value != pdfium.FPDF_FILLMODE_NONE and alpha.value >= _OPAQUE) or is_bar


def _notes(page: Any) -> Iterator[Drawn]:
    """Notes that draw something over the page."""
    import pypdfium2.raw as pdfium

    silent = (
        pdfium.FPDF_ANNOT_LINK,
        pdfium.FPDF_ANNOT_POPUP,
        pdfium.FPDF_ANNOT_TEXT,
        pdfium.FPDF_ANNOT_UNDERLINE,
    )
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        if not note:
            continue
        box = pdfium.FS_RECTF()
        if pdfium.FPDFAnnot_GetSubtype(note) not in silent and pdfium.FPDFAnnot_GetRect(note, box):
            yield Drawn(-1, -1, box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top), True)
        pdfium.FPDFPage_CloseAnnot(note)
