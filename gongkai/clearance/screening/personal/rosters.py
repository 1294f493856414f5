"""Tables that list persons, and what they say of them together. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongkai.clearance.enums import FindingKind, FindingLevel
from gongkai.clearance.screening.catalogue import found
from gongkai.clearance.screening.findings import Finding
from gongkai.clearance.screening.knowledge import Knowledge
from gongkai.clearance.screening.parts import Table
from gongkai.clearance.screening.personal import columns as of
from gongkai.clearance.screening.personal.columns import Column
from gongkai.clearance.screening.personal.identity import HALF_MASKED, shows_both_ends

_LEAST_ROWS = 3  # house number: persons that make a list
MANY_ROWS = 500  # house number after dossier Q7 (d)
_HEAD_ROWS = 6  # house number: rows in which the headings stand


@dataclass(frozen=True, slots=True)
class _Roster:
    """A table of persons: its columns, the row of its headings (-1 without), and the rows below it."""

    columns: tuple[Column, ...]
    head: int
    rows: tuple[tuple[str, ...], ...]

    def cells(self, place: int) -> list[str]:
        return [row[place] if place < len(row) else "" for row in self.rows]

    def one(self, *whats: str) -> Column | None:
        return next((column for column in self.columns if column.what in whats), None)

    def persons(self) -> int:
        name = self.one(of.NAME)
        return sum(bool(cell.strip()) for cell in self.cells(name.place)) if name else len(self.rows)


def findings_in_roster(table: Table, knowledge: Knowledge) -> Iterator[Finding]:
    """The list itself, its sensitive columns, and numbers masked too little beside a date of birth."""
    roster = _read(table, knowledge)
    yield from _half_masked(table, roster)
    if not _lists_persons(roster, knowledge):
        return
    yield _the_list(table, roster, knowledge)
    for column in roster.columns:
        if what := _sensitive_class(roster, column, knowledge):
            place = table.place_of(roster.head, column.place) if roster.head >= 0 else table.place
            shown = re.sub(r"[0-9]{4,}", "…", column.heading)[:12] or f"第{column.place + 1}列"
            note = "属于个人信息保护法第二十八条的敏感个人信息；没有法定依据的，删去本列。"
            yield found(FindingKind.SENSITIVE_CLASS, 0, 0, f"“{shown}”列：{what}", place=place, note=note)


def _read(table: Table, knowledge: Knowledge) -> _Roster:
    width = max((len(row) for row in table.rows), default=0)
    head = _head_of(table.rows)
    rows = table.rows[head + 1 :]
    columns = []
    for place in range(width):
        heading = table.rows[head][place] if head >= 0 and place < len(table.rows[head]) else ""
        what = of.kind_of_heading(heading)
        if what is None:
            what = of.kind_of_cells([row[place] for row in rows if place < len(row)], knowledge)
        if what:
            columns.append(Column(place, what, heading.strip()))
    return _Roster(tuple(columns), head, rows)


def _head_of(rows: Sequence[Sequence[str]]) -> int:
    """The row among the first that has most headings we know; -1 where none has two."""
    known = [
        sum(of.kind_of_heading(cell) is not None for cell in row if len(cell) <= 20)
        for row in rows[:_HEAD_ROWS]
    ]
    most = max(known, default=0)
    return known.index(most) if most >= 2 else -1


def _lists_persons(roster: _Roster, knowledge: Knowledge) -> bool:
    """Names in a column, something personal in another, three persons or more."""
    name = roster.one(of.NAME)
    if roster.persons() < _LEAST_ROWS or (name is None and roster.one(of.IDENTITY) is None):
        return False
    if name is not None and of.is_of_body_role(name.heading):
        return _has_identities(
            roster, knowledge
        )  # who stands for a company is public; a number of theirs is not
    return any(_is_personal(roster, column, knowledge) for column in roster.columns)


def _is_personal(roster: _Roster, column: Column, knowledge: Knowledge) -> bool:
    if column.what == of.NAME:
        return False
    if column.what == of.PHONE:
        return any(of.is_personal_phone(cell, knowledge) for cell in roster.cells(column.place))
    if column.what == of.ADDRESS:
        return bool(re.search(r"住|户籍|家庭|村|籍贯", column.heading)) or (
            of.kind_of_cells(roster.cells(column.place), knowledge) == of.ADDRESS
        )
    return True


def _has_identities(roster: _Roster, knowledge: Knowledge) -> bool:
    return any(
        of.has_identity(cell, knowledge)
        for column in roster.columns
        if column.what == of.IDENTITY
        for cell in roster.cells(column.place)
    )


def _the_list(table: Table, roster: _Roster, knowledge: Knowledge) -> Finding:
    persons, kinds = roster.persons(), list(dict.fromkeys(column.what for column in roster.columns))
    blocks = _has_identities(roster, knowledge) or roster.one(of.ACCOUNT) is not None
    notes = ["逐人列出个人情况；确需公开的，写明法定依据并去标识化。"]
    if roster.one(of.IDENTITY) and roster.one(of.BIRTH):
        notes.append("同一行有出生日期，身份证号最多保留前3位。")
    if persons > MANY_ROWS:
        notes.append(f"超过{MANY_ROWS}人，还须作数据汇聚评估。")
    return found(
        FindingKind.PERSON_TABLE,
        0,
        0,
        f"名单：{'、'.join(kinds)}，共{persons}人",
        place=table.place,
        level=FindingLevel.BLOCK if blocks else None,
        note="".join(notes),
    )


def _sensitive_class(roster: _Roster, column: Column, knowledge: Knowledge) -> str:
    """The class of Art. 28 that a column belongs to; empty for the others."""
    cells = roster.cells(column.place)
    if column.what in of.SENSITIVE:
        return "金融账户" if column.what == of.ACCOUNT else column.what
    if column.what in (of.BIRTH, of.IDENTITY) and any(of.is_of_child(cell, knowledge.on) for cell in cells):
        return of.CHILD
    return ""


def _half_masked(table: Table, roster: _Roster) -> Iterator[Finding]:
    """Both ends of a number shown where the row also says the date of birth (dossier I9); one finding for a column."""
    if roster.one(of.BIRTH) is None:
        return
    for place in range(max((len(row) for row in roster.rows), default=0)):
        rows = [index for index, cell in enumerate(roster.cells(place)) if shows_both_ends(cell)]
        if rows:
            cell = roster.rows[rows[0]][place].strip()
            yield found(
                FindingKind.ID_CARD,
                0,
                0,
                cell[:3] + "*" * 15,
                place=table.place_of(roster.head + 1 + rows[0], place),
                level=FindingLevel.JUSTIFY,
                suggestion=cell[:3] + "*" * 15,
                note=f"{HALF_MASKED}本列共{len(rows)}处。",
            )
