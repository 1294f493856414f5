"""The lists shipped with the program: small, general, each with owner, source and dates. Pure; read once, when first asked.

Files beside this module, in TOML. A list of terms has groups of one kind and level; an entry is
``[wrong, right, unless…]``. Dates are inclusive: ``valid_from`` the first day, ``valid_to`` the last.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.clearance.screening.lexicon import Term

TERM_LISTS = ("misprints", "organs", "places")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that are said exactly so. ``edits`` is how many characters a slip may change and still be seen as one;
    ``also`` are near wordings that are right themselves.
    """

    text: str
    edits: int
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sequence:
    """Things that are named in one order: ``name`` 四个自信, ``items`` in their order; ``least`` how many of them named
    together make it this sequence.
    """

    name: str
    items: tuple[str, ...]
    least: int


@dataclass(frozen=True, slots=True)
class ListHead:
    """What a shipped list says of itself."""

    name: str
    owner: str
    source: str
    note: str
    entries: int


def shipped_terms(on: date) -> tuple[Term, ...]:
    """The terms of every shipped list that are in force on a day, in the order of the files."""
    return tuple(
        _term(entry, group, data["name"])
        for name in TERM_LISTS
        for data in (_data(name),)
        for group in data["group"]
        if _is_in_force(group, on)
        for entry in group["terms"]
    )


@cache
def shipped_series() -> tuple[str, ...]:
    """Ends of series whose documents are published as a rule (国务院令)."""
    return tuple(_data("series")["series"])


@cache
def shipped_phrases() -> tuple[Phrase, ...]:
    """Fixed phrases, checked for slips."""
    return tuple(
        Phrase(one["text"], one.get("edits", 1), tuple(one.get("also", ())))
        for one in _data("phrases")["phrase"]
    )


@cache
def shipped_sequences() -> tuple[Sequence, ...]:
    """Enumerations, checked for their order."""
    return tuple(
        Sequence(one["name"], tuple(one["items"]), one["least"]) for one in _data("phrases")["sequence"]
    )


def shipped_lists() -> tuple[ListHead, ...]:
    """What each shipped list is, for a page or a report."""
    return tuple(
        ListHead(data["name"], data["owner"], data["source"], data["note"], _count(data))
        for data in map(_data, (*TERM_LISTS, "phrases", "series"))
    )


def _count(data: dict[str, Any]) -> int:
    groups = sum(len(group["terms"]) for group in data.get("group", ()))
    return groups + sum(len(data.get(name, ())) for name in ("phrase", "sequence", "series"))


def _term(entry: list[str], group: dict[str, Any], list_name: str) -> Term:
    wrong, right, *unless = entry
    return Term(wrong, group["kind"], group["level"], list_name, right, group.get("note", ""), tuple(unless))


def _is_in_force(group: dict[str, Any], on: date) -> bool:
    return group.get("valid_from", date.min) <= on <= group.get("valid_to", date.max)


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
