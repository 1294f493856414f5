"""Titles of posts that begin with the name of a unit, once the unit has another name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

FULL, SHORT = "full", "short"


@dataclass(frozen=True, slots=True)
class BorneName:
    """A name that a unit, or one whose work came to it, bears or bore; ``kind`` is that of the name."""

    text: str
    kind: str
    has_ended: bool


def present_title(title: str, borne: Iterable[BorneName], *, full: str, short: str) -> str:
    """A title such as 财审处处长 with the unit's present name in place of the one it bore (财务处处长).

    Only at the beginning, the longest name first, and never where a name still borne begins the title: 办公室主任 stays.
    The short name takes the place of a short one, where there is one.
    """
    names = sorted(borne, key=lambda one: -len(one.text))
    present = {full, short, *(one.text for one in names if not one.has_ended)} - {""}
    for name in names:
        if not title.startswith(name.text):
            continue
        if name.text in present:
            return title
        now = short if name.kind == SHORT and short else full
        return now + title.removeprefix(name.text)
    return title
