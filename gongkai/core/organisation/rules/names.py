"""What a written unit name means on a day. Nothing is guessed: what is not certain is reported.

A name is read in this order, and the first reading that finds exactly one unit wins:

1. as a group (厅机关各处室);
2. as a name of a unit on that day; of several bearers the one directly below the department, because a bare
   办公室 in the department's own paper is the department's;
3. as the name of a unit above followed by a name of the unit (厅办公室, 省交通运输厅财审处);
4. in a run parted by 、, with the beginning of an earlier name (省交通运输事业发展中心、事务服务中心).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from rapidfuzz import fuzz, process

from gongkai.core.organisation.rules.directory import Directory, is_within, plain

SUGGESTIONS = 5
LIKENESS = 55.0
_STOPS = re.compile(r"[、，,；;\s]+")
_TAIL = re.compile(r"等(?:相关|有关)?(?:单位|部门|处室)?$")
_JOINS = re.compile(r"[及和与]")


@dataclass(frozen=True, slots=True)
class Resolved:
    """One unit is meant. ``read_as`` is the name with the prefix it was read with; ``via`` says how:
    ``name``, ``scope`` (nearest to the department), ``prefix`` or ``run``."""

    text: str
    unit_ids: tuple[int, ...]
    read_as: str
    via: str = "name"


@dataclass(frozen=True, slots=True)
class Expanded:
    """A group is meant, on that day these units. An open one (相关处室) still needs the office's word."""

    text: str
    group_id: int
    unit_ids: tuple[int, ...]
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Several units bear the name on that day."""

    text: str
    candidates: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A unit that may be meant: the name that looks alike, how much (0–100), a Chinese remark or nothing."""

    unit_id: int
    name: str
    score: float
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """No unit bears the name on that day."""

    text: str
    suggestions: tuple[Suggestion, ...] = ()


