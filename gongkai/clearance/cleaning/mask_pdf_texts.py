"""Masking what a PDF says beside its pages: bookmarks, fields, links, and what is to be read aloud in place of letters. Pure."""

from __future__ import annotations

from typing import Any

from gongkai.clearance.cleaning.masks import Mask
from gongkai.clearance.cleaning.pdf import opened, saved
from gongkai.clearance.cleaning.pdf_notes import dictionaries


def forget_readings(document: Any, numbers: set[int]) -> None:
    """What is said to be read aloud in place of letters of these pages."""
    pages = {document.pages[number].obj.objgen for number in numbers}
    for one in dictionaries(document) if pages else ():
        page = one.get("/Pg")
        if page is not None and page.objgen in pages:
            for key in [key for key in ("/ActualText", "/Alt", "/E", "/T") if key in one]:
                del one[key]


def mask_said(data: bytes, mask: Mask) -> tuple[bytes, int]:
    """Bookmarks, fields, links and every other text beside the pages."""
    with opened(data) as document:
        count = 0
        for one in dictionaries(document):
            for key, value in list(one.items()):
                found = _mask_value(one, key, value, mask)
                count += found
                if found and key in ("/V", "/DV"):
                    _redraw(document, one)
        return (saved(document), count) if count else (data, 0)


def _mask_value(holder: Any, key: Any, value: Any, mask: Mask) -> int:
    import pikepdf  # only where a PDF comes in

    if isinstance(value, pikepdf.Array) and not value.is_indirect:
        return sum(_mask_value(value, at, inner, mask) for at, inner in enumerate(list(value)))
    if not isinstance(value, pikepdf.String) or not mask.is_in(str(value)):
        return 0
    masked, found = mask.masked(str(value))
    holder[key] = pikepdf.String(masked)
    return found


def _redraw(document: Any, one: Any) -> None:
    """A field shows what it holds anew; its old picture goes."""
    for held in (one, *one.get("/Kids", [])):
        if "/AP" in held:
            del held["/AP"]
    form = document.Root.get("/AcroForm")
    if form is not None:
        form.NeedAppearances = True
