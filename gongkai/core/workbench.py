"""What the 工作台 asks of each app: what is this person's, what is late, what blocks them.

An app registers a loader in its ``todos.py``; the home screen of the staff side gathers and sorts them. Pure data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.core.accounts.models import User


class Shelf(StrEnum):
    """The three questions of the 工作台."""

    MINE = "mine"
    LATE = "late"
    BLOCKED = "blocked"

    @property
    def label(self) -> str:
        """The shelf's Chinese name."""
        return _SHELF_LABELS[self]


_SHELF_LABELS = {Shelf.MINE: "等我办", Shelf.LATE: "快超时、已超时", Shelf.BLOCKED: "卡住了"}


@dataclass(frozen=True, slots=True)
class Todo:
    """One line: what it is, why it is here, where the next step is done. ``due_on`` sorts, ``lamp`` colours."""

    shelf: Shelf
    title: str
    note: str
    url: str
    act: str = ""
    due_on: date | None = None
    lamp: str = ""
    lamp_text: str = ""


LINKS: dict[str, tuple[str, Callable[[], str]]] = {}
"""Name → Chinese words and address of a link beside the standings of the duties."""


def register_link(name: str, words: str, address: Callable[[], str]) -> None:
    """Let a duty lead from the table of duties to its own board."""
    LINKS[name] = (words, address)


def links() -> list[tuple[str, str]]:
    """Words and address of every registered link, in the order of their names."""
    return [(words, address()) for _, (words, address) in sorted(LINKS.items())]


Loader = Callable[["User", date], Iterable[Todo]]
_LOADERS: dict[str, Loader] = {}


def register_todos(name: str, load: Loader) -> None:
    """Enter a loader under a lasting name; ``load(user, today)`` takes a constant number of queries."""
    _LOADERS[name] = load


def todos_for(user: User, today: date) -> list[Todo]:
    """Every line for a person, soonest first within each shelf; undated ones last."""
    found = [todo for name in sorted(_LOADERS) for todo in _LOADERS[name](user, today)]
    return sorted(found, key=lambda todo: (todo.due_on is None, todo.due_on or today, todo.title))
