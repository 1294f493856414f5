"""Which text of a Word file nobody sees, by the marks on it and by its styles. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.clearance.screening.readers.colours import WHITE, Colour, colour_of, is_lost
from gongkai.clearance.screening.readers.markup import Element, all_of, attribute, child, is_on, local

_STEPS = 10  # of styles based on each other; a file may name a circle
_TINY = 4  # half points: smaller than 2 pt nobody reads (house number)

VANISHED = "隐藏文字"
LOST = "与底色同色的字"
TINY = "小得看不见的字"


@dataclass(frozen=True, slots=True)
class Look:
    """What is said of text; None where nothing is said."""

    colour: str | None = None
    vanish: bool | None = None
    size: int | None = None
    shade: str | None = None

    def over(self, below: Look) -> Look:
        """This look, with what it leaves open taken from another."""
        return Look(
            self.colour if self.colour is not None else below.colour,
            self.vanish if self.vanish is not None else below.vanish,
            self.size if self.size is not None else below.size,
            self.shade if self.shade is not None else below.shade,
        )


def look_of(properties: Element | None) -> Look:
    """What a ``w:rPr`` or ``w:pPr`` says itself."""
    if properties is None:
        return Look()
    colour, vanish = child(properties, "color"), child(properties, "vanish")
    size, shade = child(properties, "sz"), child(properties, "shd")
    number = attribute(size, "val")
    return Look(
        None if colour is None else attribute(colour, "val"),
        None if vanish is None else is_on(vanish),
        int(number) if number.isascii() and number.isdigit() else None,
        _fill(shade),
    )


def _fill(shade: Element | None) -> str | None:
    if shade is None:
        return None
    fill = attribute(shade, "fill")
    is_plain = attribute(shade, "val") in ("clear", "nil", "")
    return fill if is_plain or fill not in ("", "auto") else "?"


class Styles:
    """The styles of a document by their names."""

    def __init__(self, root: Element | None, page: Element | None) -> None:
        self._looks: dict[str, tuple[Look, str]] = {}
        self._shaded: set[str] = set()
        background = child(page, "background") if page is not None else None
        self._ground = colour_of(attribute(background, "color")) if background is not None else WHITE
        for style in all_of(root, "style") if root is not None else ():
            name = attribute(style, "styleId")
            look = look_of(child(style, "rPr")).over(Look(shade=look_of(child(style, "pPr")).shade))
            self._looks[name] = look, attribute(child(style, "basedOn"), "val")
            if any(_fill(one) not in (None, "auto", "") for one in all_of(style, "shd")):
                self._shaded.add(name)

    def look(self, name: str) -> Look:
        """The look of a style and of those it stands on."""
        look = Look()
        for _ in range(_STEPS):
            if name not in self._looks:
                break
            own, name = self._looks[name]
            look = look.over(own)
        return look

    def why_unseen(self, run: Element) -> str:
        """Why nobody sees the text of a ``w:r``; empty where they do."""
        own = child(run, "rPr")
        paragraph = next((one for one in run.iterancestors() if local(one) == "p"), None)
        about = child(paragraph, "pPr")
        look = look_of(own).over(self.look(attribute(child(own, "rStyle"), "val")))
        look = look.over(Look(shade=look_of(about).shade)).over(
            self.look(attribute(child(about, "pStyle"), "val"))
        )
        if look.vanish:
            return VANISHED
        if look.size is not None and look.size < _TINY:
            return TINY
        if look.colour in (None, "auto", "000000"):
            return ""
        return LOST if is_lost(colour_of(look.colour), self._behind(run, look.shade)) else ""

    def _behind(self, run: Element, shade: str | None) -> Colour | None:
        """The colour behind a run; None where it cannot be told (a drawing, a table of a coloured style)."""
        if shade not in (None, "auto", ""):
            return colour_of(shade)
        for one in run.iterancestors():
            name = local(one)
            if name == "tc" and (fill := _fill(child(one, "tcPr", "shd"))) not in (None, "auto", ""):
                return colour_of(fill)
            if name == "tbl" and attribute(child(one, "tblPr", "tblStyle"), "val") in self._shaded:
                return None
            if name in ("txbxContent", "textbox"):
                return None
        return self._ground