Resolution: TypeAlias = Resolved | Expanded | Ambiguous | Unknown


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole responsibility line: each piece with its meaning, and whether the list ends in 等."""

    items: tuple[Resolution, ...]
    is_open: bool = False


def resolve(text: str, on: date, directory: Directory) -> Resolution:
    """What one written name means on a day."""
    group = _group(text, on, directory)
    if group is not None:
        return group
    found = _bearer(text, on, directory) or _prefixed(text, on, directory)
    return found or Unknown(text, suggestions_for(text, on, directory))


def resolve_run(texts: Sequence[str], on: date, directory: Directory) -> tuple[Resolution, ...]:
    """What the names of one run parted by 、 mean; a later one may lean on an earlier one."""
    found: list[Resolution] = []
    for index, text in enumerate(texts):
        meaning = resolve(text, on, directory)
        if isinstance(meaning, Unknown | Ambiguous):
            meaning = _leaning(text, texts[:index], on, directory) or meaning
        found.append(meaning)
    return tuple(found)


def read_list(text: str, on: date, directory: Directory) -> Reading:
    """What a whole line of names means, such as 厅行审处、办公室，厅机关各处室."""
    pieces, is_open = split_names(text)
    parted: list[str] = []
    for piece in pieces:
        parts = [part for part in _JOINS.split(piece) if part]
        joined = len(parts) > 1 and isinstance(resolve(piece, on, directory), Unknown)
        runs = resolve_run(parts, on, directory) if joined else ()
        all_known = joined and not any(isinstance(one, Unknown) for one in runs)
        parted.extend(parts if all_known else [piece])
    return Reading(resolve_run(parted, on, directory), is_open)


def split_names(text: str) -> tuple[list[str], bool]:
    """Cut a line of names at its stops; whether it ended in 等 (an open list)."""
    bare = text.strip().rstrip("。.；;，,")
    closed = _TAIL.sub("", bare)
    return [piece for piece in _STOPS.split(closed) if piece], closed != bare


def suggestions_for(text: str, on: date, directory: Directory) -> tuple[Suggestion, ...]:
    """Units whose names look like the text, the likeliest first: names of another day, then similar names."""
    key = plain(text)
    bare = [key, *(key[cut:] for cut in range(1, len(key)) if directory.bearers(key[:cut], on))]
    former = [
        Suggestion(row.unit_id, row.text, 100.0, _former_remark(row.unit_id, on, directory))
        for name in bare
        for row in directory.names.get(name, ())
        if not (row.holds_on(on) and directory.units[row.unit_id].exists_on(on))
    ]
    held = {
        key: row
        for key, rows in directory.names.items()
        for row in rows
        if row.holds_on(on) and directory.units[row.unit_id].exists_on(on)
    }
    alike = [
        Suggestion(held[name].unit_id, held[name].text, round(score, 1))
        for wanted in bare
        for name, score, _ in process.extract(
            wanted, list(held), scorer=fuzz.ratio, score_cutoff=LIKENESS, limit=SUGGESTIONS
        )
    ]
    found: dict[int, Suggestion] = {}
    for one in [*former, *sorted(alike, key=lambda one: -one.score)]:
        found.setdefault(one.unit_id, one)
    return tuple(found.values())[:SUGGESTIONS]


def _former_remark(unit_id: int, on: date, directory: Directory) -> str:
    unit = directory.units[unit_id]
    if unit.exists_on(on):
        return f"该名称在{on:%Y-%m-%d}不在使用期内，此单位现为“{unit.label}”"
    return f"该单位在{on:%Y-%m-%d}尚未设立或已撤销"


def _group(text: str, on: date, directory: Directory) -> Expanded | None:
    for group in directory.groups.get(plain(text), ()):
        if is_within(on, group.valid_from, group.valid_until):
            return Expanded(text, group.id, directory.members_of(group, on), group.is_open)
    return None


def _bearer(text: str, on: date, directory: Directory) -> Resolved | Ambiguous | None:
    bearers = directory.bearers(text, on)
    return _settled(text, text, bearers, directory, "name") if bearers else None


def _prefixed(text: str, on: date, directory: Directory) -> Resolved | Ambiguous | None:
    """Read the text as a name of a unit above and a name of the unit; one directly below goes first."""
    key = plain(text)
    direct: set[int] = set()
    deeper: set[int] = set()
    for cut in range(1, len(key)):
        above = directory.bearers(key[:cut], on)
        for unit_id in directory.bearers(key[cut:], on) if above else ():
            line = directory.ancestors(unit_id)
            direct |= {unit_id} if above & set(line[:1]) else set()
            deeper |= {unit_id} if above & set(line) else set()
    meant = frozenset(direct or deeper)
    return _settled(text, text, meant, directory, "prefix") if meant else None


def _leaning(text: str, earlier: Sequence[str], on: date, directory: Directory) -> Resolved | None:
    """Read the text with the beginning of an earlier name, the nearest name first, if only one unit fits."""
    for anchor in reversed(earlier):
        key = plain(anchor)
        fits: dict[int, str] = {}
        for cut in range(1, len(key)):
            whole = key[:cut] + plain(text)
            if whole == key:
                continue
            meaning = _bearer(whole, on, directory) or _prefixed(whole, on, directory)
            if isinstance(meaning, Resolved):
                fits.setdefault(meaning.unit_ids[0], whole)
        if len(fits) == 1:
            ((unit_id, whole),) = fits.items()
            return Resolved(text, (unit_id,), whole, "run")
    return None


def _settled(
    text: str, read_as: str, bearers: frozenset[int], directory: Directory, via: str
) -> Resolved | Ambiguous:
    if len(bearers) == 1:
        return Resolved(text, tuple(bearers), read_as, via)
    near = [unit_id for unit_id in bearers if directory.is_of_the_department(unit_id)]
    if len(near) == 1:
        return Resolved(text, (near[0],), read_as, "scope")
    order = list(directory.units)
    return Ambiguous(text, tuple(sorted(bearers, key=order.index)))
