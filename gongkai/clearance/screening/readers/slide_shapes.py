"""The shapes of a slide in the order in which they are drawn, and which of their text is not seen. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.clearance.screening.readers.colours import Colour, colour_of, is_lost
from gongkai.clearance.screening.readers.markup import Element, all_of, attribute, child, local, text_of
from gongkai.clearance.screening.readers.word_styles import LOST

UNSHOWN, OUTSIDE, COVERED = "隐藏的图形里的文字", "页面外的文字", "被图形盖住的文字"
Size = tuple[int, int]
Box = tuple[int, int, int, int]
_FIELDS = frozenset(("sldNum", "hdr", "ftr", "dt", "sldImg"))


@dataclass(slots=True)
class Shape:
    """``texts`` by the reason why they are not seen (empty for what is seen); ``rows`` of a table; ``element`` it was
    read from, and ``lost`` its runs that are lost on their ground.
    """

    texts: dict[str, str] = field(default_factory=dict)
    rows: tuple[tuple[str, ...], ...] = ()
    is_placeholder: bool = False
    is_field: bool = False
    element: Element | None = None
    lost: list[Element] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ground:
    """The colour of the slide behind its shapes, None where it cannot be told; ``light`` is the theme's first."""

    colour: Colour | None = None
    light: Colour | None = None

    @classmethod
    def of(cls, roots: list[Element | None], theme: Element | None) -> Ground:
        """The ground of a slide, its layout and its master, the nearest that says one."""
        first = child(theme, "themeElements", "clrScheme", "lt1") if theme is not None else None
        light = (
            next((colour_of(attribute(one, "lastClr") or attribute(one, "val")) for one in first), None)
            if first is not None
            else None
        )
        if any(root is not None and next(all_of(root, "pic"), None) is not None for root in roots[1:]):
            return cls(None, light)
        for root in roots:
            if (ground := child(root, "cSld", "bg")) is not None:
                return cls(
                    _fill(child(ground, "bgPr"), light) or _named(child(ground, "bgRef"), light), light
                )
        return cls(None, light)


def _fill(properties: Element | None, light: Colour | None) -> Colour | None:
    return _named(child(properties, "solidFill"), light)


def _named(fill: Element | None, light: Colour | None) -> Colour | None:
    """A colour without changes; a lighter or half transparent one is not judged."""
    if fill is None or len(fill) == 0 or len(fill[0]):
        return None
    if local(fill[0]) == "srgbClr":
        return colour_of(attribute(fill[0], "val"))
    return light if attribute(fill[0], "val") in ("bg1", "lt1") else None


def shapes_of(root: Element, size: Size, ground: Ground) -> list[Shape]:
    """Shapes that say something. A ``size`` of (0, 0) means that nothing lies outside."""
    drawn: list[tuple[Shape, Box | None]] = []
    tree = child(root, "cSld", "spTree")
    if tree is None:
        return []
    for element, box in _elements(tree, None):
        if local(element) in ("sp", "cxnSp"):
            _cover(drawn, element, box)
        elif local(element) == "pic":
            ground = Ground(None, ground.light)
        shape = _shape(element, box, size, ground)
        if child(element, "spPr", "solidFill") is not None and not shape.is_placeholder:
            ground = Ground(None, ground.light)  # later text may stand on this shape
        drawn.append((shape, box))
    return [shape for shape, _ in drawn if shape.texts or shape.rows]


def _elements(tree: Element, around: Box | None) -> Iterator[tuple[Element, Box | None]]:
    for one in tree:
        name = local(one)
        if name == "grpSp":
            box = around or _box(child(one, "grpSpPr", "xfrm"))
            yield from _elements(one, box)
        elif name == "AlternateContent":
            if (choice := child(one, "Choice")) is not None:
                yield from _elements(choice, around)
        elif name in ("sp", "cxnSp", "pic"):
            yield one, around or _box(child(one, "spPr", "xfrm"))
        elif name == "graphicFrame":
            yield one, around or _box(child(one, "xfrm"))


def _box(frame: Element | None) -> Box | None:
    start, extent = child(frame, "off"), child(frame, "ext")
    try:
        left, top = int(attribute(start, "x")), int(attribute(start, "y"))
        return left, top, left + int(attribute(extent, "cx")), top + int(attribute(extent, "cy"))
    except ValueError:
        return None


def _cover(drawn: list[tuple[Shape, Box | None]], element: Element, box: Box | None) -> None:
    """A filled shape without text over earlier text hides it."""
    fill = child(element, "spPr", "solidFill")
    if fill is None or len(fill) == 0 or child(fill[0], "alpha") is not None or box is None:
        return
    if text_of(child(element, "txBody")).strip():
        return
    for shape, below in drawn:
        if below and "" in shape.texts and _holds(box, below):
            shape.texts[COVERED] = shape.texts.pop("")


def _holds(outer: Box, inner: Box) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def _shape(element: Element, box: Box | None, size: Size, ground: Ground) -> Shape:
    shape = Shape()
    about = next(all_of(element, "nvPr"), None)
    place = child(about, "ph")
    shape.is_placeholder = place is not None
    shape.is_field = attribute(place, "type") in _FIELDS
    why = _why(element, box, size)
    own = child(element, "spPr")
    behind = _fill(own, ground.light) if child(own, "solidFill") is not None else ground.colour
    if (
        any(child(own, name) is not None for name in ("gradFill", "blipFill", "pattFill"))
        or child(element, "style") is not None
    ):
        behind = None
    shape.element = element
    for reason, text, run in _texts(child(element, "txBody"), behind, ground.light):
        if reason and run is not None:
            shape.lost.append(run)
        shape.texts[why or reason] = shape.texts.get(why or reason, "") + text
    shape.texts = {reason: text.strip() for reason, text in shape.texts.items() if text.strip()}
    shape.rows = tuple(
        tuple("\n".join(text_of(line) for line in all_of(cell, "p")) for cell in row if local(cell) == "tc")
        for row in all_of(element, "tr")
    )
    return shape


def _why(element: Element, box: Box | None, size: Size) -> str:
    about = next(all_of(element, "cNvPr"), None)
    if attribute(about, "hidden") in ("1", "true"):
        return UNSHOWN
    if box and size != (0, 0) and (box[0] >= size[0] or box[1] >= size[1] or box[2] <= 0 or box[3] <= 0):
        return OUTSIDE
    return ""


def _texts(
    body: Element | None, behind: Colour | None, light: Colour | None
) -> Iterator[tuple[str, str, Element | None]]:
    for line in all_of(body, "p") if body is not None else ():
        for run in line:
            name = local(run)
            if name in ("r", "fld"):
                colour = _fill(child(run, "rPr"), light)
                yield LOST if is_lost(colour, behind) else "", text_of(child(run, "t")), run
            elif name == "br":
                yield "", "\n", None
            elif name == "m":
                yield "", text_of(run), None
        yield "", "\n", None
