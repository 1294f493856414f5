"""The text of one paragraph of a Word file, piece by piece, with the reason why a piece is not seen. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.clearance.screening.readers.markup import Element, all_of, local
from gongkai.clearance.screening.readers.word_styles import Styles

DELETED = "已删除的修订"
INSERTED = "未接受的插入修订"
FIELD_CODE = "域代码"

_DELETING = frozenset(("del", "moveFrom"))
_INSERTING = frozenset(("ins", "moveTo"))
_PLAIN_FIELDS = re.compile(
    r"\s*(?:PAGE|NUMPAGES|TOC|PAGEREF|REF|SEQ|SECTION|STYLEREF|=|FORM|HYPERLINK\s+\\l|DATE|TIME)"
)
_SPECIAL = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
_TEXTS = ("t", "delText", "instrText", *_SPECIAL)


@dataclass(frozen=True, slots=True)
class Piece:
    """``why`` it is not seen, empty where it is; ``box`` names the text box it stands in; ``counts`` whether it is
    reported by itself.
    """

    text: str
    why: str = ""
    box: str = ""
    counts: bool = True


def pieces_of(paragraph: Element, styles: Styles) -> Iterator[Piece]:
    """In reading order; of a drawing that is written down twice for older programs only the first is read."""
    judged: dict[Element, Piece] = {}
    for one in all_of(paragraph, *_TEXTS):
        run, name = one.getparent(), local(one)
        if run is None or local(run) not in ("r", "fld", "t"):
            if name == "t":
                yield Piece(one.text or "")  # of a formula
            continue
        around = _around(one, paragraph)
        if around is None:
            continue
        box, change = around
        text = _SPECIAL.get(name, one.text or "")
        if name == "instrText":
            if not _PLAIN_FIELDS.match(text.upper()) and text.strip():
                yield Piece(text, FIELD_CODE, box, counts=False)
            continue
        if run not in judged:
            judged[run] = _judged(run, name, box, change, styles)
        known = judged[run]
        yield Piece(text, known.why, box, counts=known.counts)
        judged[run] = Piece("", known.why, box, counts=False)  # a run is counted once


def _judged(run: Element, name: str, box: str, change: Element | None, styles: Styles) -> Piece:
    if name == "delText" or (change is not None and local(change) in _DELETING):
        return Piece("", DELETED, box)
    if unseen := styles.why_unseen(run):
        return Piece("", unseen, box)
    return Piece("", INSERTED if change is not None else "", box)


def _around(one: Element, paragraph: Element) -> tuple[str, Element | None] | None:
    """(box, revision) around a text; None for the second writing of a drawing."""
    box, change = "", None
    for outer in one.iterancestors():
        name = local(outer)
        if outer is paragraph:
            break
        if name == "Fallback":
            return None
        if name == "txbxContent":
            box = "文本框"
        elif name in _DELETING or (name in _INSERTING and change is None):
            change = outer
    return box, change
