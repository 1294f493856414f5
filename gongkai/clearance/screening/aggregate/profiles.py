"""A profile of a table: what its columns are, how many rows, and keyed hashes of what tells people and places. Pure.

Values never stand in a profile in the clear. ``Keyed`` is a keyed hash (HMAC) under a key of the installation's own;
without it nobody can try out names against a stored profile.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from gongkai.clearance.enums_aggregation import ColumnKind, FacilityKind
from gongkai.clearance.screening.aggregate.columns import (
    datum_of,
    facility_of,
    is_head,
    kind_of_column,
    says_whole,
    topic_of,
)
from gongkai.clearance.screening.aggregate.points import degrees_of, point_in, point_of
from gongkai.clearance.screening.parts import Table

K = ColumnKind
Keyed = Callable[[str], str]

PERSONAL = (
    K.NAME,
    K.ID_CARD,
    K.ID_TAIL,
    K.PHONE,
    K.ADDRESS,
    K.BIRTH,
    K.SEX,
    K.PLATE,
    K.CERTIFICATE,
    K.BANK,
    K.UNIT,
    K.POSITION,
    K.SENSITIVE,
)
"""Columns that say something about one person, in the order in which they are told."""
TELLING = frozenset({K.NAME, K.ID_CARD, K.PHONE, K.CERTIFICATE, K.BANK, K.PLATE})
"""Columns that name a person by themselves."""
MAX_ROWS = 50_000
"""Rows looked at in one table (house number); ``is_cut`` says that there were more."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a table stands: ``owner`` is the model label and key of the content, ``version`` its exact version,
    ``place`` the table within it in Chinese (第1张表); ``title`` is what is shown, and stays out of what is stored of risks.
    """

    owner: str
    version: str
    place: str
    title: str


@dataclass(frozen=True, slots=True)
class Profile:
    """What is kept of one table.

    ``people`` has for each row about a person the keyed hashes of its cells by kind; ``points`` and ``facilities`` are
    keyed hashes of places and names, ``decimals`` the finest reading; ``cells`` the counts of people by keyed hash of
    their row and column head.
    """

    source: Source
    topic: str
    rows: int
    columns: tuple[str, ...]
    facility: str = ""
    is_whole: bool = False
    datum: str = ""
    decimals: int = 0
    people: tuple[dict[str, str], ...] = ()
    points: tuple[str, ...] = ()
    stakes: int = 0
    facilities: tuple[str, ...] = ()
    cells: dict[str, int] = field(default_factory=dict)
    is_cut: bool = False

    def says_anything(self) -> bool:
        """Whether it can combine with anything at all."""
        return bool(self.people or self.points or self.facilities or self.cells)


def as_data(profile: Profile) -> dict[str, Any]:
    """What is stored of a profile beside its source: plain JSON."""
    return {
        "people": list(profile.people),
        "points": list(profile.points),
        "facilities": list(profile.facilities),
        "cells": profile.cells,
        "stakes": profile.stakes,
        "decimals": profile.decimals,
        "datum": profile.datum,
        "is_whole": profile.is_whole,
        "is_cut": profile.is_cut,
    }


def as_row(profile: Profile) -> dict[str, Any]:
    """All of a profile but its owner and version, as plain JSON, for the tables of a file that many contents may use."""
    return {
        "place": profile.source.place,
        "topic": profile.topic,
        "rows": profile.rows,
        "columns": list(profile.columns),
        "facility": profile.facility,
        "data": as_data(profile),
    }


def from_row(row: dict[str, Any], owner: str, version: str, title: str) -> Profile:
    """A profile as :func:`as_row` wrote it, of a content that uses the file."""
    source = Source(owner, version, row["place"], title)
    return from_data(source, row["topic"], row["rows"], row["columns"], row["facility"], row["data"])


def from_data(
    source: Source, topic: str, rows: int, columns: Sequence[str], facility: str, data: dict[str, Any]
) -> Profile:
    """A profile as it was stored."""
    return Profile(
        source=source,
        topic=topic,
        rows=rows,
        columns=tuple(columns),
        facility=facility,
        is_whole=data["is_whole"],
        datum=data["datum"],
        decimals=data["decimals"],
        people=tuple(data["people"]),
        points=tuple(data["points"]),
        stakes=data["stakes"],
        facilities=tuple(data["facilities"]),
        cells=data["cells"],
        is_cut=data["is_cut"],
    )


def profile_of(table: Table, source: Source, keyed: Keyed) -> Profile:
    """The profile of one table; its first row is its head where it names columns."""
    rows = list(table.rows[: MAX_ROWS + 1])
    head = list(rows.pop(0)) if rows and is_head(rows[0]) else []
    rows = [row for row in rows[:MAX_ROWS] if any(cell.strip() for cell in row)]
    width = max((len(row) for row in [head, *rows]), default=0)
    head += [""] * (width - len(head))
    columns = [[row[n] if n < len(row) else "" for row in rows] for n in range(width)]
    kinds = [kind_of_column(head[n], columns[n]) for n in range(width)]
    about = f"{source.title} {table.place}"
    reader = _Reader(about, head, kinds, rows, keyed)
    facility = reader.facility()
    points, decimals = reader.points()
    return Profile(
        source=source,
        topic=topic_of(source.title),
        rows=len(rows),
        columns=tuple(sorted({kind.value for kind in kinds if kind != K.OTHER})),
        facility=facility.value if facility else "",
        is_whole=says_whole(about),
        datum=datum_of(about, *head),
        decimals=decimals,
        people=reader.people(),
        points=points,
        stakes=sum(bool(cell.strip()) for cell in reader.column(K.STAKE)),
        facilities=reader.hashes(K.FACILITY),
        cells=reader.cells(),
        is_cut=len(table.rows) > MAX_ROWS + 1,
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """The cells of one table by the kinds of its columns."""

    about: str
    head: Sequence[str]
    kinds: Sequence[ColumnKind]
    rows: Sequence[Sequence[str]]
    keyed: Keyed

    def column(self, kind: ColumnKind) -> list[str]:
        """The cells of the first column of a kind, one for each row; empty where there is none."""
        if kind not in self.kinds:
            return []
        place = list(self.kinds).index(kind)
        return [row[place] if place < len(row) else "" for row in self.rows]

    def hashes(self, kind: ColumnKind) -> tuple[str, ...]:
        """Distinct keyed hashes of a column."""
        said = {normal_of(kind, cell) for cell in self.column(kind)} - {""}
        return tuple(sorted(self.keyed(f"{kind}:{text}") for text in said))

    def facility(self) -> FacilityKind | None:
        """By title and heads; else by what most of the names say."""
        if K.FACILITY not in self.kinds and not self.points()[0]:
            return None
        told = facility_of(self.about, *self.head)
        if told is not None:
            return told
        kinds = [facility_of(name) for name in self.column(K.FACILITY)[:200]]
        known = [kind for kind in kinds if kind is not None]
        return max(set(known), key=known.count) if len(known) * 2 > len(kinds) else None

    def points(self) -> tuple[tuple[str, ...], int]:
        """Keyed hashes of distinct places, and the decimals of the finest."""
        pairs = zip(self.column(K.LONGITUDE), self.column(K.LATITUDE), strict=False)
        found = [point_of(*pair) for pair in pairs] + [point_in(cell) for cell in self.column(K.POINT)]
        known = [point for point in found if point is not None]
        hashes = {self.keyed(f"point:{east:.4f},{north:.4f}") for east, north, _ in known}
        return tuple(sorted(hashes)), max((exact for *_, exact in known), default=0)

    def people(self) -> tuple[dict[str, str], ...]:
        """For each row the hashes of what it says of a person; none where the table is about no single people."""
        personal = [kind for kind in PERSONAL if kind in self.kinds]
        names = set(personal) & TELLING
        if K.COUNT in self.kinds or not (names - {K.PHONE, K.PLATE} or len(personal) >= 3):
            return ()
        columns = {kind: self.column(kind) for kind in personal}
        found = [self._person({kind: columns[kind][n] for kind in personal}) for n in range(len(self.rows))]
        return tuple(person for person in found if person)

    def _person(self, cells: dict[ColumnKind, str]) -> dict[str, str]:
        said = {kind: text for kind, cell in cells.items() if (text := normal_of(kind, cell))}
        person = {kind.value: self.keyed(f"{kind}:{text}") for kind, text in said.items()}
        whole = said.get(K.ID_CARD, "")
        if len(whole) == 18:  # what the whole number says is known too, and links lists that show parts of it
            person["_tail"] = self.keyed(f"{K.ID_TAIL}:{whole[-4:]}")
            person["_birth"] = self.keyed(f"{K.BIRTH}:{whole[6:14]}")
        return person

    def cells(self) -> dict[str, int]:
        """Counts of people by the keyed hash of row and column."""
        counts = [n for n, kind in enumerate(self.kinds) if kind == K.COUNT]
        found: dict[str, int] = {}
        for row in self.rows:
            label = "|".join(
                cell.strip() for n, cell in enumerate(row) if n not in counts and not _number(cell)
            )
            for n in counts:
                number = _number(row[n]) if n < len(row) else None
                if number is not None:
                    found[self.keyed(f"cell:{label}|{self.head[n].strip()}")] = number
        return found


def _number(cell: str) -> int | None:
    text = cell.strip().replace(",", "").removesuffix("人").strip()
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 10 else None


_NOT_WORD = re.compile(r"[\s·•.\-—_()（）*＊●]+")
_DAY = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*")


def normal_of(kind: ColumnKind, text: str) -> str:
    """One form for one value, so that 138-0000-0000 and 13800000000 meet; empty where a cell says nothing."""
    if kind == K.BIRTH and (match := _DAY.fullmatch(text.strip())):
        return f"{match[1]}{int(match[2]):02}{int(match[3]):02}"
    if kind == K.ID_TAIL:
        digits = re.sub(r"[^\dXx]", "", re.split(r"[*＊●]|(?<=\d)[xX]{2,}", text.strip())[-1])
        return digits[-4:].upper()
    plain = _NOT_WORD.sub("", text).upper()
    if kind == K.PHONE:
        digits = re.sub(r"\D", "", plain)
        return digits.removeprefix("86")[-11:] if len(digits) >= 7 else ""
    return "" if plain in {"", "无", "/", "／"} else plain


def rows_at(table: Table, places: Iterable[int]) -> list[tuple[str, ...]]:
    """Rows of a table by their number in its profile, for whoever shows a few of them masked."""
    rows = list(table.rows)
    body = rows[1:] if rows and is_head(rows[0]) else rows
    said = [row for row in body if any(cell.strip() for cell in row)]
    return [said[place] for place in places if place < len(said)]


__all__ = [
    "Keyed",
    "Profile",
    "Source",
    "as_data",
    "as_row",
    "degrees_of",
    "from_data",
    "from_row",
    "profile_of",
    "rows_at",
]
