"""One thing that happened in a dossier, as its page and its history tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened: when, what, by whom, in which words. ``is_void`` where a return undid it."""

    at: datetime
    what: str
    who: str
    words: str = ""
    is_void: bool = False
    is_back: bool = False
