"""What a reader makes of a file: its parts in reading order, each with its place. Pure.

Readers yield parts one at a time and hold one in memory; whoever goes through them decides what to keep. A reader never
raises for what is in a file: what it cannot read it says with :class:`Unread`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of running text. ``hidden`` says in Chinese why a reader of the file would not see it, empty where they do
    (隐藏工作表, 批注, 已删除的修订, 与底色同色的字).
    """

    place: str
    text: str
    hidden: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as shown, top to bottom. ``place`` names the table; ``names`` gives each cell's own place, row by row
    like ``rows``, where cells have one (B7); empty tuples where they have none.
    """

    place: str
    rows: tuple[tuple[str, ...], ...]
    names: tuple[tuple[str, ...], ...] = ()
    hidden: str = ""

    def place_of(self, row: int, column: int) -> str:
        """The place of one cell."""
        if row < len(self.names) and column < len(self.names[row]):
            return f"{self.place}!{self.names[row][column]}"
        return f"{self.place}第{row + 1}行第{column + 1}列"

    def cells(self) -> Iterator[tuple[int, int, str]]:
        """(row, column, text) of each cell that says something."""
        for row, cells in enumerate(self.rows):
            yield from ((row, column, text) for column, text in enumerate(cells) if text)


@dataclass(frozen=True, slots=True)
class Hidden:
    """Something beside the visible content: ``kind`` is ``hidden_data``, ``metadata`` or ``gps``; ``what`` says in Chinese
    what it is (隐藏工作表“底稿”, 3 条批注). ``can_clean`` says whether :mod:`gongkai.clearance.cleaning` takes it out.
    """

    kind: str
    place: str
    what: str
    can_clean: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """A part that no machine has read, and why, in Chinese."""

    place: str
    why: str


Part = Passage | Table | Hidden | Unread
