"""QR codes in a scan: PNG, JPEG, TIFF, or the first pages of a PDF. In the bounded process alone."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from io import BytesIO
from pathlib import PurePath
from typing import Any

from gongkai.core.pdfium import each_alone

PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
SCANS = (*PICTURES, ".pdf")
_PAGES = 3
_SCALE = 200 / 72
"""A slip has one page or two; 200 dots to the inch is what an office scanner makes (house numbers)."""
_MOST_DOTS = 60_000_000
_LONGEST_TEXT = 200


def codes_in(name: str, data: bytes) -> list[str]:
    """The words of every QR code; empty for what cannot be read: then a person looks."""
    import zxingcpp  # only here: the web server starts without it

    only, found = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]), []
    try:
        for picture in _pictures(PurePath(name).suffix.lower(), data):
            codes = zxingcpp.read_barcodes(picture, formats=only)
            found += [one.text for one in codes]
    except Exception:  # whatever a broken file makes a library do
        return []
    return [text for text in found if len(text) <= _LONGEST_TEXT]


def _pictures(suffix: str, data: bytes) -> Iterator[Any]:
    if suffix == ".pdf":
        yield from _pages(data)
    elif suffix in PICTURES:
        from PIL import Image

        Image.MAX_IMAGE_PIXELS = _MOST_DOTS
        yield Image.open(BytesIO(data)).convert("L")


@each_alone
def _pages(data: bytes) -> Generator[Any, None, None]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    for number in range(min(len(document), _PAGES)):
        page = document[number]
        if page.get_width() * page.get_height() * _SCALE**2 <= _MOST_DOTS:
            yield page.render(scale=_SCALE, grayscale=True).to_pil()
