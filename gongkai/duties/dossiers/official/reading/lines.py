"""What any reader of a file makes of it before its structure is known: lines and tables in order. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from gongkai.duties.dossiers.official.blocks import Cell, OfficialText
from gongkai.duties.dossiers.official.frame import Frame


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a table of the file. ``style`` by its name; ``is_centred``; ``is_new_page`` where a page begins."""

    text: str = ""
    style: str = ""
    is_centred: bool = False
    is_new_page: bool = False
    rows: tuple[tuple[Cell, ...], ...] = ()


@dataclass(slots=True)
class Story:
    """Lines of a file, and in Chinese what could not be kept or should be looked at. ``beside`` are words of headers and
    footers, which are no text of the document but may bear a mark.
    """

    lines: list[Line] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)

    def words(self) -> str:
        """All words, a line each, for the screen of marks."""
        cells = (cell.text for line in self.lines for row in line.rows for cell in row)
        return "\n".join((*self.beside, *(line.text for line in self.lines), *cells))


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as read: its text, head and imprint; ``disclosure`` as marked (主动公开 …); ``warnings`` in Chinese, each a whole sentence."""

    text: OfficialText
    frame: Frame = field(default_factory=Frame)
    disclosure: str = ""
    warnings: tuple[str, ...] = ()


class Unreadable(Exception):
    """The file is not read; ``code`` is the rule, the message says why in Chinese (may be empty)."""

    def __init__(self, code: str, message: str = "") -> None:
        self.code = code
        super().__init__(message)
