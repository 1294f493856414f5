"""Masking in DOCX, XLSX, PPTX and OpenDocument: texts, names, links, charts, and figures that are numbers. Pure."""

from __future__ import annotations

from gongkai.clearance.cleaning.bundles import Bundle
from gongkai.clearance.cleaning.mask_markup import mask_markup
from gongkai.clearance.cleaning.mask_pictures import See, mask_picture
from gongkai.clearance.cleaning.masks import Mask
from gongkai.clearance.cleaning.office import removed
from gongkai.clearance.cleaning.result import Log
from gongkai.clearance.cleaning.sheet_cells import say
from gongkai.clearance.screening.readers.limits import Budget
from gongkai.clearance.screening.readers.markup import Element, all_of, child, local, text_of
from gongkai.clearance.screening.readers.sheet_styles import CellLook, as_shown

_MEDIA = ("word/media/", "xl/media/", "ppt/media/", "pictures/")
_UNSEEN = "文件里的图片没有经过文字识别，图片上如果有要遮盖的内容，机器看不到。请人工核对。"
_VALUES = ("value", "value-type", "string-value", "date-value", "formula", "currency", "boolean-value")


def mask_bundle(
    data: bytes, budget: Budget, mask: Mask, log: Log, see: See | None
) -> tuple[bytes, int, list[str]]:
    """The file masked, how many stretches were, and what a person has to look at."""
    bundle = Bundle(data, budget)
    count = 0
    for name in list(bundle.markup()):
        root = bundle.xml(name)
        if root is None or name.lower() == "[content_types].xml":
            continue
        count += _figures(root, mask) + _drawn_figures(root, mask) + _open_figures(root, mask)
        count += mask_markup(root, mask)
    left = []
    for name in [one for start in _MEDIA for one in bundle.names(start)]:
        if see is None:
            left = [_UNSEEN]
            break
        made, found = mask_picture(bundle.read(name), mask, see)
        if found:
            bundle.replace(name, made)
            log.did("行图片里的文字整行涂黑", found)
            count += found
    return bundle.written(), count, left


def _figures(root: Element, mask: Mask) -> int:
    """Cells whose number or result is to be masked become texts: a number cannot hold a mask, and a formula would give
    its result again.
    """
    if local(root) != "worksheet":
        return 0
    count = 0
    for cell in list(all_of(root, "c")):
        value, kind = text_of(child(cell, "v")), cell.get("t", "")
        formula = child(cell, "f")
        if not value or kind == "s":
            continue
        shown = as_shown(value, CellLook(), is_1904=False) if kind in ("", "n") else value
        if mask.is_in(shown):
            masked, found = mask.masked(shown)
            say(cell, masked)
            count += found
        elif formula is not None and mask.is_in(formula.text or ""):
            count += 1  # the formula itself is masked with the other texts; its result stays as a value
            cell.remove(formula)
    return count


def _drawn_figures(root: Element, mask: Mask) -> int:
    """Points of a chart whose figure is to be masked go; a number cannot hold a mask."""
    count = 0
    for point in list(all_of(root, "pt")):
        if local(point.getparent()) in ("numCache", "numLit") and mask.is_in(text_of(point)):
            removed(point)
            count += 1
    return count


def _open_figures(root: Element, mask: Mask) -> int:
    """OpenDocument writes a number twice: what is shown, and its value."""
    for cell in all_of(root, "table-cell"):
        values = [value for key, value in cell.attrib.items() if key.rpartition("}")[2] in _VALUES]
        if any(mask.is_in(value) for value in values) or mask.is_in(text_of(cell)):
            for key in [key for key in cell.attrib if key.rpartition("}")[2] in _VALUES]:
                del cell.attrib[key]
    return 0
