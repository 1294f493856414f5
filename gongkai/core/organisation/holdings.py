"""What hangs on a unit and what lies open with a person: apps fill these registries in their ``holdings``.

When units are merged, split or ended, all of :data:`HOLDINGS` is shown and moved; when a person leaves,
everything in :data:`OPEN_WORK` is shown and handed over; what :data:`FOLLOWERS` count follows without being moved. Both run inside the act's transaction, so what is
registered must neither commit nor swallow errors. ``keys`` are those that its own list gave.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.core.accounts.models import User
from gongkai.core.accounts.verbs import Verb, may
from gongkai.core.organisation.models import Unit
from gongkai.core.organisation.verbs import SERVE


@dataclass(frozen=True, slots=True)
class Group:
    """What several things belong to: its Chinese name, and what should be known before they move."""

    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """One thing that hangs on a unit or lies open with a person: key, Chinese label, address.

    ``group`` is what it belongs to, where labels alone do not tell things apart; lists show it as a heading.
    """

    key: str
    label: str
    url: str = ""
    group: Group | None = None

    @property
    def full_label(self) -> str:
        """The label with what the thing belongs to, for lists without headings."""
        return f"{self.label}，{self.group.name}" if self.group is not None else self.label


ListHeld = Callable[[Unit, date], Sequence[Held]]
CountHeld = Callable[[Unit, date], int]
MoveHeld = Callable[[Sequence[str], Unit, Unit, date, User], int]
ListOpen = Callable[[User], Sequence[Held]]
Reassign = Callable[[Sequence[str], User, User, User], int]


@dataclass(frozen=True, slots=True)
class Holding:
    """A kind of thing that hangs on a unit.

    ``held(unit, day)`` lists what would have to move on the day; ``move(keys, source, target, day, by)``
    moves it and answers how many moved. Closed records are not held: they stay with the unit of their time.
    """

    code: str
    label: str
    held: ListHeld
    move: MoveHeld
    count: CountHeld | None = None

    def count_for(self, unit: Unit, day: date) -> int:
        """How many things hang on a unit."""
        return self.count(unit, day) if self.count is not None else len(self.held(unit, day))


@dataclass(frozen=True, slots=True)
class OpenWork:
    """A kind of open item of a person.

    ``items(user)`` lists them; ``reassign(keys, leaver, receiver, by)`` hands them over and answers how many.
    Only whoever may do one of ``takes`` is a receiver; where none is named, anybody who works here. ``reassign`` raises ``Refused`` when the receiver may not take one of the items.
    """

    label: str
    items: ListOpen
    reassign: Reassign
    takes: tuple[Verb, ...] = (SERVE,)

    def suits(self, user: User) -> bool:
        """Whether a person may take this kind of work; never an account from outside."""
        return may(user, SERVE) and any(may(user, verb) for verb in self.takes)


@dataclass(frozen=True, slots=True)
class Follower:
    """A kind of thing that keeps the unit it was written with and is worked on by whoever answers for that unit.

    ``says(units)`` is one Chinese sentence on how many there are, empty for none: nothing of it moves with a change.
    """

    code: str
    says: Callable[[Sequence[Unit]], str]


FOLLOWERS: dict[str, Follower] = {}
HOLDINGS: dict[str, Holding] = {}
OPEN_WORK: dict[str, OpenWork] = {}


def register_holding(
    code: str, label: str, *, held: ListHeld, move: MoveHeld, count: CountHeld | None = None
) -> Holding:
    """Say what of an app hangs on a unit. Raises ``ValueError`` when the code is taken by another."""
    holding = Holding(code, label, held, move, count)
    if HOLDINGS.setdefault(code, holding) != holding:
        raise ValueError(f"holding {code!r} is registered twice")
    return holding


def register_follower(code: str, says: Callable[[Sequence[Unit]], str]) -> Follower:
    """Say what of an app follows a unit's work by itself. Raises ``ValueError`` when the code is taken by another."""
    follower = Follower(code, says)
    if FOLLOWERS.setdefault(code, follower) != follower:
        raise ValueError(f"follower {code!r} is registered twice")
    return follower


def register_open_work(
    label: str, list_fn: ListOpen, reassign_fn: Reassign, *, takes: tuple[Verb, ...] = (SERVE,)
) -> OpenWork:
    """Say what of an app may lie open with a person. Raises ``ValueError`` when the label is taken."""
    work = OpenWork(label, list_fn, reassign_fn, takes)
    if OPEN_WORK.setdefault(label, work) != work:
        raise ValueError(f"open work {label!r} is registered twice")
    return work
