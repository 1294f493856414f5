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
    """Lines of a file, and in Chinese what could not be kept or should be looked at."""

    lines: list[Line] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as read: its text, head and imprint; ``disclosure`` as marked (主动公开 …); ``secrecy`` a grade that was
    found, which makes whoever called refuse it; ``warnings`` in Chinese, each a whole sentence.
    """

    text: OfficialText
    frame: Frame = field(default_factory=Frame)
    disclosure: str = ""
    secrecy: str = ""
    warnings: tuple[str, ...] = ()


class Unreadable(Exception):
    """The file is not read; ``code`` is the rule, the message says why in Chinese (may be empty)."""

    def __init__(self, code: str, message: str = "") -> None:
        self.code = code
        super().__init__(message)
