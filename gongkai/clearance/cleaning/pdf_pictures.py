"""Pages of a PDF as pictures: to be looked at, and to take a page's place where its letters cannot be taken out."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from gongkai.clearance.cleaning.mask_pictures import See, boxes_in, painted
from gongkai.clearance.cleaning.masks import Mask
from gongkai.core.pdfium import alone

DPI, _MOST_PIXELS, _QUALITY = 200, 40_000_000, 90
FLAT = 14  # of 255 tones, as the reader of pages has it: noise of drawing

Box = tuple[float, float, float, float]


def is_inked(picture: Any, box: Box) -> bool:
    left, top, right, bottom = (round(one) for one in box)
    left, top = max(left, 0), max(top, 0)
    right, bottom = min(max(right, left + 1), picture.width), min(max(bottom, top + 1), picture.height)
    if right <= left or bottom <= top:
        return False
    tones = picture.crop((left, top, right, bottom)).getextrema()
    return bool(tones[1] - tones[0] > FLAT)


@alone
def drawn(page: Any) -> Any:
    """A page as a picture at the resolution of print, notes and fields as they are seen."""
    wide, high = page.get_size()
    scale = min(DPI / 72, (_MOST_PIXELS / max(wide * high, 1)) ** 0.5)
    return page.render(scale=scale).to_pil().convert("RGB")


@alone
def placer(page: Any) -> Callable[[Box], Box]:
    """From points of a page to pixels of its picture, turned as the page is."""
    import ctypes

    import pypdfium2.raw as pdfium

    wide, high = page.get_size()
    scale = min(DPI / 72, (_MOST_PIXELS / max(wide * high, 1)) ** 0.5)
    fine = 100
    across, down = round(wide * scale * fine), round(high * scale * fine)

    @alone
    def point(x: float, y: float) -> tuple[float, float]:
        out_x, out_y = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, across, down, 0, x, y, out_x, out_y)
        return out_x.value / fine, out_y.value / fine

    def place(box: Box) -> Box:
        one, two = point(box[0], box[1]), point(box[2], box[3])
        return min(one[0], two[0]), min(one[1], two[1]), max(one[0], two[0]), max(one[1], two[1])

    return place


def blackened(page: Any, boxes: list[Box], parts: list[Box]) -> tuple[Any, tuple[float, float]]:
    """A page as a picture with black boxes, and its size in points; ``boxes`` in points, ``parts`` in parts of the page."""
    from PIL import ImageDraw  # only where a picture comes in

    picture, place = drawn(page), placer(page)
    pen = ImageDraw.Draw(picture)
    wide, high = picture.size
    for left, top, right, bottom in parts:
        room = (bottom - top) * 0.15 * high
        pen.rectangle(
            (left * wide - room, top * high - room, right * wide + room, bottom * high + room), fill=0
        )
    for box in boxes:
        left, top, right, bottom = place(box)
        room = max((bottom - top) * 0.2, 2)
        pen.rectangle((left - room, top - room, right + room, bottom + room), fill=0)
    return picture, page.get_size()


def looked_over(picture: Any, mask: Mask, see: See | None) -> Any:
    """The picture read once more, where pictures can be read: the letters of a scan need not stand where its text says."""
    if see is None:
        return picture
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=1)
    boxes = boxes_in(out.getvalue(), mask, see)
    if not boxes:
        return picture
    from PIL import Image  # only where a picture comes in

    return Image.open(io.BytesIO(painted(out.getvalue(), boxes))).convert("RGB")


def as_picture(document: Any, number: int, picture: Any, size: tuple[float, float]) -> None:
    """The page shows the picture and nothing else; nothing of what it was is kept."""
    import pikepdf  # only where a PDF comes in

    wide, high = size
    tones = picture.convert("L") if _is_grey(picture) else picture
    out = io.BytesIO()
    tones.save(out, "JPEG", quality=_QUALITY)
    image = document.make_stream(out.getvalue(), Width=tones.width, Height=tones.height, BitsPerComponent=8)
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.ColorSpace = pikepdf.Name.DeviceGray if tones.mode == "L" else pikepdf.Name.DeviceRGB
    image.Filter = pikepdf.Name.DCTDecode
    held = document.pages[number].obj
    for key in [key for key in held if key not in ("/Type", "/Parent")]:
        del held[key]
    held.MediaBox = pikepdf.Array([0, 0, wide, high])
    held.Rotate = 0
    held.CropBox = pikepdf.Array([0, 0, wide, high])
    held.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Gp=image))
    held.Contents = document.make_stream(f"q {wide:.3f} 0 0 {high:.3f} 0 0 cm /Gp Do Q".encode())


def _is_grey(picture: Any) -> bool:
    small: Any = picture.resize((max(picture.width // 8, 1), max(picture.height // 8, 1)))
    red, green, blue = small.split()
    from PIL import ImageChops  # only where a picture comes in

    furthest: Any = [ImageChops.difference(red, other).getextrema()[1] for other in (green, blue)]
    return bool(max(furthest) <= 2 * FLAT)
