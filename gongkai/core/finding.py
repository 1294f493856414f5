"""Staff search: one box over what every app keeps. An app registers what it finds in its ``finders.py``. Pure data.

The public index knows only what has been released and lies elsewhere; this one asks the database, so that drafts,
slips and tasks are found too, and shows each person what they may open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.core.accounts.models import User

MAX_WORDS = 5
MAX_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Find:
    """One answer: what it is, where the staff side opens it, and a short note (number, state, unit)."""

    title: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Answers of one kind; ``has_more`` where there were more than are shown."""

    label: str
    rows: Sequence[Find]
    has_more: bool = False


Finder = Callable[["User", Sequence[str], int], Iterable[Find]]
_FINDERS: dict[str, tuple[int, str, Finder]] = {}


def register_finder(name: str, order: int, label: str, find: Finder) -> None:
    """Enter ``find(user, words, limit)``: newest first, only what the person may open, at most ``limit`` rows."""
    _FINDERS[name] = (order, label, find)


def words_of(query: str) -> list[str]:
    """What was asked for: parts between spaces, all of which must be found; control characters are dropped."""
    text = "".join(char if char.isprintable() else " " for char in query[:MAX_LENGTH])
    return text.split()[:MAX_WORDS]


def found_for(user: User, words: Sequence[str], limit: int) -> list[Group]:
    """Groups with at least one answer, in their registered order."""
    groups = []
    for _, (_, label, find) in sorted(_FINDERS.items(), key=lambda item: (item[1][0], item[0])):
        rows = list(find(user, words, limit + 1)) if words else []
        if rows:
            groups.append(Group(label, rows[:limit], len(rows) > limit))
    return groups
