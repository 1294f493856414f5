"""What the parser reads out of a notice: plain values with their places in the source text."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from gongkai.duties.supervision.enums import DeadlineType, FlagCode, UnitRole


class NotReadable(Exception):
    """The input cannot be read as a notice; ``str()`` is a Chinese sentence that says why and what to do."""


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of characters in the source text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Flag:
    """Something for the reviewer to look at, with the Chinese sentence that explains it."""

    code: FlagCode
    message: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit that a name was found to mean: its key in the register and its present full name."""

    key: int
    name: str


@dataclass(frozen=True, slots=True)
class Mention:
    """One unit name as written.

    ``anchors`` are the names before it in the same 、 run, nearest first, whose prefix it may share.
    ``expanded`` holds full names where a prefix or a group was resolved; ``units`` the units of the register;
    ``candidates`` those it may mean where that is not certain.
    """

    role: UnitRole
    text: str
    span: Span
    anchors: tuple[str, ...] = ()
    expanded: tuple[str, ...] = ()
    units: tuple[UnitRef, ...] = ()
    candidates: tuple[UnitRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit: its type, the words, the last day where one follows, how often, and what is unsure."""

    type: DeadlineType = DeadlineType.NONE
    text: str = ""
    date: date | None = None
    recurrence: str = ""
    span: Span | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who is to do a task and until when, as one or more clauses of an item say."""

    mentions: tuple[Mention, ...] = ()
    leaders: tuple[str, ...] = ()
    deadline: Deadline = field(default_factory=Deadline)
    open_ended: bool = False
    flags: tuple[Flag, ...] = ()

    def names(self, role: UnitRole) -> list[str]:
        """The names written for a role, in order."""
        return [mention.text for mention in self.mentions if mention.role == role]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading over items."""

    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Item:
    """One task. ``text`` is its wording without number, title sentence and responsibility clause."""

    number: int
    label: str
    section: int | None
    title: str
    text: str
    span: Span
    title_span: Span
    text_span: Span
    who: Responsibility = field(default_factory=Responsibility)
    flags: tuple[Flag, ...] = ()

    @property
    def all_flags(self) -> tuple[Flag, ...]:
        """The item's own flags, those of its clause and those of its deadline."""
        return (*self.flags, *self.who.flags, *self.who.deadline.flags)

    def flagged(self, *flags: Flag) -> Item:
        """The same item with more flags."""
        return replace(self, flags=(*self.flags, *flags))


@dataclass(frozen=True, slots=True)
class Head:
    """What stands around the tasks: title, number, issuer and the two dates."""

    title: str = ""
    doc_number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    printed_on: date | None = None
    spans: dict[str, Span] = field(default_factory=dict)

    @property
    def year(self) -> int | None:
        """The year of the notice, from its dates; deadlines without a year are read in it."""
        day = self.issued_on or self.printed_on
        return day.year if day else None


@dataclass(frozen=True, slots=True)
class Notice:
    """A whole notice as read."""

    head: Head
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    warnings: tuple[str, ...] = ()
