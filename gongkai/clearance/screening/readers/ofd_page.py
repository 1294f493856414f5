"""The text on one page of an OFD file, and which of it is not seen. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.clearance.screening.readers.colours import WHITE, Colour, is_lost
from gongkai.clearance.screening.readers.markup import Element, all_of, attribute, child, local

LOST, OUTSIDE, UNSHOWN, COVERED = (
    "与底色同色的字",
    "页面外的文字",
    "不显示的字",
    "被盖住的文字（盖住了也能复制出来）",
)
_SAME_LINE = 0.5  # millimetres
_USUAL_PAGE = (0.0, 0.0, 100_000.0, 100_000.0)  # where no page says its own size
Box = tuple[float, float, float, float]


@dataclass(slots=True)
class _Line:
    box: Box | None
    text: str
    why: str


def page_texts(root: Element) -> dict[str, str]:
    """Text by the reason why it is not seen (empty for what is seen), in the order in which it is drawn."""
    page = _box(next((one.text or "" for one in all_of(root, "PhysicalBox")), "")) or _USUAL_PAGE
    lines: list[_Line] = []
    fills: list[Box] = []
    for one in all_of(root, "TextObject", "PathObject", "ImageObject"):
        box = _box(attribute(one, "Boundary"))
        if local(one) == "TextObject":
            lines.append(_Line(box, _text(one), _why(one, box, page, fills)))
        elif box is not None and _hides(one):
            fills.append(box)
            for line in lines:
                if line.box is not None and not line.why and _holds(box, line.box):
                    line.why = COVERED
    return _joined(lines)


def _joined(lines: list[_Line]) -> dict[str, str]:
    texts: dict[str, str] = {}
    heights: dict[str, float] = {}
    for line in lines:
        if not line.text.strip():
            continue
        height = line.box[1] if line.box else -1.0
        gap = "" if abs(heights.get(line.why, height) - height) < _SAME_LINE else "\n"
        texts[line.why] = texts.get(line.why, "") + gap + line.text
        heights[line.why] = height
    return texts


def _text(one: Element) -> str:
    return "".join(code.text or "" for code in all_of(one, "TextCode"))


def _why(one: Element, box: Box | None, page: Box, fills: list[Box]) -> str:
    colour = child(one, "FillColor")
    if attribute(one, "Visible") == "false" or "0" in (attribute(one, "Alpha"), attribute(colour, "Alpha")):
        return UNSHOWN
    if box and (box[0] >= page[2] or box[1] >= page[3] or box[2] <= page[0] or box[3] <= page[1]):
        return OUTSIDE
    on_fill = box is not None and any(_holds(fill, box) for fill in fills)
    return LOST if not on_fill and is_lost(_colour(attribute(colour, "Value")), WHITE) else ""


def _hides(one: Element) -> bool:
    """A filled shape or a picture; one that lets the ground shine through hides nothing."""
    if attribute(one, "Visible") == "false" or attribute(one, "Alpha") not in ("", "255"):
        return False
    return local(one) == "ImageObject" or (
        attribute(one, "Fill") == "true" and attribute(child(one, "FillColor"), "Alpha") in ("", "255")
    )


def _holds(outer: Box, inner: Box) -> bool:
    """Whether a box lies in another, all but a hair."""
    return (
        outer[0] <= inner[0] + _SAME_LINE
        and outer[1] <= inner[1] + _SAME_LINE
        and outer[2] >= inner[2] - _SAME_LINE
        and outer[3] >= inner[3] - _SAME_LINE
    )


def _box(text: str) -> Box | None:
    """Left, top, right, bottom in millimetres from left, top, width, height."""
    try:
        left, top, width, height = (float(one) for one in text.split())
    except ValueError:
        return None
    return left, top, left + width, top + height


def _colour(text: str) -> Colour | None:
    try:
        values = [int(one, 16) if one.startswith("#") else int(one) for one in text.replace("#", "").split()]
    except ValueError:
        return None
    if len(values) == 1:
        return values[0], values[0], values[0]
    return (values[0], values[1], values[2]) if len(values) == 3 else None
