"""The directory: every unit, name and group with its dates, as plain values that the rules read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

ROOT_KIND = "department"


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A unit. It exists from ``valid_from`` up to but **not** including ``valid_until``, the day it ended."""

    id: int
    name: str
    short_name: str
    kind: str
    parent_id: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None

    @property
    def label(self) -> str:
        """What people call the unit."""
        return self.short_name or self.name

    def exists_on(self, day: date) -> bool:
        """Whether the unit exists on the day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day < self.valid_until
        )


@dataclass(frozen=True, slots=True)
class NameEntry:
    """A name of a unit, borne from ``valid_from`` up to and including ``valid_until``."""

    unit_id: int
    text: str
    kind: str
    valid_from: date | None = None
    valid_until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the unit bears the name on the day."""
        return is_within(day, self.valid_from, self.valid_until)


@dataclass(frozen=True, slots=True)
class MemberEntry:
    """A unit listed in, or excepted from, a group; both dates inclusive."""

    unit_id: int
    is_excepted: bool = False
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """A collective name: units of ``kinds`` below ``under_id``, plus listed ones, less excepted ones."""

    id: int
    names: tuple[str, ...]
    kinds: frozenset[str] = frozenset()
    under_id: int | None = None
    is_open: bool = False
    members: tuple[MemberEntry, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True)
class Directory:
    """Everything needed to read unit names on any day. ``day`` is the day it was asked for."""

    day: date
    units: Mapping[int, UnitEntry] = field(default_factory=dict)
    names: Mapping[str, tuple[NameEntry, ...]] = field(default_factory=dict)
    groups: Mapping[str, tuple[GroupEntry, ...]] = field(default_factory=dict)

    @classmethod
    def build(
        cls,
        day: date,
        units: Iterable[UnitEntry],
        names: Iterable[NameEntry],
        groups: Iterable[GroupEntry] = (),
    ) -> Directory:
        """Index the rows. A unit without any recorded full (or short) name goes by its present one."""
        by_id = {unit.id: unit for unit in units}
        rows = list(names)
        recorded = {(row.unit_id, row.kind) for row in rows}
        for unit in by_id.values():
            for kind, text in (("full", unit.name), ("short", unit.short_name)):
                if text and (unit.id, kind) not in recorded:
                    rows.append(NameEntry(unit.id, text, kind))
        return cls(
            day,
            by_id,
            _gathered((plain(row.text), row) for row in rows if row.unit_id in by_id),
            _gathered((plain(name), group) for group in groups for name in group.names),
        )

    def bearers(self, text: str, on: date) -> frozenset[int]:
        """Ids of the units that bear exactly this name on the day and exist on it."""
        return frozenset(
            row.unit_id
            for row in self.names.get(plain(text), ())
            if row.holds_on(on) and self.units[row.unit_id].exists_on(on)
        )

    def ancestors(self, unit_id: int) -> tuple[int, ...]:
        """Ids of the units above a unit, nearest first; a loop in the data ends the walk."""
        found: list[int] = []
        parent = self.units[unit_id].parent_id
        while parent is not None and parent in self.units and parent not in found:
            found.append(parent)
            parent = self.units[parent].parent_id
        return tuple(found)

    def is_of_the_department(self, unit_id: int) -> bool:
        """Whether a unit stands directly below the department, where a bare name is read first."""
        unit = self.units[unit_id]
        parent = self.units.get(unit.parent_id) if unit.parent_id is not None else None
        return unit.kind == ROOT_KIND or (parent is not None and parent.kind == ROOT_KIND)

    def members_of(self, group: GroupEntry, on: date) -> tuple[int, ...]:
        """Ids of a group's units on a day, in the order of the directory."""
        rows = [row for row in group.members if is_within(on, row.valid_from, row.valid_until)]
        excepted = {row.unit_id for row in rows if row.is_excepted}
        listed = {row.unit_id for row in rows if not row.is_excepted}
        return tuple(
            unit.id
            for unit in self.units.values()
            if unit.exists_on(on)
            and unit.id not in excepted
            and (unit.id in listed or self._is_ruled_in(group, unit))
        )

    def _is_ruled_in(self, group: GroupEntry, unit: UnitEntry) -> bool:
        return unit.kind in group.kinds and (group.under_id is None or unit.parent_id == group.under_id)


T = TypeVar("T")


def _gathered(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    found: dict[str, tuple[T, ...]] = {}
    for key, value in pairs:
        found[key] = (*found.get(key, ()), value)
    return found


def is_within(day: date, start: date | None, end: date | None) -> bool:
    """Whether a day lies between two dates, both inclusive, either open."""
    return (start is None or start <= day) and (end is None or day <= end)


def plain(text: str) -> str:
    """A name as compared: one width of characters, no white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())
