"""How cells of an XLSX file look: lost on their ground, hidden by their format, or dates. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from gongkai.clearance.screening.readers.colours import WHITE, Colour, colour_of, is_lost
from gongkai.clearance.screening.readers.markup import Element, all_of, attribute, child, local
from gongkai.clearance.screening.readers.word_styles import LOST

NOT_SHOWN = "用格式隐去的内容"
# Formats by number that every program knows without being told (ECMA-376 part 1, 18.8.30): those of dates.
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_QUOTED = re.compile(r"\"[^\"]*\"|\[[^\]]*\]|\\.")
_WINDOW = "0"  # the theme's first colour is the ground of a sheet


@dataclass(frozen=True, slots=True)
class CellLook:
    """``why`` nobody sees the cell, empty where they do; ``is_date`` whether its number counts days."""

    why: str = ""
    is_date: bool = False


def cell_looks(root: Element | None) -> list[CellLook]:
    """The look of each numbered format of a workbook."""
    if root is None:
        return []
    formats = {attribute(one, "numFmtId"): attribute(one, "formatCode") for one in all_of(root, "numFmt")}
    fonts = [_font(one) for one in _listed(root, "fonts", "font")]
    fills = [_fill(one) for one in _listed(root, "fills", "fill")]
    used = child(root, "cellXfs")
    return [_look(one, formats, fonts, fills) for one in used] if used is not None else []


def _listed(root: Element, group: str, name: str) -> list[Element]:
    held = child(root, group)
    return [] if held is None else [one for one in held if local(one) == name]


def _look(
    one: Element, formats: dict[str, str], fonts: list[Colour | None], fills: list[Colour | None]
) -> CellLook:
    number = attribute(one, "numFmtId")
    code = formats.get(number, "")
    plain = _QUOTED.sub("", code)
    is_date = (number.isascii() and number.isdigit() and int(number) in _DATES) or bool(
        re.search("[ymdhsYMDHS]", plain) and "General" not in plain
    )
    if re.fullmatch(r"\s*;\s*;\s*(?:;\s*)?", code):
        return CellLook(NOT_SHOWN, is_date)
    font, fill = _at(fonts, attribute(one, "fontId")), _at(fills, attribute(one, "fillId"))
    return CellLook(LOST if is_lost(font, fill) else "", is_date)


def _at(colours: list[Colour | None], number: str) -> Colour | None:
    index = int(number) if number.isascii() and number.isdigit() else -1
    return colours[index] if 0 <= index < len(colours) else None


def _font(font: Element) -> Colour | None:
    return _colour(child(font, "color"))


def _fill(fill: Element) -> Colour | None:
    """White where there is none; None where it cannot be told."""
    pattern = child(fill, "patternFill")
    if pattern is None or attribute(pattern, "patternType") in ("", "none"):
        return WHITE if pattern is not None else None
    return _colour(child(pattern, "fgColor")) if attribute(pattern, "patternType") == "solid" else None


def _colour(one: Element | None) -> Colour | None:
    if one is None:
        return None
    if attribute(one, "theme") == _WINDOW and attribute(one, "tint") in ("", "0"):
        return WHITE
    return colour_of(attribute(one, "rgb"))


def as_shown(number: str, look: CellLook, *, is_1904: bool) -> str:
    """A number as a reader sees it, with all its digits; a day where it counts days."""
    try:
        value = float(number)
    except ValueError:
        return number
    if look.is_date and 0 < value < 2_957_000:  # until 9995: no date beyond 9999 in either count
        return _day(value, is_1904=is_1904)
    if value.is_integer() and abs(value) < 1e20:
        return number if number.isascii() and number.lstrip("-").isdigit() else str(int(value))
    return repr(value) if abs(value) < 1e20 else number


def _day(value: float, *, is_1904: bool) -> str:
    """Excel counts a 29 February 1900 that never was; what lies before it is off by one for all programs alike."""
    start = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 (a day in a sheet has no zone)
    moment = start + timedelta(seconds=round(value * 86400))
    if value < 1:
        return f"{moment:%H:%M:%S}"
    clock = "" if (moment.hour, moment.minute, moment.second) == (0, 0, 0) else f" {moment:%H:%M:%S}"
    return f"{moment.year:04d}-{moment.month:02d}-{moment.day:02d}{clock}"
