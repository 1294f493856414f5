"""Masking in XML: a stretch may run across the pieces in which an office program keeps a line. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.clearance.cleaning.masks import Mask
from gongkai.clearance.screening.readers.markup import Element, local

_LINES = frozenset(("p", "h", "si", "is", "text"))
_TEXTS = frozenset(("t", "delText"))
_GAPS = {"tab": "\t", "br": "\n", "cr": "\n", "line-break": "\n", "s": " ", "noBreakHyphen": "-"}
_SAID = frozenset(
    [
        "descr",
        "title",
        "name",
        "alt",
        "tooltip",
        "display",
        "author",
        "initials",
        "string-value",
        "formula",
        "href",
        "prompt",
        "promptTitle",
        "error",
        "errorTitle",
        "location",
        "caption",
        "oddHeader",
        "displayName",
        "uniqueName",
        "userName",
        "text",
    ]
)
_NAMES = frozenset(("sheet", "definedName", "f", "sheetName", "hyperlink", "formula", "formula1", "formula2"))


@dataclass(slots=True)
class _Slot:
    """A text of an element: its own, or the one behind it."""

    element: Element
    is_tail: bool

    @property
    def text(self) -> str:
        return str((self.element.tail if self.is_tail else self.element.text) or "")

    @text.setter
    def text(self, value: str) -> None:
        if self.is_tail:
            self.element.tail = value
        else:
            self.element.text = value


def mask_markup(root: Element, mask: Mask) -> int:
    """Mask all of a part: lines across their pieces first, then every text and value by itself; how many."""
    count = 0
    for line in [one for one in root.iter() if local(one) in _LINES]:
        count += _mask_line([*_slots(line, is_office=_is_office(line))], mask)
    for one in root.iter():
        if isinstance(one.tag, str):
            count += _mask_single(one, mask)
    return count


def _is_office(line: Element) -> bool:
    return "opendocument" not in str(line.tag)


def _slots(line: Element, *, is_office: bool) -> Iterator[_Slot | str]:
    """Texts of a line in order, and its gaps; lines inside it (of a box) are lines of their own."""
    if not is_office:
        yield _Slot(line, is_tail=False)
    for one in line:
        name = local(one)
        if name in _GAPS:
            yield _GAPS[name]
        elif is_office and name in _TEXTS:
            yield _Slot(one, is_tail=False)
        elif name not in _LINES and name != "rPh":
            yield from _slots(one, is_office=is_office)
        if not is_office:
            yield _Slot(one, is_tail=True)


def _mask_line(slots: list[_Slot | str], mask: Mask) -> int:
    texts = [one if isinstance(one, str) else one.text for one in slots]
    line = "".join(texts)
    matches = mask.matches(line)
    if not matches:
        return 0
    put = {at: letter for one in matches for at, letter in one.letters}
    start = 0
    for slot, text in zip(slots, texts, strict=True):
        if isinstance(slot, _Slot):
            new = "".join(put.get(start + at, letter) for at, letter in enumerate(text))
            if new != text:
                slot.text = new
        start += len(text)
    return len(matches)


def is_said(one: Element, key: str) -> bool:
    """Whether a value is for people; the others are names and numbers that a format gives."""
    name = key.rpartition("}")[2]
    if local(one) == "Relationship":
        return name == "Target" and one.get("TargetMode") == "External"
    return name in _SAID


def _mask_single(one: Element, mask: Mask) -> int:
    count = 0
    plain = local(one) in _NAMES
    if one.text and mask.is_in(one.text):
        one.text, found = mask.masked(one.text, plain=plain)
        count += found
    if one.tail and mask.is_in(one.tail):
        one.tail, found = mask.masked(one.tail)
        count += found
    for key, value in one.attrib.items():
        if mask.is_in(value, is_code=not is_said(one, key)):
            one.attrib[key], found = mask.masked(value, plain=plain)
            count += found
    return count
