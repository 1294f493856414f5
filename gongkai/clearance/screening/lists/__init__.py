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
class Sequence:
    """Things that are named in one order: ``name`` 四个自信, ``items`` in their order; ``least`` how many of them named
    together make it this sequence.
    """

    name: str
    items: tuple[str, ...]
    least: int


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
def shipped_sequences() -> tuple[Sequence, ...]:
    """Enumerations, checked for their order."""
    return tuple(
        Sequence(one["name"], tuple(one["items"]), one["least"]) for one in _data("phrases")["sequence"]
    )


def _term(entry: list[str], group: dict[str, Any], list_name: str) -> Term:
    wrong, right, *unless = entry
    return Term(wrong, group["kind"], group["level"], list_name, right, group.get("note", ""), tuple(unless))


def _is_in_force(group: dict[str, Any], on: date) -> bool:
    return group.get("valid_from", date.min) <= on <= group.get("valid_to", date.max)


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))
